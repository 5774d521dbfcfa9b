// tpl.cc - see tpl.h. Every function catches everything: C can't.

#include <cassert>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <string>
#include <typeinfo>

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>

extern "C" {
#include "base/limits.h"
#include "base/utf8.h"
#include "view/prepare.h"
#include "view/tpl.h"
}

using ctemplate::StaticTemplateString;
using ctemplate::TemplateDictionary;
using ctemplate::TemplateString;

struct tpl_set {
    ctemplate::TemplateCache cache;
};

namespace {

// HTML: lines stay lines, words at their ends are not run together; lines of marks alone leave none
// behind. Texts stay as tpl_prepare() made them. What is included is looked for with the strip of
// what includes it, so HTML and text can't bring in one another.
ctemplate::Strip
strip_of(const char *path)
{
    return tpl_is_text(path) ? ctemplate::DO_NOT_STRIP : ctemplate::STRIP_BLANK_LINES;
}

#define KEY(name, hash, trusted) {{#name, sizeof(#name) - 1, hash}},
const StaticTemplateString keys[] = {TPL_KEYS(KEY)};
#undef KEY

#define FILE_NAME(id, path) {{path, sizeof(path) - 1, 0}},
const StaticTemplateString files[] = {TPL_FILES(FILE_NAME)};
#undef FILE_NAME

static_assert(sizeof(keys) / sizeof(keys[0]) == KEY_COUNT_, "a key for each of the enum");
static_assert(sizeof(files) / sizeof(files[0]) == TPL_COUNT_, "a file for each of the enum");

// A character that could end a line, or move what stands around it.
bool
breaks_line(uint32_t c)
{
    return utf8_is_control(c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

// What a value becomes in a text: one line, whatever is in it, so that nobody can forge another.
class OneLine : public ctemplate::TemplateModifier {
public:
    void Modify(const char *in, size_t len, const ctemplate::PerExpandData *,
                ctemplate::ExpandEmitter *out, const std::string &) const override
    {
        while (len > 0) {
            uint32_t c = 0;
            size_t size = utf8_read(in, len, &c), used = size > 0 ? size : 1;

            if (size == 0 || breaks_line(c))
                out->Emit(' ');
            else
                out->Emit(in, size);
            in += used;
            len -= used;
        }
    }
};
const OneLine one_line;

// Makes the strings known to ctemplate, before main(): from then on no lookup takes its lock.
struct registration {
    registration()
    {
        ctemplate::AddModifier(TPL_ONE_LINE, &one_line);
        for (const StaticTemplateString &key : keys)
            ctemplate::StaticTemplateStringInitializer known(&key);
        for (const StaticTemplateString &file : files)
            ctemplate::StaticTemplateStringInitializer known(&file);
    }
};
const registration registered;

const char *
path_of(int file)
{
    return files[file].do_not_use_directly_.ptr_;
}

// A value that found no memory must not leave a page without it: the thread's expansions fail until
// its last dictionary is gone.
thread_local unsigned roots;
thread_local bool lacking;

// A dictionary that nothing includes. What it holds is told to included templates too: by itself
// ctemplate lets an include see its own values alone.
class Root : public TemplateDictionary {
public:
    Root() : TemplateDictionary(TemplateString(ctemplate::kStsEmpty)) {}
};

bool
is_root(const TemplateDictionary *d)
{
    return typeid(*d) == typeid(Root);
}

TemplateDictionary *
dictionary(struct tpl_dict *d)
{
    return reinterpret_cast<TemplateDictionary *>(d);
}

struct tpl_dict *
handle(TemplateDictionary *d)
{
    return reinterpret_cast<struct tpl_dict *>(d);
}

// Runs act(dictionary); what it throws becomes `lacking`.
template <typename Act>
void
guarded(struct tpl_dict *d, Act act)
{
    if (d == nullptr)
        return;
    try {
        act(dictionary(d));
    } catch (...) {
        lacking = true;
    }
}

void
set_value(struct tpl_dict *d, enum tpl_key key, const char *text, size_t len)
{
    guarded(d, [&](TemplateDictionary *t) {
        const TemplateString name(keys[key]), value(text, len);

        if (is_root(t))
            t->SetTemplateGlobalValue(name, value);
        else
            t->SetValue(name, value);
    });
}

class BufEmitter : public ctemplate::ExpandEmitter {
public:
    explicit BufEmitter(struct buf *buf) : out(buf) {}
    void Emit(char c) override { buf_char(out, c); }
    void Emit(const std::string &s) override { buf_add(out, s.data(), s.size()); }
    void Emit(const char *s) override { buf_str(out, s); }
    void Emit(const char *s, size_t len) override { buf_add(out, s, len); }

private:
    struct buf *out;
};

// ctemplate tells on stderr what it finds beyond our own checks; the report names the file.
enum err
compile(struct tpl_set *s, int file, const char *path, const struct buf *text, struct report *rep)
{
    if (s->cache.StringToTemplateCache(TemplateString(files[file]), buf_text(text), text->len,
                                       strip_of(path)))
        return ERR_OK;
    report_add(rep, path, 0, "the template is broken; standard error says how");
    return ERR_INVALID;
}

enum err
load_file(struct tpl_set *s, int file, const std::string &path, const struct words *w,
          struct report *rep)
{
    struct buf text = {}, ready = {};
    enum err err = buf_read_file(&text, path.c_str(), LIMIT_PAGE_FILE);

    if (err == ERR_OK) {
        err = tpl_prepare(path.c_str(), buf_text(&text), text.len, w, &ready, rep);
    } else if (err != ERR_NOMEM) {
        report_add(rep, path.c_str(), 0, "the template is missing or can't be read");
        err = ERR_INVALID;
    }
    try {
        if (err == ERR_OK)
            err = compile(s, file, path.c_str(), &ready, rep);
    } catch (...) {
        err = ERR_NOMEM;
    }
    buf_free(&ready);
    buf_free(&text);
    return err;
}

enum err
load_files(struct tpl_set *s, const char *folder, const struct words *w, struct report *rep)
{
    enum err err = ERR_OK;

    for (int file = 0; file < TPL_COUNT_; file++) {
        enum err now = load_file(s, file, std::string(folder) + "/" + path_of(file), w, rep);

        if (now == ERR_NOMEM)
            return now;
        if (now != ERR_OK)
            err = now;
    }
    s->cache.Freeze();
    return err;
}

} // namespace

enum err
tpl_load(const char *folder, const struct words *w, struct tpl_set **out, struct report *rep)
{
    struct tpl_set *s = nullptr;
    enum err err = ERR_NOMEM;

    assert(folder != nullptr && w != nullptr && out != nullptr && rep != nullptr);
    try {
        s = new tpl_set;
        err = load_files(s, folder, w, rep);
    } catch (...) {
        err = ERR_NOMEM;
    }
    if (err == ERR_OK)
        *out = s;
    else
        tpl_free(s);
    return err;
}

void
tpl_free(struct tpl_set *s)
{
    delete s;
}

struct tpl_dict *
tpl_dict_new(void)
{
    TemplateDictionary *d = nullptr;

    try {
        d = new Root;
        roots++;
    } catch (...) {
    }
    return handle(d);
}

void
tpl_dict_free(struct tpl_dict *d)
{
    if (d == nullptr)
        return;
    assert(roots > 0 && is_root(dictionary(d)));
    delete static_cast<Root *>(dictionary(d));
    if (--roots == 0)
        lacking = false;
}

void
tpl_textn(struct tpl_dict *d, enum tpl_key key, const char *text, size_t len)
{
    // plain text would go out unescaped where the template says :none
    assert(!tpl_key_trusted(key));
    if (tpl_key_trusted(key))
        return;
    set_value(d, key, text, len);
}

void
tpl_text(struct tpl_dict *d, enum tpl_key key, const char *text)
{
    if (text == nullptr)
        text = "";
    tpl_textn(d, key, text, strlen(text));
}

void
tpl_int(struct tpl_dict *d, enum tpl_key key, int64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%" PRId64, n);

    set_value(d, key, digits, static_cast<size_t>(len));
}

void
tpl_trusted_html(struct tpl_dict *d, enum tpl_key key, const char *html, size_t len)
{
    assert(html != nullptr);
    set_value(d, key, html, len);
}

struct tpl_dict *
tpl_section(struct tpl_dict *d, enum tpl_key key)
{
    TemplateDictionary *child = nullptr;

    guarded(d, [&](TemplateDictionary *t) {
        child = t->AddSectionDictionary(TemplateString(keys[key]));
    });
    return handle(child);
}

void
tpl_show(struct tpl_dict *d, enum tpl_key key)
{
    guarded(d, [&](TemplateDictionary *t) {
        if (is_root(t))
            t->ShowTemplateGlobalSection(TemplateString(keys[key]));
        else
            t->ShowSection(TemplateString(keys[key]));
    });
}

struct tpl_dict *
tpl_include(struct tpl_dict *d, enum tpl_key key, enum tpl_file file)
{
    TemplateDictionary *child = nullptr;

    guarded(d, [&](TemplateDictionary *t) {
        child = t->AddIncludeDictionary(TemplateString(keys[key]));
        child->SetFilename(TemplateString(files[file]));
    });
    return handle(child);
}

enum err
tpl_expand(const struct tpl_set *s, enum tpl_file file, struct tpl_dict *d, struct buf *out)
{
    bool whole = false;

    assert(s != nullptr && file < TPL_COUNT_);
    if (d == nullptr || lacking)
        return ERR_NOMEM;
    try {
        BufEmitter emitter(out);

        whole = s->cache.ExpandNoLoad(TemplateString(files[file]), strip_of(path_of(file)),
                                      dictionary(d), nullptr, &emitter);
    } catch (...) {
        return ERR_NOMEM;
    }
    if (out->err != ERR_OK)
        return out->err;
    return whole ? ERR_OK : ERR_BUG;
}

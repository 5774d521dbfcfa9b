/*
 * source.c - text files as editors leave them.
 */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "content/parts.h"

enum err
err_worse(enum err a, enum err b)
{
    return a == ERR_OK || (a == ERR_INVALID && b != ERR_OK) ? b : a;
}

/* What is wrong with the character at text, or NULL; *size is its bytes. */
static const char *
fault_at(const char *text, size_t len, size_t *size)
{
    uint32_t c = 0;

    *size = utf8_read(text, len, &c);
    if (*size == 0)
        return "not UTF-8 text; save the file as UTF-8";
    if (utf8_is_control(c) && c != '\n' && c != '\t')
        return "a control character";
    return NULL;
}

enum err
source_clean(const char *path, const char *text, size_t len, struct buf *out, struct report *rep)
{
    bool mark = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    enum err err = ERR_OK;
    unsigned line = 1, told = 0; /* each line's first fault is told */

    assert(out->len == 0);
    for (size_t at = mark ? 3 : 0, size; at < len; at += size) {
        const char *fault;

        if (text[at] == '\r' && at + 1 < len && text[at + 1] == '\n') {
            size = 1;
            continue;
        }
        fault = fault_at(text + at, len - at, &size);
        if (fault != NULL && told != line) {
            report_add(rep, path, line, "%s", fault);
            told = line;
            err = ERR_INVALID;
        }
        size += size == 0;
        line += text[at] == '\n';
        buf_add(out, text + at, size);
    }
    return out->err != ERR_OK ? out->err : err;
}

enum err
source_read(const char *path, struct buf *out, struct report *rep)
{
    struct buf raw = BUF_INIT;
    enum err err;

    assert(path != NULL && rep != NULL);
    err = buf_read_file(&raw, path, LIMIT_PAGE_FILE);
    if (err == ERR_TOOBIG) {
        report_add(rep, path, 0, "larger than %d KB", LIMIT_PAGE_FILE / 1024);
        err = ERR_INVALID;
    } else if (err == ERR_IO) {
        report_add(rep, path, 0, "can't be read");
    }
    if (err == ERR_OK)
        err = source_clean(path, buf_text(&raw), raw.len, out, rep);
    buf_free(&raw);
    return err;
}

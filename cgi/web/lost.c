#include "lost.h"

#include <string.h>

#include "base/ascii.h"
#include "base/log.h"
#include "draw.h"

enum {
    PATH_SEARCHED = 200, /* bytes: a longer path is nobody's typing error */
    NEAREST = 4,         /* pages that are offered */
};

/* Beginnings of a path's parts that no help center and no shop has had; cheap to tell, and worth no
 * search. */
static const char *const probes[] = {".",       "wp-",     "wordpress", "xmlrpc",      "phpmyadmin",
                                     "pma",     "cgi-bin", "vendor",    "phpunit",     "actuator",
                                     "boaform", "solr",    "jenkins",   "autodiscover"};
/* Endings of programs that were never the shop's. */
static const char *const endings[] = {".asp", ".aspx", ".jsp", ".cgi", ".env",
                                      ".sql", ".bak",  ".git", ".exe", ".sh"};

static bool
begins(const char *text, const char *with)
{
    while (*with != '\0' && ascii_lower(*text) == *with) {
        text++;
        with++;
    }
    return *with == '\0';
}

bool
lost_is_probe(const char *path)
{
    size_t len = strlen(path);
    for (const char *part = path; part != NULL; part = strchr(part, '/')) {
        part += *part == '/';
        for (size_t i = 0; i < sizeof probes / sizeof probes[0]; i++)
            if (begins(part, probes[i]))
                return true;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t end = strlen(endings[i]);
        if (len > end && begins(path + len - end, endings[i]))
            return true;
    }
    return false;
}

/* Letters, digits and all beyond ASCII make words; the rest parts them. */
static bool
in_word(char c)
{
    return ascii_is_digit(c) || ascii_is_letter(c) || (unsigned char)c > 127;
}

/* What addresses hold beside the name of a page: "/old-returns/index.html". Rare in texts, these
 * would decide which pages are near. */
static bool
says_nothing(const char *word, size_t len)
{
    static const char *const silent[] = {"old", "new", "index", "page", "pages", "main", "default"};
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (strlen(silent[i]) == len && begins(word, silent[i]))
            return true;
    return false;
}

void
lost_words(const char *path, struct buf *out)
{
    const char *name = strrchr(path, '/');
    const char *dot = name != NULL ? strrchr(name, '.') : NULL;
    const char *end = dot != NULL ? dot : path + strlen(path);
    /* the folder of all pages says nothing */
    if (strncmp(path, "/help/", 6) == 0)
        path += 6;
    while (path < end) {
        size_t len = 0;
        while (path + len < end && in_word(path[len]))
            len++;
        if (len > 0 && !says_nothing(path, len)) {
            if (out->len > 0)
                buf_char(out, ' ');
            buf_add(out, path, len);
        }
        path += len > 0 ? len : 1;
    }
}

/* The nearest pages; none is no mistake, and a failure is worth a line only. */
static void
find(const struct call *c, const char *words, struct hits *near)
{
    enum err e = search_near(c->site->search, words, NEAREST, near);
    if (e != ERR_OK) {
        log_event(LOG_WARN, "nearest_not_found", "why", err_text(e), NULL);
        *near = (struct hits){0};
    }
}

static void
draw(const struct call *c, const char *words, const struct hits *near)
{
    const struct site *s = c->site;
    struct frame f = {.title = words_get(s->words, MSG_lost_title),
                      .summary = words_get(s->words, MSG_lost_lead),
                      .address = c->req->path,
                      .noindex = true,
                      .no_header_search = true};
    struct tpl_dict *d;
    struct tpl_dict *root = draw_frame(s, &f, TPL_layout_lost, &d);
    tpl_text(d, KEY_LEAD, f.summary);
    tpl_text(d, KEY_QUERY, words);
    struct tpl_dict *list = near->count > 0 ? tpl_section(d, KEY_NEAREST) : NULL;
    for (size_t i = 0; i < near->count; i++)
        draw_link(list, KEY_NEAREST_PAGE, near->hit[i].address, near->hit[i].title);
    draw_popular(s, d);
    c->res->status = 404;
    c->res->cache = CACHE_NEVER;
    draw_response(c, root, NULL);
}

void
lost_draw(const struct call *c)
{
    const char *path = c->req->path;
    struct buf words = BUF_INIT;
    struct hits near = {0};
    bool people = !c->req->bot && strlen(path) <= PATH_SEARCHED && !lost_is_probe(path);
    if (people)
        lost_words(path, &words);
    if (words.len > 0)
        find(c, buf_text(&words), &near);
    if (people && c->req->method == METHOD_GET)
        tally_add(c->app->tally, TALLY_LOST, path, near.count > 0 ? near.hit[0].address : NULL);
    draw(c, buf_text(&words), &near);
    hits_free(&near);
    buf_free(&words);
}

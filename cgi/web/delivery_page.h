/*
 * delivery_page.h - the delivery date finder at /delivery: dates by GET, so that an answer has an
 * address to keep and to share; tracking numbers by POST, so that they stand in no address, and so
 * in no history, no Referer and no log.
 */
#ifndef HC_DELIVERY_PAGE_H
#define HC_DELIVERY_PAGE_H

#include "app.h"
#include "desk/carrier.h"
#include "desk/delivery.h"
#include "desk/search.h"

/* GET and POST of /delivery. */
void delivery_handle(const struct call *c, int arg);

/* The page as it stands before anything was asked, for its fixed parts. */
void delivery_draw(const struct site *s, const struct page *p, struct tpl_dict *d);

/* The methods as the search finds them. The strings are the site's own; *out must not be moved. */
struct delivery_extras {
    struct search_extra extra[DELIVERY_METHODS_MAX];
    char address[DELIVERY_METHODS_MAX][64];
    size_t count;
};
void delivery_extras(const struct site *s, struct delivery_extras *out);

/* ---- between delivery_page.c, which reads, delivery_form.c and delivery_draw.c ---- */

enum finder_field {
    FINDER_TO,
    FINDER_METHOD,
    FINDER_DATE,
    FINDER_TIME,
    FINDER_NUMBER,
    FINDER_FIELDS
};

struct finder {
    const char *typed[FINDER_FIELDS]; /* never NULL */
    enum word wrong[FINDER_FIELDS];   /* MSG_NONE where it is right */
    int64_t earliest, latest;         /* the days that may be asked for */
    bool asked;                       /* order is what was asked, and right */
    struct delivery_order order;      /* method: as many as there are where all are compared */
    struct tracking tracking;         /* matches 0: none was read */
    bool found;                       /* its carriers are to be shown */
};

/* The parameter's name, which is the field's id too. */
const char *finder_name(enum finder_field f);
/* The field with its options, below form; what is wrong with it goes into the page's summary. */
void finder_field_draw(const struct site *s, const struct finder *f, enum finder_field field,
                       struct tpl_dict *form, struct tpl_dict *page, struct tpl_dict **summary);
/* "New York" for the zone "America/New_York". */
enum { FINDER_CITY = 64 };
void finder_city(const struct site *s, char out[FINDER_CITY]);
/* All of the page below its frame. */
void finder_draw(const struct site *s, const struct finder *f, const struct page *p,
                 struct tpl_dict *d);

#endif

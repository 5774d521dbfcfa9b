/*
 * report_page.h - the report as one page of HTML (templates/report), with its charts as SVG.
 */
#ifndef HC_REPORT_PAGE_H
#define HC_REPORT_PAGE_H

#include "base/buf.h"
#include "base/settings.h"
#include "desk/figures.h"
#include "view/tpl.h"

/*
 * Appends the page. It asks for nothing outside itself, and its content policy allows no more than
 * the style it carries. ERR_NOMEM.
 */
enum err report_page(const struct settings *s, const struct words *w, const struct tpl_set *tpl,
                     const struct figures *figures, struct buf *out);

#endif

/*
 * preview.h - /preview/TOKEN: a page that isn't public, or not as it stands, shown to its editor.
 */
#ifndef HC_PREVIEW_PAGE_H
#define HC_PREVIEW_PAGE_H

#include "app.h"

/*
 * The page that the token names, in the whole frame, under a banner that says who sees it and until
 * when; its mistakes, where it has some. One that visitors see just so by now redirects there. It
 * is drawn anew each time, so it follows the file.
 */
void preview_handle(const struct call *c, int arg);

#endif

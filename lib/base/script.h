/*
 * script.h - whether a domain's label mixes scripts, as look-alike domains do.
 */
#ifndef HC_SCRIPT_H
#define HC_SCRIPT_H

#include <stdbool.h>

/*
 * True if a label (between dots) of domain mixes scripts that people don't write together: Latin,
 * Greek, Cyrillic, Armenian, Georgian, Hebrew, Arabic, the scripts of India (as one), Thai and Lao
 * (as one), Cherokee, and those of East Asia (Han, kana, Bopomofo and Hangul as one, which may
 * stand with Latin: UTS 39 5.2, "highly restrictive"). All other letters count as one further
 * script. A label wholly in one script is never flagged, though it may look like Latin. Text that
 * is not UTF-8 counts as mixed.
 */
bool script_mixed(const char *domain);

#endif

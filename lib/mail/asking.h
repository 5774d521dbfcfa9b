/*
 * asking.h - the words in which people ask about their personal data (GDPR Art. 15-21, CCPA).
 *
 * A hint for staff, who open the request: people have the mail in any case.
 */
#ifndef HC_ASKING_H
#define HC_ASKING_H

#include <stdbool.h>

/* Whether a subject, or the text that the sender typed, asks so. Decoded UTF-8. */
bool asks_for_data(const char *subject, const char *own);

#endif

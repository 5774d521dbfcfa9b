/*
 * slug.h - a text as the name of an anchor.
 */
#ifndef HC_SLUG_H
#define HC_SLUG_H

enum { SLUG_MAX = 64 /* bytes of a slug with its NUL */ };

/*
 * The slug of a text: ASCII letters in lower case and digits, all else as single hyphens, at most
 * 60 bytes; "section" for none. out holds SLUG_MAX bytes.
 */
void slug_of(const char *text, char *out);

#endif

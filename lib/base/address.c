#include "base/address.h"

#include <assert.h>
#include <idn2.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/script.h"
#include "base/utf8.h"

enum { DOMAIN_MAX = 253, LABEL_MAX = 63 };

static bool
is_alnum(char c)
{
    return ascii_is_digit(c) || ascii_is_letter(c);
}

/* RFC 5322 3.2.3 dot-atom. */
static bool
local_valid(const char *text, size_t len)
{
    if (len == 0 || len > MAIL_LOCAL_MAX || text[0] == '.' || text[len - 1] == '.')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.' && text[i - 1] == '.')
            return false;
        if (text[i] == '\0' || (!is_alnum(text[i]) && !strchr("!#$%&'*+/=?^_`{|}~-.", text[i])))
            return false;
    }
    return true;
}

/* RFC 1123 2.1: letters, digits and hyphens inside, 1 to 63. */
static bool
label_valid(const char *label, size_t len)
{
    if (len == 0 || len > LABEL_MAX || label[0] == '-' || label[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_alnum(label[i]) && label[i] != '-')
            return false;
    return true;
}

/* A domain of A-labels as mail can be sent to: at least two labels, the last not a number. */
static bool
domain_valid(const char *domain)
{
    if (strlen(domain) > DOMAIN_MAX)
        return false;
    const char *label = domain;
    for (const char *dot; (dot = strchr(label, '.')) != NULL; label = dot + 1)
        if (!label_valid(label, (size_t)(dot - label)))
            return false;
    if (label == domain || !label_valid(label, strlen(label)))
        return false;
    return strspn(label, "0123456789") < strlen(label);
}

/* True if text holds characters that nobody sees: the mapping of UTS 46 would drop them unsaid. */
static bool
invisible(const char *text)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0xad, 0xad},     {0x34f, 0x34f},   {0x180b, 0x180f}, {0x200b, 0x200f},
                  {0x202a, 0x202e}, {0x2060, 0x206f}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}};
    size_t len = strlen(text), used;
    for (uint32_t c; len > 0; text += used, len -= used) {
        used = utf8_read(text, len, &c);
        if (used == 0)
            return true;
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
            if (c >= ranges[i].first && c <= ranges[i].last)
                return true;
    }
    return false;
}

/* Writes the domain as A-labels in lower case and tells of mixed scripts; false if it is none. */
static bool
domain_canonical(const char *domain, char *out, size_t size, bool *mixed)
{
    char *ascii = NULL, *unicode = NULL;
    bool ok = false;
    /* Not IDN2_USE_STD3_ASCII_RULES: it drops "_" and the like where domain_valid() refuses them.
     */
    int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
    if (invisible(domain) || idn2_to_ascii_8z(domain, &ascii, flags) != IDN2_OK)
        goto out;
    /* An "xn--" label that stands for nothing is refused here. */
    if (idn2_to_unicode_8z8z(ascii, &unicode, 0) != IDN2_OK)
        goto out;
    if (!domain_valid(ascii) || strlen(ascii) >= size)
        goto out;
    for (size_t i = 0; i <= strlen(ascii); i++)
        out[i] = ascii_lower(ascii[i]);
    *mixed = script_mixed(unicode);
    ok = true;
out:
    idn2_free(unicode);
    idn2_free(ascii);
    return ok;
}

static void
trim(const char **text, size_t *len)
{
    while (*len > 0 && strchr(" \t\r\n", (*text)[*len - 1]) && (*text)[*len - 1] != '\0')
        --*len;
    for (; *len > 0 && **text != '\0' && strchr(" \t\r\n", **text); ++*text)
        --*len;
}

static bool
mail_parse(const char *text, size_t len, struct mail_address *out)
{
    if (len == 0 || len > MAIL_MAX || memchr(text, '\0', len) != NULL)
        return false;
    memcpy(out->typed, text, len);
    const char *at = strchr(out->typed, '@');
    if (at == NULL)
        return false;
    size_t local = (size_t)(at - out->typed);
    if (!local_valid(out->typed, local))
        return false;
    for (size_t i = 0; i <= local; i++)
        out->canonical[i] = ascii_lower(out->typed[i]);
    return domain_canonical(at + 1, out->canonical + local + 1, MAIL_MAX - local,
                            &out->mixed_script);
}

bool
mail_address_parse(const char *text, size_t len, struct mail_address *out)
{
    assert(out != NULL && (text != NULL || len == 0));
    memset(out, 0, sizeof *out);
    trim(&text, &len);
    if (mail_parse(text, len, out))
        return true;
    memset(out, 0, sizeof *out);
    return false;
}

bool
mail_address_wire(const char *text, char *out)
{
    struct mail_address address;
    out[0] = '\0';
    if (!mail_address_parse(text, strlen(text), &address))
        return false;
    size_t local = strcspn(address.typed, "@");
    assert(address.canonical[local] == '@'); /* only the case of the local part differs */
    memcpy(out, address.typed, local);
    strcpy(out + local, address.canonical + local);
    return true;
}

#include "content/image.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/secret.h"

enum { VERSION_BYTES = (IMAGE_VERSION - 1) / 2 };

static const char served[] = "/static/images/";

/* Big-endian. */
static unsigned
number(const unsigned char *at, size_t bytes)
{
    unsigned n = 0;

    for (size_t i = 0; i < bytes; i++)
        n = n << 8 | at[i];
    return n;
}

/* Little-endian. */
static unsigned
number_le(const unsigned char *at, size_t bytes)
{
    unsigned n = 0;

    for (size_t i = bytes; i > 0; i--)
        n = n << 8 | at[i - 1];
    return n;
}

static bool
png_size(const unsigned char *b, size_t len, unsigned *width, unsigned *height)
{
    if (len < 24 || memcmp(b, "\x89PNG\r\n\x1a\n", 8) != 0 || memcmp(b + 12, "IHDR", 4) != 0)
        return false;
    *width = number(b + 16, 4);
    *height = number(b + 20, 4);
    return true;
}

/* A frame header, of whichever coding: C0 to CF but for tables (C4, CC) and a reserved one (C8). */
static bool
is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/* Segments follow each other, each with its length, until the frame header; the scan ends them. */
static bool
jpeg_size(const unsigned char *b, size_t len, unsigned *width, unsigned *height)
{
    size_t at = 2;

    if (len < 4 || b[0] != 0xFF || b[1] != 0xD8)
        return false;
    while (at + 4 <= len && b[at] == 0xFF && b[at + 1] != 0xDA) {
        unsigned marker = b[at + 1];

        if (marker == 0xFF) { /* a fill byte */
            at++;
            continue;
        }
        if (is_frame(marker) && at + 9 <= len) {
            *height = number(b + at + 5, 2);
            *width = number(b + at + 7, 2);
            return true;
        }
        at += 2 + number(b + at + 2, 2);
    }
    return false;
}

static bool
webp_size(const unsigned char *b, size_t len, unsigned *width, unsigned *height)
{
    if (len < 30 || memcmp(b, "RIFF", 4) != 0 || memcmp(b + 8, "WEBP", 4) != 0)
        return false;
    if (memcmp(b + 12, "VP8X", 4) == 0) {
        *width = number_le(b + 24, 3) + 1;
        *height = number_le(b + 27, 3) + 1;
    } else if (memcmp(b + 12, "VP8L", 4) == 0 && b[20] == 0x2F) {
        uint32_t bits = number_le(b + 21, 4);

        *width = (bits & 0x3FFF) + 1;
        *height = (bits >> 14 & 0x3FFF) + 1;
    } else if (memcmp(b + 12, "VP8 ", 4) == 0 && memcmp(b + 23, "\x9d\x01\x2a", 3) == 0) {
        *width = number_le(b + 26, 2) & 0x3FFF;
        *height = number_le(b + 28, 2) & 0x3FFF;
    } else {
        return false;
    }
    return true;
}

bool
image_size(const unsigned char *bytes, size_t len, unsigned *width, unsigned *height)
{
    assert(bytes != NULL || len == 0);
    *width = *height = 0;
    return (png_size(bytes, len, width, height) || jpeg_size(bytes, len, width, height) ||
            webp_size(bytes, len, width, height)) &&
           *width > 0 && *height > 0;
}

/* The file's name below www/images/, or NULL: letters, digits and . _ - in folders, none hidden. */
static const char *
name_of(const char *target)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789._-/";
    const char *name = target + sizeof(served) - 1;

    if (strncmp(target, served, sizeof(served) - 1) != 0 || *name == '\0' || *name == '.' ||
        *name == '/' || name[strspn(name, letters)] != '\0')
        return NULL;
    return strstr(name, "/.") == NULL && strstr(name, "//") == NULL ? name : NULL;
}

static enum err
read_file(const char *www, const char *name, struct buf *file, const char **why)
{
    struct buf path = BUF_INIT;
    enum err err;

    buf_fmt(&path, "%s/images/%s", www, name);
    err = path.err != ERR_OK ? path.err : buf_read_file(file, buf_text(&path), IMAGE_FILE_MAX);
    buf_free(&path);
    if (err == ERR_OK || err == ERR_NOMEM)
        return err;
    *why = err == ERR_NOTFOUND ? "isn't there: put it into www/images/"
           : err == ERR_TOOBIG ? "is larger than 1 MB; make it smaller"
                               : "can't be read";
    return ERR_INVALID;
}

enum err
image_find(const char *www, const char *target, struct image *out, const char **why)
{
    const char *name = name_of(target);
    struct buf file = BUF_INIT;
    unsigned char digest[SECRET_HASH];
    enum err err;

    assert(www != NULL && out != NULL && why != NULL);
    *out = (struct image){0};
    *why = "is not below /static/images/ (a file of www/images/)";
    if (name == NULL)
        return ERR_INVALID;
    err = read_file(www, name, &file, why);
    if (err == ERR_OK &&
        !image_size((const unsigned char *)buf_text(&file), file.len, &out->width, &out->height)) {
        *why = "is neither PNG nor JPEG nor WebP";
        err = ERR_INVALID;
    }
    if (err == ERR_OK) {
        secret_digest(buf_text(&file), file.len, digest);
        hex_encode(digest, VERSION_BYTES, out->version);
    }
    buf_free(&file);
    return err;
}

/*
 * image.h - pictures that pages show: files below www/images/, served at /static/images/. Their
 * sizes are read from their first bytes, so that a page doesn't move when they arrive.
 *
 * PNG (W3C PNG 5.2, 11.2.2), JPEG (ITU T.81 B.2.2) and WebP (RFC 9649 2.5 to 2.7). Any thread.
 */
#ifndef HC_IMAGE_H
#define HC_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum {
    IMAGE_FILE_MAX = 1024 * 1024, /* bytes of a file */
    IMAGE_VERSION = 10 + 1,       /* digits of the file's digest with their NUL */
};

struct image {
    unsigned width, height; /* pixels, 1 or more */
    char version[IMAGE_VERSION];
};

/* Width and height of what len bytes begin with; false if that is none of the three kinds. */
bool image_size(const unsigned char *bytes, size_t len, unsigned *width, unsigned *height);

/*
 * The image that a page names ("/static/images/ring.png") below the folder www. ERR_INVALID with
 * *why, a text that needs no freeing, to be read after "the image NAME "; ERR_NOMEM.
 */
enum err image_find(const char *www, const char *target, struct image *out, const char **why);

#endif

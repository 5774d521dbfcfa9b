/*
 * fuzz_image.c - any bytes as a picture's file: its size is read within the file, or refused.
 */
#include <assert.h>
#include <stdint.h>

#include "content/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned width = 1, height = 1;
    bool is = image_size(data, size, &width, &height);
    assert(!is || (width > 0 && height > 0));
    (void)is;
    return 0;
}

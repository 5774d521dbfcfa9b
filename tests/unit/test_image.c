#include "folder.h"

#include "base/secret.h"
#include "content/image.h"

#define BYTES(text) (const unsigned char *)(text), sizeof(text) - 1

/* The first bytes of files, as their formats have them. */
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0"
#define JPEG "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
#define JPEG_FRAME "\0\x11\x08\x01\xe0\x02\x80\3\1\x22\0\2\x11\1\3\x11\1"
#define WEBP(kind) "RIFF\0\1\0\0WEBP" kind

static const struct {
    const char *what;
    const unsigned char *bytes;
    size_t len;
    unsigned width, height; /* 0: refused */
} files[] = {
    {"PNG", BYTES(PNG), 640, 480},
    {"PNG, cut in its height", (const unsigned char *)PNG, 23, 0, 0},
    {"PNG of no width", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x01\xe0"), 0, 0},
    {"PNG that begins with another chunk",
     BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIDAT\0\0\x02\x80\0\0\x01\xe0"), 0, 0},
    {"JPEG, baseline", BYTES(JPEG "\xff\xc0" JPEG_FRAME), 640, 480},
    {"JPEG, progressive, behind a table", BYTES(JPEG "\xff\xc4\0\4ab\xff\xc2" JPEG_FRAME), 640,
     480},
    {"JPEG with a fill byte", BYTES(JPEG "\xff\xff\xc0" JPEG_FRAME), 640, 480},
    {"JPEG, cut in its frame header", BYTES(JPEG "\xff\xc0\0\x11\x08\x01\xe0\x02"), 0, 0},
    {"JPEG, a segment past the end", BYTES(JPEG "\xff\xe1\xff\xff" "ab"), 0, 0},
    {"JPEG, its scan before a frame", BYTES(JPEG "\xff\xda\0\4ab\xff\xc0" JPEG_FRAME), 0, 0},
    {"JPEG, a segment of no length", BYTES(JPEG "\xff\xe1\0\0\xff\xe1\0\0"), 0, 0},
    {"JPEG, what is no marker", BYTES(JPEG "\x12\x34\x56\x78"), 0, 0},
    {"WebP, extended", BYTES(WEBP("VP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0")), 640, 480},
    {"WebP, lossless", BYTES(WEBP("VP8L\x0a\0\0\0\x2f\x7f\xc2\x77\0aaaaaa")), 640, 480},
    {"WebP, lossy", BYTES(WEBP("VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01")), 640, 480},
    {"WebP of an unknown kind",
     BYTES(WEBP("VP9 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01")), 0, 0},
    {"WebP, cut", BYTES(WEBP("VP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01")), 0, 0},
    {"GIF", BYTES("GIF89a\x80\x02\xe0\x01......................"), 0, 0},
    {"SVG", BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"480\"/>"), 0, 0},
    {"nothing", (const unsigned char *)"", 0, 0, 0},
};

static void
reads_sizes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(files); i++) {
        unsigned width, height;
        /* a block of its own, so that a sanitizer sees a read past its end */
        unsigned char *copy = malloc(files[i].len > 0 ? files[i].len : 1);
        bool is;

        assert_non_null(copy);
        memcpy(copy, files[i].bytes, files[i].len);
        is = image_size(copy, files[i].len, &width, &height);
        expect(is == (files[i].width > 0), files[i].what);
        if (is)
            expect(width == files[i].width && height == files[i].height, files[i].what);
        free(copy);
    }
}

static void
finds_files_below_its_folder(void **state)
{
    static const struct {
        const char *target, *why; /* NULL: found */
    } cases[] = {
        {"/static/images/ring.png", NULL},
        {"/static/images/how-to/Ring_2.1.png", NULL},
        {"/static/images/gone.png", "isn't there"},
        {"/static/images/note.txt", "is neither PNG nor JPEG nor WebP"},
        {"/static/images/large.png", "is larger than 1 MB"},
        {"/static/images/how-to", "can't be read"},
        {"/static/images/", "is not below /static/images/"},
        {"/static/icon.svg", "is not below /static/images/"},
        {"/static/images/../secret.png", "is not below /static/images/"},
        {"/static/images/.ring.png", "is not below /static/images/"},
        {"/static/images/how-to/../ring.png", "is not below /static/images/"},
        {"/static/images//ring.png", "is not below /static/images/"},
        {"/static/images/ring.png?v=1", "is not below /static/images/"},
        {"images/ring.png", "is not below /static/images/"},
        {"https://example.com/ring.png", "is not below /static/images/"},
        {"", "is not below /static/images/"},
    };
    const char *folder = folder_new();
    char *large = calloc(1, IMAGE_FILE_MAX + 1);

    (void)state;
    assert_non_null(large);
    memcpy(large, PNG, sizeof PNG - 1);
    folder_write(folder, "images/ring.png", PNG, sizeof PNG - 1);
    folder_write(folder, "images/how-to/Ring_2.1.png", PNG "more", sizeof PNG + 3);
    folder_write(folder, "images/note.txt", "text", 4);
    folder_write(folder, "images/large.png", large, IMAGE_FILE_MAX + 1);
    folder_write(folder, "secret.png", PNG, sizeof PNG - 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct image image;
        const char *why = NULL;
        enum err e = image_find(folder, cases[i].target, &image, &why);

        expect(e == (cases[i].why == NULL ? ERR_OK : ERR_INVALID), cases[i].target);
        if (e == ERR_OK) {
            expect(image.width == 640 && image.height == 480, cases[i].target);
            assert_int_equal(strlen(image.version), IMAGE_VERSION - 1);
        } else {
            expect(strncmp(why, cases[i].why, strlen(cases[i].why)) == 0, why);
        }
    }
    free(large);
    folder_remove(folder);
}

/* A changed file has another address, so that browsers may keep the old one for ever. */
static void
tells_versions_apart(void **state)
{
    const char *folder = folder_new(), *why, target[] = "/static/images/a.png";
    struct image before, after;

    (void)state;
    folder_write(folder, "images/a.png", PNG "a", sizeof PNG);
    assert_int_equal(image_find(folder, target, &before, &why), ERR_OK);
    folder_write(folder, "images/a.png", PNG "b", sizeof PNG);
    assert_int_equal(image_find(folder, target, &after, &why), ERR_OK);
    assert_string_not_equal(before.version, after.version);
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_sizes),
        cmocka_unit_test(finds_files_below_its_folder),
        cmocka_unit_test(tells_versions_apart),
    };

    return secret_init() == ERR_OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}

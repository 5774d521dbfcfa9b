#include "folder.h"

#include "view/words.h"

/* Ids of the shipped files, as the build saw them. */
#define NAME(id) #id,
static const char *const names[] = {WORDS_IDS(NAME)};
#undef NAME

/* A folder that has a text "Text of ID" for every id but the one left out (or NULL). */
static const char *
folder_of_words(const char *without)
{
    const char *folder = folder_new();
    struct buf text = BUF_INIT;

    buf_str(&text, "# a comment\n\n");
    for (size_t i = 0; i < COUNT(names); i++) {
        if (without == NULL || strcmp(names[i], without) != 0)
            buf_fmt(&text, "%s = Text of %s\n", names[i], names[i]);
    }
    folder_write(folder, "all.words", buf_text(&text), text.len);
    buf_free(&text);
    return folder;
}

static void
shipped_words_load(void **state)
{
    struct report rep = {0};
    struct words *w = NULL;
    char folder[4200];

    (void)state;
    snprintf(folder, sizeof folder, "%s/words/en", folder_shipped());
    expect(words_load(folder, &w, &rep) == ERR_OK, first_line(&rep));
    for (int id = MSG_NONE + 1; id < MSG_COUNT_; id++)
        assert_true(words_get(w, (enum word)id)[0] != '\0');
    words_free(w);
}

static void
finds_ids(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(words_find(names[i], strlen(names[i])), i + 1);
        assert_int_equal(words_find(names[i], strlen(names[i]) + 1), MSG_NONE);
        if (i > 0)
            assert_true(strcmp(names[i - 1], names[i]) < 0);
    }
    assert_int_equal(words_find("", 0), MSG_NONE);
    assert_int_equal(words_find("no_such_id", 10), MSG_NONE);
    assert_int_equal(words_find("~", 1), MSG_NONE);
}

static void
reads_texts(void **state)
{
    const char *folder = folder_of_words(names[0]);
    struct buf line = BUF_INIT;
    struct report rep = {0};
    struct words *w = NULL;

    (void)state;
    buf_fmt(&line, "  %s=  A text = \xC3\xA9 \"so\"  \r\n", names[0]);
    folder_write(folder, "more.words", line.data, line.len);
    folder_write(folder, "readme.txt", "not looked at", 13);
    folder_write(folder, ".more.words.swp", "not looked at", 13);
    expect(words_load(folder, &w, &rep) == ERR_OK, first_line(&rep));
    assert_string_equal(words_get(w, words_find(names[0], strlen(names[0]))),
                        "A text = \xC3\xA9 \"so\"");
    assert_string_equal(words_get(w, MSG_NONE), "");
    words_free(w);
    buf_free(&line);
    folder_remove(folder);
}

static void
refuses(void **state)
{
    static const struct {
        const char *text, *says;
    } refused[] = {
        {"no_such_id = A text\n", "more.words:1: no such id"},
        {"\n# c\nNo_Such = A\n", "more.words:3: no such id"},
        {" = A text\n", "more.words:1: no such id"},
        {"just words\n", "more.words:1: not \"id = text\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        const char *folder = folder_of_words(NULL);
        struct report rep = {0};
        struct words *w = NULL;

        folder_write(folder, "more.words", refused[i].text, strlen(refused[i].text));
        expect(words_load(folder, &w, &rep) == ERR_INVALID && w == NULL, refused[i].text);
        expect(reported(&rep, refused[i].says), first_line(&rep));
        report_free(&rep);
        folder_remove(folder);
    }
}

/* Texts that no id may have, or may not have again. */
static void
refuses_texts(void **state)
{
    static const struct {
        const char *text, *says;
        bool again; /* the id has a text besides */
    } refused[] = {
        {"", "no text", false},       {"   ", "no text", false},
        {"\xFF", "no UTF-8", false},  {"a\x01", "no UTF-8", false},
        {"a\tb", "no UTF-8", false},  {"A", "has a text already", true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        const char *folder = folder_of_words(refused[i].again ? NULL : names[0]);
        struct buf line = BUF_INIT;
        struct report rep = {0};
        struct words *w = NULL;

        buf_fmt(&line, "%s =%s\n", names[0], refused[i].text);
        folder_write(folder, "more.words", line.data, line.len);
        expect(words_load(folder, &w, &rep) == ERR_INVALID, refused[i].says);
        expect(reported(&rep, refused[i].says), first_line(&rep));
        report_free(&rep);
        buf_free(&line);
        folder_remove(folder);
    }
}

static void
every_id_needs_a_text(void **state)
{
    const char *folder = folder_of_words(names[COUNT(names) - 1]);
    struct report rep = {0};
    struct words *w = NULL;

    (void)state;
    assert_int_equal(words_load(folder, &w, &rep), ERR_INVALID);
    expect(reported(&rep, names[COUNT(names) - 1]), first_line(&rep));
    report_free(&rep);
    folder_remove(folder);
    assert_int_equal(words_load("no/such/folder", &w, &rep), ERR_INVALID);
    expect(reported(&rep, "no/such/folder: "), first_line(&rep));
    report_free(&rep);
}

static void
puts_values_in(void **state)
{
    const char *folder = folder_of_words(names[0]);
    struct buf line = BUF_INIT, out = BUF_INIT;
    struct report rep = {0};
    struct words *w = NULL;
    enum word id = words_find(names[0], strlen(names[0]));

    (void)state;
    buf_fmt(&line, "%s = At most {max} of {what}, {max}{other} { {what\n", names[0]);
    folder_write(folder, "more.words", line.data, line.len);
    assert_int_equal(words_load(folder, &w, &rep), ERR_OK);
    words_format(w, &out, id, "max", "20", "what", "{max} <b>", NULL);
    assert_string_equal(buf_text(&out), "At most 20 of {max} <b>, 20{other} { {what");
    words_free(w);
    buf_free(&out);
    buf_free(&line);
    folder_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_words_load),    cmocka_unit_test(finds_ids),
        cmocka_unit_test(reads_texts),           cmocka_unit_test(refuses),
        cmocka_unit_test(refuses_texts),         cmocka_unit_test(every_id_needs_a_text),
        cmocka_unit_test(puts_values_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * fuzz_token.c - tokens, tags and addresses of any bytes. What is read writes as the same again;
 * with a key that changes from run to run nothing but the program's own tokens may be right.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/address.h"
#include "base/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct keys *
fresh_keys(void)
{
    static struct keys *keys;
    struct report rep = {0};
    char path[64];
    if (keys != NULL)
        return keys;
    snprintf(path, sizeof path, "/tmp/hc-fuzz-token-%ld", (long)getpid());
    bool ok = secret_init() == ERR_OK && keys_create(path) == ERR_OK &&
              keys_load(path, &keys, &rep) == ERR_OK;
    unlink(path);
    report_free(&rep);
    if (!ok)
        abort();
    return keys;
}

static void
read_all(const struct keys *k, const char *text, size_t len)
{
    unsigned char id[SECRET_ID];
    struct leave_token t;
    if (token_id(text, len, id)) {
        assert(len == TOKEN_TEXT - 1);
        for (int p = PURPOSE_CONFIRM; p <= PURPOSE_CHANGE_NEW; p++)
            assert(!token_right(k, 1, (enum purpose)p, id, text, len));
    }
    bool forged = leave_read(k, text, len, &t) || leave_tag_read(k, text, len, &t) ||
                  bounce_tag_read(k, text, len, id) ||
                  preview_read(k, text, len, &(struct preview_token){0});
    assert(!forged);
    (void)forged;
}

/* Any bytes as a row's id or a hash: what is written is read as the same. */
static void
write_all(const struct keys *k, const uint8_t *data, size_t size)
{
    struct leave_token t = {.lists = 1, .key = 1}, again;
    char text[LEAVE_TEXT];
    memcpy(t.hash, data, size < SECRET_HASH ? size : SECRET_HASH);
    bool same = leave_write(k, &t, text) && leave_read(k, text, strlen(text), &again) &&
                memcmp(t.hash, again.hash, SECRET_HASH) == 0;
    assert(same);
    same = leave_tag_write(k, &t, text) && leave_tag_read(k, text, strlen(text), &again) &&
           memcmp(t.hash, again.hash, LEAVE_PREFIX) == 0;
    assert(same);
    same = token_write(k, 1, PURPOSE_CONFIRM, t.hash, text) &&
           token_right(k, 1, PURPOSE_CONFIRM, t.hash, text, strlen(text));
    assert(same);
    (void)same;
}

static void
address_try(const char *text)
{
    char out[MAIL_MAX + 1];
    size_t len;
    const char *tag = address_tag("leave@shop.example", text, &len);
    assert(tag == NULL || (len > 0 && tag > text && tag[-1] == '+' && tag[len] == '@'));
    if (*text != '\0' && tagged_address("leave@shop.example", text, out))
        assert(strlen(out) <= MAIL_MAX && strstr(out, text) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct keys *k = fresh_keys();
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    read_all(k, text, size);
    write_all(k, data, size);
    address_try(text);
    free(text);
    return 0;
}

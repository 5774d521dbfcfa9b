/*
 * fuzz_inbound.c - any bytes as a mail that came in. The first byte says what the mail server told.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "mail/compose.h"
#include "mail/inbound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct envelope envelopes[] = {
    {.recipient = NULL, .sender = NULL},
    {.recipient = "support@shop.example", .sender = "kim@example.net"},
    {.recipient = "bounce+aaaa@shop.example", .sender = ""},
    {.recipient = "leave+bbbb@shop.example", .sender = "kim@example.net"},
};

/* Text ends inside its array, and holds no line end. */
static void
check_line(const char *text, size_t size)
{
    size_t len = strnlen(text, size);
    assert(len < size && memchr(text, '\n', len) == NULL && memchr(text, '\r', len) == NULL);
}

static void
check(const struct inbound *in)
{
    assert(in->kind < INBOUND_KINDS_);
    check_line(in->message_id, sizeof in->message_id);
    check_line(in->leave_tag, sizeof in->leave_tag);
    check_line(in->bounce_tag, sizeof in->bounce_tag);
    check_line(in->bounce_message_id, sizeof in->bounce_message_id);
    check_line(in->status, sizeof in->status);
    check_line(in->text, sizeof in->text);
    assert((in->kind == INBOUND_LEAVE) == (in->leave_tag[0] != '\0'));
    assert(in->kind == INBOUND_BOUNCE || (in->bounce_tag[0] == '\0' && in->text[0] == '\0'));
    assert(in->kind != INBOUND_REMOVE || !in->no_answer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct inbound_self self = {.leave_mail = "leave@shop.example",
                                             .bounce_mail = "bounce@shop.example"};
    static bool ready;
    struct inbound in;

    if (!ready)
        mail_setup();
    ready = true;
    if (size == 0)
        return 0;
    enum err e =
        inbound_read((const char *)data + 1, size - 1, &envelopes[data[0] % 4], &self, &in);
    assert(e == ERR_OK);
    check(&in);
    return 0;
}

#include "deliver.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct deliver {
    const struct settings *settings;
    struct smtp *smtp; /* NULL: files */
};

enum err
deliver_open(const struct settings *s, struct deliver **out, struct report *rep)
{
    struct deliver *d = calloc(1, sizeof *d);
    enum err e = d != NULL ? ERR_OK : ERR_NOMEM;
    if (e == ERR_OK && s->smtp_host[0] != '\0')
        e = smtp_open(s, &d->smtp, rep);
    if (e != ERR_OK) {
        free(d);
        return e;
    }
    d->settings = s;
    *out = d;
    return ERR_OK;
}

void
deliver_close(struct deliver *d)
{
    if (d != NULL)
        smtp_close(d->smtp);
    free(d);
}

bool
deliver_to_files(const struct deliver *d)
{
    return d->smtp == NULL;
}

void
deliver_file_name(const struct outbox_item *i, const struct drawn_letter *l,
                  char out[DELIVER_NAME_MAX])
{
    time_t at = (time_t)l->date;
    struct tm tm = {0};
    char time[32] = "";
    if (gmtime_r(&at, &tm) != NULL)
        strftime(time, sizeof time, "%Y%m%dT%H%M%SZ", &tm);
    snprintf(out, DELIVER_NAME_MAX, "%s-%s-%lld.eml", time, letter_name(i->letter),
             (long long)i->id);
}

static bool
write_whole(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

/* Writes a file of the folder, whole or not at all. False: errno says why. */
static bool
file_write(int folder, const char *name, const struct buf *mail)
{
    char draft[DELIVER_NAME_MAX + 8];
    snprintf(draft, sizeof draft, ".%s.tmp", name);
    int fd = openat(folder, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640);
    if (fd < 0)
        return false;
    bool good = fchmod(fd, 0640) == 0 && write_whole(fd, mail->data, mail->len) && fsync(fd) == 0;
    good = close(fd) == 0 && good;
    good = good && renameat(folder, draft, folder, name) == 0 && fsync(folder) == 0;
    if (!good) {
        int why = errno;
        unlinkat(folder, draft, 0);
        errno = why;
    }
    return good;
}

static void
file_send(const struct deliver *d, const struct outbox_item *i, const struct drawn_letter *l,
          const struct buf *mail, struct smtp_result *out)
{
    char name[DELIVER_NAME_MAX];
    int folder = open(d->settings->mail_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    deliver_file_name(i, l, name);
    *out = (struct smtp_result){.end = SMTP_ACCEPTED, .step = SMTP_DATA};
    if (folder < 0 || !file_write(folder, name, mail)) {
        *out = (struct smtp_result){.end = SMTP_LATER, .step = SMTP_CONNECT};
        snprintf(out->text, sizeof out->text, "mail_dir: %s", strerror(errno));
    }
    if (folder >= 0)
        close(folder);
}

void
deliver_send(struct deliver *d, const struct outbox_item *i, const struct drawn_letter *l,
             const struct buf *mail, struct smtp_result *out)
{
    assert(mail->err == ERR_OK && mail->len > 0);
    if (d->smtp != NULL)
        smtp_send(d->smtp, l->return_address, l->to, mail->data, mail->len, out);
    else
        file_send(d, i, l, mail, out);
}

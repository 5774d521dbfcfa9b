#include "mail/smtp.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "mail/refusal.h"
#include "mail/talk.h"

enum {
    PASSWORD_MAX = 1024,  /* bytes of the file */
    CONNECT_MS = 30 * 1000, /* for a server that is there */
};

struct smtp {
    CURL *curl;
    int64_t timeout_ms;
    struct talk talk;
    char error[CURL_ERROR_SIZE];
    const char *mail; /* what is left of the letter under way */
    size_t left;
};

const char *
smtp_step_name(enum smtp_step s)
{
    static const char *const names[] = {
        [SMTP_CONNECT] = "connecting",           [SMTP_TLS] = "starting TLS",
        [SMTP_HELLO] = "saying hello",           [SMTP_LOGIN] = "logging in",
        [SMTP_SENDER] = "naming the sender",     [SMTP_RECIPIENT] = "naming the recipient",
        [SMTP_DATA] = "handing over the letter",
    };
    static_assert(sizeof names / sizeof *names == SMTP_STEPS_, "every step has its name");
    assert(s < SMTP_STEPS_);
    return names[s];
}

/* ---- what libcurl calls --------------------------------------------------------------------- */

static size_t
on_read(char *out, size_t size, size_t count, void *arg)
{
    struct smtp *s = arg;
    size_t n = size * count < s->left ? size * count : s->left;
    memcpy(out, s->mail, n);
    s->mail += n;
    s->left -= n;
    return n;
}

static int
on_talk(CURL *curl, curl_infotype type, char *data, size_t len, void *arg)
{
    struct smtp *s = arg;
    (void)curl;
    if (type == CURLINFO_HEADER_OUT)
        talk_sent(&s->talk, data, len);
    else if (type == CURLINFO_HEADER_IN)
        talk_heard(&s->talk, data, len);
    else if (type == CURLINFO_SSL_DATA_OUT)
        talk_tls(&s->talk);
    return 0;
}

/* What the server says is heard in on_talk(); it has no place on standard output. */
static size_t
on_write(char *data, size_t size, size_t count, void *arg)
{
    (void)data;
    (void)arg;
    return size * count;
}

/* ---- getting ready -------------------------------------------------------------------------- */

/* The first line of the password's file, which only its owner and group may read. */
static enum err
password_read(const char *path, char out[PASSWORD_MAX], struct report *rep)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    ssize_t n = -1;
    enum err e = ERR_IO;
    if (fd < 0 || fstat(fd, &st) != 0) {
        report_add(rep, path, 0, "the password can't be read: %s", strerror(errno));
        goto out;
    }
    e = ERR_INVALID;
    if ((st.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
        report_add(rep, path, 0, "others may read or write the password: chmod 640");
        goto out;
    }
    n = read(fd, out, PASSWORD_MAX - 1);
    out[n > 0 ? n : 0] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
    if (out[0] == '\0' || strlen(out) == PASSWORD_MAX - 1)
        report_add(rep, path, 0, "its first line must be the password");
    else
        e = ERR_OK;
out:
    if (fd >= 0)
        close(fd);
    return e;
}

/* How this machine names itself: the host of base_url, an address as literal (RFC 5321 4.1.3). */
static void
hello_name(const struct settings *s, struct buf *out)
{
    const char *host = strstr(s->base_url, "://");
    assert(host != NULL);
    host += 3;
    if (host[0] == '[')
        buf_fmt(out, "[IPv6:%.*s]", (int)strcspn(host + 1, "]"), host + 1);
    else {
        int len = (int)strcspn(host, ":/");
        bool number = strspn(host, "0123456789.") >= (size_t)len;
        buf_fmt(out, number ? "[%.*s]" : "%.*s", len, host);
    }
}

/* smtp://HOST:PORT/NAME, where NAME is what this machine calls itself. */
static enum err
address_set(struct smtp *s, const struct settings *set)
{
    struct buf name = BUF_INIT, url = BUF_INIT;
    bool tls = strcmp(set->smtp_security, "tls") == 0;
    char *quoted = NULL;
    CURLcode rc = CURLE_OUT_OF_MEMORY;
    hello_name(set, &name);
    if (name.err == ERR_OK)
        quoted = curl_easy_escape(s->curl, buf_text(&name), (int)name.len);
    buf_fmt(&url, "%s://%s:%lld/%s", tls ? "smtps" : "smtp", set->smtp_host,
            (long long)set->smtp_port, quoted != NULL ? quoted : "");
    if (quoted != NULL && url.err == ERR_OK)
        rc = curl_easy_setopt(s->curl, CURLOPT_URL, buf_text(&url));
    curl_free(quoted);
    buf_free(&url);
    buf_free(&name);
    return rc == CURLE_OK ? ERR_OK : ERR_NOMEM;
}

/* OpenSSL's own variable names another file of trusted authorities; libcurl alone ignores it. */
static void
trust_set(struct smtp *s, const struct settings *set)
{
    const char *file = getenv("SSL_CERT_FILE");
    bool starttls = strcmp(set->smtp_security, "starttls") == 0;
    if (file != NULL && file[0] != '\0')
        curl_easy_setopt(s->curl, CURLOPT_CAINFO, file);
    curl_easy_setopt(s->curl, CURLOPT_USE_SSL, (long)(starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(s->curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(s->curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(s->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
}

static void
habits_set(struct smtp *s)
{
    curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(s->curl, CURLOPT_PROXY, ""); /* whatever the environment says */
    curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(s->curl, CURLOPT_READDATA, s);
    curl_easy_setopt(s->curl, CURLOPT_WRITEFUNCTION, on_write);
    curl_easy_setopt(s->curl, CURLOPT_VERBOSE, 1L); /* for on_talk() */
    curl_easy_setopt(s->curl, CURLOPT_DEBUGFUNCTION, on_talk);
    curl_easy_setopt(s->curl, CURLOPT_DEBUGDATA, s);
    curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, s->error);
}

static enum err
login_set(struct smtp *s, const struct settings *set, struct report *rep)
{
    char password[PASSWORD_MAX] = "";
    enum err e = ERR_OK;
    if (set->smtp_user[0] == '\0')
        return ERR_OK;
    if (set->smtp_password_file[0] != '\0')
        e = password_read(set->smtp_password_file, password, rep);
    if (e == ERR_OK && (curl_easy_setopt(s->curl, CURLOPT_USERNAME, set->smtp_user) != CURLE_OK ||
                        curl_easy_setopt(s->curl, CURLOPT_PASSWORD, password) != CURLE_OK))
        e = ERR_NOMEM;
    explicit_bzero(password, sizeof password);
    return e;
}

enum err
smtp_open(const struct settings *set, struct smtp **out, struct report *rep)
{
    assert(set->smtp_host[0] != '\0');
    struct smtp *s = NULL;
    enum err e = ERR_NOMEM;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return ERR_NOMEM;
    s = calloc(1, sizeof *s);
    if (s == NULL || (s->curl = curl_easy_init()) == NULL)
        goto out;
    s->timeout_ms = set->smtp_timeout * 1000;
    habits_set(s);
    trust_set(s, set);
    e = address_set(s, set);
    if (e == ERR_OK)
        e = login_set(s, set, rep);
    if (e == ERR_OK) {
        *out = s;
        return ERR_OK;
    }
out:
    smtp_close(s);
    return e;
}

void
smtp_close(struct smtp *s)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (s == NULL)
        return;
    /* QUIT is said, but its answer not waited for: libcurl would do so for two minutes. */
    if (s->curl != NULL && curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK &&
        fd != CURL_SOCKET_BAD)
        shutdown(fd, SHUT_RD);
    curl_easy_cleanup(s->curl);
    free(s);
}

/* ---- sending -------------------------------------------------------------------------------- */

/* One try. fresh: not over a connection that was kept. */
static CURLcode
attempt(struct smtp *s, const char *mail, size_t len, int64_t timeout_ms, bool fresh)
{
    s->mail = mail;
    s->left = len;
    s->error[0] = '\0';
    talk_begin(&s->talk);
    curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)len);
    curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    curl_easy_setopt(s->curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)(timeout_ms < CONNECT_MS ? timeout_ms : CONNECT_MS));
    curl_easy_setopt(s->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)(timeout_ms / 1000 + 1));
    return curl_easy_perform(s->curl);
}

/*
 * A connection that was kept may have been closed meanwhile, or the server takes no more letters
 * over it. Before it asked for the text it can have taken nothing, so that a second try is no
 * duplicate.
 */
static bool
worth_again(const struct smtp *s, CURLcode rc)
{
    long connects = 1;
    if (rc == CURLE_OK || rc == CURLE_OPERATION_TIMEDOUT || s->talk.asked)
        return false;
    curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &connects);
    return connects == 0 &&
           (s->talk.code < 400 || s->talk.code == 421 || s->talk.step <= SMTP_SENDER);
}

/* The step that libcurl's own errors speak of. */
static enum smtp_step
step_of(CURLcode rc, enum smtp_step heard)
{
    switch (rc) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT: return SMTP_CONNECT;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION: return SMTP_TLS;
    case CURLE_LOGIN_DENIED: return SMTP_LOGIN;
    default: return heard;
    }
}

/* libcurl's word for what went wrong where the server said nothing. */
static const char *
why_of(const struct smtp *s, CURLcode rc)
{
    if (rc == CURLE_RECV_ERROR || rc == CURLE_GOT_NOTHING)
        return "the server broke the connection off";
    return s->error[0] != '\0' ? s->error : curl_easy_strerror(rc);
}

/* What came of it, from what was heard and what libcurl thinks. */
static void
result_fill(const struct smtp *s, CURLcode rc, struct smtp_result *out)
{
    const struct talk *t = &s->talk;
    bool spoken = t->code != 0 && (rc == CURLE_OK || t->code >= 400);
    *out = (struct smtp_result){.end = SMTP_ACCEPTED, .step = SMTP_DATA};
    if (spoken) {
        out->code = t->code;
        snprintf(out->status, sizeof out->status, "%d%s%s", t->code, t->status[0] ? " " : "",
                 t->status);
        snprintf(out->text, sizeof out->text, "%s", t->text);
    }
    if (rc == CURLE_OK)
        return;
    if (!spoken) {
        const char *why = why_of(s, rc);
        talk_plain(why, strlen(why), out->text, sizeof out->text);
    }
    out->step = refusal_asks_login(out->code) ? SMTP_LOGIN : step_of(rc, t->step);
    out->end = out->code >= 500 && !refusal_is_ours(out) ? SMTP_REFUSED : SMTP_LATER;
}

void
smtp_send(struct smtp *s, const char *from, const char *to, const char *mail, size_t len,
          struct smtp_result *out)
{
    int64_t begin = clock_mono_ms();
    char sender[MAIL_MAX + 1] = "", recipient[MAIL_MAX + 1];
    if (!mail_address_wire(to, recipient)) {
        *out = (struct smtp_result){
            .end = SMTP_REFUSED, .step = SMTP_RECIPIENT, .text = "this is no mail address"};
        return;
    }
    if (from[0] != '\0' && !mail_address_wire(from, sender)) {
        *out = (struct smtp_result){
            .step = SMTP_SENDER, .end = SMTP_LATER, .text = "the sender is no mail address"};
        return;
    }
    struct curl_slist *recipients = curl_slist_append(NULL, recipient);
    if (recipients == NULL || curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, sender) != CURLE_OK) {
        *out = (struct smtp_result){.end = SMTP_LATER, .text = "no memory"};
        curl_slist_free_all(recipients);
        return;
    }
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, recipients);
    CURLcode rc = attempt(s, mail, len, s->timeout_ms, false);
    int64_t left = s->timeout_ms - (clock_mono_ms() - begin);
    if (left > 0 && worth_again(s, rc))
        rc = attempt(s, mail, len, left, true);
    result_fill(s, rc, out);
    curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
}

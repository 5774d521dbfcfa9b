/*
 * settings.h - what the shop owner sets, from helpcenter.conf.
 *
 * Read by libconfuse through one table (settings.c): name, type, default, rule. A mistake is
 * reported with file and line, and all of them at once. The result never changes after loading and
 * may be read by any thread; strings belong to it.
 */
#ifndef HC_SETTINGS_H
#define HC_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct settings {
    /* the shop */
    const char *base_url;   /* "https://help.example.com", no slash at the end; links start so */
    const char *store_url;  /* the store's front page */
    const char *shop_name;  /* "Alpha Imports" */
    const char *legal_name; /* "Alpha Imports NY Inc." */
    const char *postal_address; /* one line */
    const char *phone;          /* "" if none is shown */
    const char *support_mail;
    const char *info_mail;
    const char *mail_from;
    const char *time_zone;          /* "America/New_York" */
    const char *brand_color;        /* "#rrggbb" */
    const char *brand_ink;          /* text on brand_color: at least 4.5:1 (WCAG 2.2, 1.4.3) */
    const char *counter_start_date; /* ISO date, "2004-05-15" */
    int64_t counter_start_number;   /* what was counted before this program, 0 or more */

    /* places; relative ones are taken from the settings file's folder */
    const char *database;  /* helpcenter.db */
    const char *key_file;  /* helpcenter.key, outside the database and its backups */
    const char *templates; /* the folder templates/ */
    const char *www;       /* the folder www/ */
    const char *mail_dir;  /* each letter as a file until an SMTP server is set */

    /* mail */
    const char *leave_mail;  /* leave+TOKEN@ comes to mailin alone; "" if no mail comes in */
    const char *bounce_mail; /* bounce+TOKEN@, the return address; "" for mail_from itself */
    const char *digest_mail; /* where the owner's daily digest goes; "" for none */
    const char *smtp_host;   /* "" : letters are left as files in mail_dir */
    int64_t smtp_port;
    const char *smtp_security;      /* "starttls", "tls" or "none" */
    const char *smtp_user;          /* "" for no authentication */
    const char *smtp_password_file; /* its first line; "" for none */
    int64_t smtp_timeout;           /* seconds for one letter */
    int64_t letter_limit_address;   /* confirmations to one address in 24 hours */
    int64_t letter_limit_network;   /* letters that one network causes in 24 hours */
    int64_t letter_limit_domain;    /* letters to one domain in 24 hours */
    int64_t letter_limit_total;     /* letters in all that visitors cause in 24 hours */

    /* the web program */
    const char *socket; /* path of the UNIX socket, if none is inherited */
    const char *socket_group; /* who else may connect: the web server's group; "" for our own */
    const char *trusted_proxies; /* networks whose X-Forwarded-For is believed; "" for none */
    int64_t workers;            /* threads that answer; 0: two for each core */
    int64_t form_limit_network; /* submissions from one network (/24, /48) in an hour */
    int64_t form_limit_address; /* submissions that name one mail address in an hour */
    int64_t form_limit_total;   /* submissions in all in an hour */
    int64_t form_min_seconds;   /* a form sent sooner after it was shown is taken for a bot's */
    int64_t form_max_hours;     /* a form shown longer ago is shown again, with what was typed */
    bool suggestions;           /* the search field offers pages while one types */
    int64_t stale_months;       /* since `reviewed`: a page is stale */
    int64_t preview_hours;      /* how long a preview link is good */
    bool log_debug;
};

/*
 * Reads path. On success *out is a new struct (settings_free()). ERR_NOTFOUND, ERR_INVALID (rep
 * says where), ERR_IO, ERR_NOMEM. One thread at a time, and at start only: libconfuse's
 * scanner is one for all, and ends the program itself where it gets no memory.
 */
enum err settings_load(const char *path, struct settings **out, struct report *rep);
void settings_free(struct settings *s);

/*
 * The value that Markdown may name as {{NAME}} (SHOP_NAME, LEGAL_NAME, POSTAL_ADDRESS, PHONE,
 * SUPPORT_MAIL, INFO_MAIL, STORE_URL, BASE_URL), or NULL for a name that there isn't. name need not
 * be NUL-terminated.
 */
const char *settings_placeholder(const struct settings *s, const char *name, unsigned long len);

/*
 * Every setting as a commented file with its default, for `helpctl init`: the shop's values given
 * here are put in. Caller frees. NULL without memory.
 */
char *settings_sample(const char *base_url, const char *templates, const char *www);

#endif

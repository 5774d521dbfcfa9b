/*
 * helpctl init - makes what a help center needs beside its program: settings, key, database, mail
 * folder, and the first version of each policy. What is there already is kept, so it may be run
 * again at any time, and after each upgrade.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/secret.h"
#include "ctl.h"
#include "store/migrate.h"

static void
told(const char *path, const char *how)
{
    printf("%-7s %s\n", how, path);
}

/* A folder that owner and group may enter. */
static bool
folder_make(const char *path)
{
    struct stat st;

    if (mkdir(path, 0750) == 0) {
        told(path, "made");
        return true;
    }
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    ctl_error("%s: %s", path, errno == EEXIST ? "is in the way, and no folder" : strerror(errno));
    return false;
}

/* Writes text to a new file; one that is there is kept. */
static bool
file_make(const char *path, const char *text)
{
    size_t len = strlen(text);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    bool written;

    if (fd < 0 && errno == EEXIST) {
        told(path, "kept");
        return true;
    }
    written = fd >= 0 && write(fd, text, len) == (ssize_t)len;
    if (fd >= 0 && close(fd) != 0)
        written = false;
    if (!written) {
        ctl_error("%s: %s", path, strerror(errno));
        if (fd >= 0)
            unlink(path); /* half a settings file would be kept by the next run */
        return false;
    }
    told(path, "made");
    return true;
}

static bool
settings_make(const char *path, const char *base_url, const char *data)
{
    struct buf templates = BUF_INIT, www = BUF_INIT;
    char *text = NULL;
    bool made = false;

    buf_fmt(&templates, "%s/templates", data);
    buf_fmt(&www, "%s/www", data);
    if (templates.err == ERR_OK && www.err == ERR_OK)
        text = settings_sample(base_url, buf_text(&templates), buf_text(&www));
    if (text == NULL)
        ctl_error("%s: %s", path, err_text(ERR_NOMEM));
    else
        made = file_make(path, text);
    free(text);
    buf_free(&www);
    buf_free(&templates);
    return made;
}

static bool
key_make(const char *path)
{
    enum err e = secret_init();

    if (e == ERR_OK)
        e = keys_create(path);
    if (e != ERR_OK && e != ERR_CONFLICT) {
        ctl_error("%s: %s", path, err_text(e));
        return false;
    }
    told(path, e == ERR_OK ? "made" : "kept");
    return true;
}

static bool
database_make(const char *path, bool *fresh)
{
    struct report rep = {0};
    int from = 0, to = 0;
    enum err e = db_setup();

    if (e == ERR_OK)
        e = migrate(path, &from, &to, &rep);
    if (e != ERR_OK)
        ctl_report(&rep, e, path);
    else
        told(path, from == 0 ? "made" : from == to ? "kept" : "updated");
    *fresh = e == ERR_OK && from == 0;
    report_free(&rep);
    return e == ERR_OK;
}

/* Everything that the settings name. */
static bool
places_make(const struct ctl *c, const struct settings *s)
{
    bool fresh;

    assert(s->key_file != NULL && s->database != NULL && s->mail_dir != NULL);
    return key_make(s->key_file) && database_make(s->database, &fresh) &&
           folder_make(s->mail_dir) && ctl_policy_publish_new(s) &&
           (!fresh || ctl_delivery_load_shipped(c, s));
}

/* The settings file to make: DIR/helpcenter.conf, or the one that -c names. malloc'd. */
static char *
conf_path(const struct ctl *c, const char *dir)
{
    struct buf path = BUF_INIT;

    if (dir != NULL)
        buf_fmt(&path, "%s/helpcenter.conf", dir);
    else
        buf_str(&path, c->conf);
    return buf_take(&path);
}

/* Its folder, malloc'd. */
static char *
folder_of(const char *path)
{
    char *copy = strdup(path);
    char *folder = copy != NULL ? strdup(dirname(copy)) : NULL;

    free(copy);
    return folder;
}

int
ctl_init(struct ctl *c)
{
    const char *dir = NULL, *base_url = "https://help.example.com", *data = HC_DATA_DIR;
    const struct ctl_option options[] = {{.name = "--dir", .value = &dir},
                                         {.name = "--base-url", .value = &base_url},
                                         {.name = "--data", .value = &data},
                                         {.name = NULL}};
    struct settings *s = NULL;
    char *conf = NULL, *folder = NULL;
    int status = CTL_FAILED;
    bool fresh;

    if (!ctl_options(c, options))
        return CTL_USAGE;
    if (c->words > 0)
        return ctl_misuse("init does not know what to do with %s", c->word[0]);
    if (dir != NULL && c->conf_given)
        return ctl_misuse("give -c or --dir, not both");
    umask(0027); /* the group may read, others nothing */
    conf = conf_path(c, dir);
    folder = conf != NULL ? folder_of(conf) : NULL;
    if (folder == NULL) {
        ctl_error("%s", err_text(ERR_NOMEM));
        goto out;
    }
    fresh = access(conf, F_OK) != 0;
    if (!folder_make(folder) || !settings_make(conf, base_url, data))
        goto out;
    c->conf = conf;
    s = ctl_settings(c);
    if (s == NULL && fresh &&
        unlink(conf) == 0) /* what was asked for wrongly would be kept by the next run */
        told(conf, "removed");
    if (s == NULL || !places_make(c, s))
        goto out;
    status = CTL_DONE;
out:
    settings_free(s);
    free(folder);
    free(conf);
    return status;
}

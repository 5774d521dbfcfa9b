#include "app.h"

struct desk
call_desk(const struct call *c, struct db *db, enum channel channel)
{
    return (struct desk){.db = db,
                         .keys = c->app->keys,
                         .now = c->now,
                         .channel = channel,
                         .actor = "visitor",
                         .network = c->req->network,
                         .policy = c->site->policy,
                         .limits = &c->app->limits};
}

struct site *
app_site(struct app *app)
{
    pthread_mutex_lock(&app->site_lock);
    struct site *s = site_ref(app->site);
    pthread_mutex_unlock(&app->site_lock);
    return s;
}

void
app_site_swap(struct app *app, struct site *site)
{
    pthread_mutex_lock(&app->site_lock);
    struct site *old = app->site;
    app->site = site;
    pthread_mutex_unlock(&app->site_lock);
    site_unref(old);
}

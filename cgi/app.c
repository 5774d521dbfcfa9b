#include "app.h"

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

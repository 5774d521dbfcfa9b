/*
 * submit.h - what each valid form does: from its typed values to one act at the desk. Each function
 * runs inside the writer's job, so it may run twice, and must leave everything but the database and
 * s->submission alone.
 */
#ifndef HC_SUBMIT_H
#define HC_SUBMIT_H

#include "desk/desk.h"
#include "desk/submissions.h"
#include "http/form.h"

struct submit {
    struct desk desk;             /* desk.db is set by the writer */
    const struct form_data *data; /* checked, without errors */
    struct submission submission; /* in: form, nonce, content; out: the reference */
};

enum err submit_newsletter(struct submit *s);
enum err submit_offers(struct submit *s);
enum err submit_club(struct submit *s);
enum err submit_catalog(struct submit *s);
enum err submit_optout(struct submit *s);
enum err submit_preferences(struct submit *s);
enum err submit_correct(struct submit *s);
enum err submit_update(struct submit *s);
enum err submit_delete(struct submit *s);
enum err submit_deactivate(struct submit *s);
enum err submit_advice(struct submit *s);
enum err submit_sell(struct submit *s);
enum err submit_careers(struct submit *s);
enum err submit_contact(struct submit *s);

#endif

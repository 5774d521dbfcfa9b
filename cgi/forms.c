#include "forms.h"

#include <assert.h>
#include <string.h>

#include "submit.h"

/* Characters; the database has no limits of its own below these. */
enum { NAME_CHARS = 100, LINE_CHARS = 120, ZIP_CHARS = 16, PHONE_CHARS = 40, MESSAGE_CHARS = 2000, REASON_CHARS = 500 };

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct choice optout_lists[] = {
    {"all", MSG_choice_all, 0},
    {"newsletter", MSG_choice_newsletter, 0},
    {"bargains", MSG_choice_bargains, 0},
    {"club", MSG_choice_club, 0},
    {"special-offers", MSG_choice_offers, 0},
    {NULL, 0, 0},
};

static const struct choice club_lists[] = {
    {"newsletter", MSG_choice_newsletter, MSG_choice_newsletter_help},
    {"bargains", MSG_choice_bargains, MSG_choice_bargains_help},
    {"special-offers", MSG_choice_offers, MSG_choice_offers_help},
    {NULL, 0, 0},
};

/* Fields that several forms have, each written once. */
#define EMAIL(help_word) \
    {"email", FIELD_EMAIL, FIELD_REQUIRED, MAIL_MAX, MSG_label_email, help_word, MSG_missing_email, MSG_wrong_email, \
     "email", "email", NULL}
#define LINE(name_, type_, flags_, max_, label_, help_, missing_, wrong_, auto_, mode_) \
    {name_, type_, flags_, max_, label_, help_, missing_, wrong_, auto_, mode_, NULL}
#define NAME(flags_, help_) \
    LINE("name", FIELD_PERSON, flags_, NAME_CHARS, MSG_label_name, help_, MSG_missing_name, MSG_wrong_name, "name", NULL)
#define MESSAGE \
    {"message", FIELD_TEXT, 0, MESSAGE_CHARS, MSG_label_message, MSG_help_message, MSG_missing_value, MSG_wrong_text, \
     NULL, NULL, NULL}
/* A postal address; `must` marks what a parcel can't do without. */
#define POSTAL(must) \
    LINE("address1", FIELD_LINE, must, LINE_CHARS, MSG_label_address1, 0, MSG_missing_address1, MSG_wrong_line, \
         "address-line1", NULL), \
    LINE("address2", FIELD_LINE, 0, LINE_CHARS, MSG_label_address2, MSG_help_address2, MSG_missing_value, \
         MSG_wrong_line, "address-line2", NULL), \
    LINE("city", FIELD_LINE, must, NAME_CHARS, MSG_label_city, 0, MSG_missing_city, MSG_wrong_line, \
         "address-level2", NULL), \
    LINE("state", FIELD_LINE, 0, NAME_CHARS, MSG_label_state, 0, MSG_missing_value, MSG_wrong_line, \
         "address-level1", NULL), \
    LINE("zip", FIELD_ZIP, must, ZIP_CHARS, MSG_label_zip, MSG_help_zip, MSG_missing_zip, MSG_wrong_zip, \
         "postal-code", NULL), \
    LINE("country", FIELD_LINE, must, NAME_CHARS, MSG_label_country, 0, MSG_missing_country, MSG_wrong_line, \
         "country-name", NULL)
/* What is on file and what it should be. Both carry the pair's own word; the boxes are told apart by the form's template. */
#define PAIR(name_, type_, max_, word_, wrong_, auto_, mode_) \
    {"old_" name_, type_, FIELD_PAIR_OLD, max_, word_, 0, MSG_missing_value, wrong_, NULL, mode_, NULL}, \
    {name_, type_, FIELD_PAIR_NEW, max_, word_, 0, MSG_missing_new_value, wrong_, auto_, mode_, NULL}

static const struct field list_fields[] = {
    NAME(FIELD_REQUIRED, MSG_help_name_letter),
    EMAIL(MSG_help_email_list),
};

static const struct field club_fields[] = {
    NAME(FIELD_REQUIRED, MSG_help_name_letter),
    EMAIL(MSG_help_email_list),
    {"list", FIELD_CHOICES, 0, LINE_CHARS, MSG_label_club_lists, 0, MSG_wrong_choice, MSG_wrong_choice, NULL, NULL, club_lists},
};

static const struct field catalog_fields[] = {
    NAME(FIELD_REQUIRED, 0),
    EMAIL(MSG_help_email_catalog),
    POSTAL(FIELD_REQUIRED),
};

static const struct field optout_fields[] = {
    EMAIL(MSG_help_email_optout),
    {"list", FIELD_CHOICE, FIELD_REQUIRED, LINE_CHARS, MSG_label_optout_list, 0, MSG_missing_list, MSG_wrong_choice,
     NULL, NULL, optout_lists},
    {"message", FIELD_TEXT, 0, REASON_CHARS, MSG_label_reason, MSG_help_reason, MSG_missing_value, MSG_wrong_text,
     NULL, NULL, NULL},
};

static const struct field correct_fields[] = {
    EMAIL(MSG_help_email_reply),
    LINE("old_email", FIELD_EMAIL, 0, MAIL_MAX, MSG_label_email_old, MSG_help_email_old, MSG_missing_email,
         MSG_wrong_email, NULL, "email"),
    PAIR("name", FIELD_PERSON, NAME_CHARS, MSG_pair_name, MSG_wrong_name, "name", NULL),
    PAIR("phone", FIELD_PHONE, PHONE_CHARS, MSG_pair_phone, MSG_wrong_phone, "tel", "tel"),
    PAIR("address1", FIELD_LINE, LINE_CHARS, MSG_pair_address1, MSG_wrong_line, "address-line1", NULL),
    PAIR("address2", FIELD_LINE, LINE_CHARS, MSG_pair_address2, MSG_wrong_line, "address-line2", NULL),
    PAIR("city", FIELD_LINE, NAME_CHARS, MSG_pair_city, MSG_wrong_line, "address-level2", NULL),
    PAIR("state", FIELD_LINE, NAME_CHARS, MSG_pair_state, MSG_wrong_line, "address-level1", NULL),
    PAIR("zip", FIELD_ZIP, ZIP_CHARS, MSG_pair_zip, MSG_wrong_zip, "postal-code", NULL),
    PAIR("country", FIELD_LINE, NAME_CHARS, MSG_pair_country, MSG_wrong_line, "country-name", NULL),
    MESSAGE,
};

static const struct field update_fields[] = {
    EMAIL(MSG_help_email_request),
    NAME(0, MSG_help_update_only),
    LINE("phone", FIELD_PHONE, 0, PHONE_CHARS, MSG_label_phone, 0, MSG_missing_value, MSG_wrong_phone, "tel", "tel"),
    POSTAL(0),
    MESSAGE,
};

static const struct field request_fields[] = {
    EMAIL(MSG_help_email_request),
    NAME(0, 0),
    MESSAGE,
};

#define FIELDS(a) (a), LENGTH(a)
#define REQUEST_STEPS {MSG_done_request_verify, MSG_done_request_month, MSG_done_keep}
#define LIST_STEPS {MSG_done_list_step, MSG_done_list_leave, MSG_done_keep}

static const struct form forms[] = {
    [FORM_NEWSLETTER] = {"newsletter", "/newsletter", FIELDS(list_fields), 0, MSG_NONE, MSG_send_newsletter,
        MSG_consent_newsletter, MSG_done_newsletter, MSG_done_newsletter_lead, LIST_STEPS, submit_newsletter},
    [FORM_OFFERS] = {"offers", "/offers", FIELDS(list_fields), 0, MSG_NONE, MSG_send_offers,
        MSG_consent_offers, MSG_done_offers, MSG_done_offers_lead, LIST_STEPS, submit_offers},
    [FORM_CLUB] = {"club", "/club", FIELDS(club_fields), 0, MSG_NONE, MSG_send_club,
        MSG_consent_club, MSG_done_club, MSG_done_club_lead, LIST_STEPS, submit_club},
    [FORM_CATALOG] = {"catalog", "/catalog", FIELDS(catalog_fields), 0, MSG_NONE, MSG_send_catalog,
        MSG_consent_catalog, MSG_done_catalog, MSG_done_catalog_lead, {MSG_done_catalog_step, MSG_done_keep},
        submit_catalog},
    [FORM_OPT_OUT] = {"opt-out", "/opt-out", FIELDS(optout_fields), FORM_WAY_OUT, MSG_NONE, MSG_send_optout,
        MSG_NONE, MSG_done_optout, MSG_done_optout_lead, {MSG_done_optout_step, MSG_done_optout_again, MSG_done_keep},
        submit_opt_out},
    [FORM_CORRECT] = {"correct", "/my-data/correct", FIELDS(correct_fields), 0, MSG_missing_correction, MSG_send_correct,
        MSG_consent_request, MSG_done_correct, MSG_done_correct_lead, REQUEST_STEPS, submit_correct},
    [FORM_UPDATE] = {"update", "/my-data/update", FIELDS(update_fields), 0, MSG_missing_update, MSG_send_update,
        MSG_consent_request, MSG_done_update, MSG_done_update_lead, REQUEST_STEPS, submit_update},
    [FORM_DELETE] = {"delete", "/my-data/delete", FIELDS(request_fields), 0, MSG_NONE, MSG_send_delete,
        MSG_consent_request, MSG_done_delete, MSG_done_delete_lead, REQUEST_STEPS, submit_delete},
    [FORM_DEACTIVATE] = {"deactivate", "/my-data/deactivate", FIELDS(request_fields), 0, MSG_NONE, MSG_send_deactivate,
        MSG_consent_request, MSG_done_deactivate, MSG_done_deactivate_lead, REQUEST_STEPS, submit_deactivate},
};
_Static_assert(LENGTH(forms) == FORM_COUNT_, "each form has a row");
_Static_assert(LENGTH(correct_fields) <= FORM_FIELDS_MAX, "the longest form fits");

const struct form *
form_row(enum form_id id)
{
    assert(id < FORM_COUNT_);
    return &forms[id];
}

enum form_id
form_at(const char *address)
{
    enum form_id id = 0;
    while (id < FORM_COUNT_ && strcmp(forms[id].address, address) != 0)
        id++;
    return id;
}

enum form_id
form_named(const char *name)
{
    enum form_id id = 0;
    while (id < FORM_COUNT_ && strcmp(forms[id].name, name) != 0)
        id++;
    return id;
}

void
form_check_pairs(struct form_data *d)
{
    for (size_t i = 0; i + 1 < d->count; i++) { /* in the table the right value always follows the wrong one */
        struct field_value *right = &d->value[i + 1];
        if (!(d->fields[i].flags & FIELD_PAIR_OLD) || !d->value[i].given || right->given || right->error != FIELD_OK)
            continue;
        right->error = FIELD_MISSING;
        d->errors++;
    }
}

/* A detail that a person may want to change: everything optional but the free text. */
static bool
is_detail(const struct field *f)
{
    return !(f->flags & FIELD_REQUIRED) && f->type != FIELD_TEXT;
}

size_t
form_lacks_change(const struct form *f, const struct form_data *d)
{
    size_t first = d->count;
    if (f->need_change == MSG_NONE)
        return d->count;
    for (size_t i = 0; i < d->count; i++) {
        if (!is_detail(&d->fields[i]))
            continue;
        if (d->value[i].given)
            return d->count;
        if (first == d->count && d->fields[i].type != FIELD_EMAIL && !(d->fields[i].flags & FIELD_PAIR_OLD))
            first = i;
    }
    return first;
}

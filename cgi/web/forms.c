#include "forms.h"

#include <assert.h>
#include <string.h>

#include "submit.h"

/* Characters; the database has no limits of its own below these. */
enum {
    NAME_CHARS = 100,
    LINE_CHARS = 120,
    ZIP_CHARS = 16,
    PHONE_CHARS = 40,
    MESSAGE_CHARS = 2000,
    REASON_CHARS = 500,
};

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
#define EMAIL(help_) \
    {.name = "email", .type = FIELD_EMAIL, .flags = FIELD_REQUIRED, .max = MAIL_MAX, \
     .label = MSG_label_email, .help = help_, .missing = MSG_missing_email, \
     .wrong = MSG_wrong_email, .autocomplete = "email", .input_mode = "email"}
#define NAME(flags_, help_) \
    {.name = "name", .type = FIELD_PERSON, .flags = flags_, .max = NAME_CHARS, \
     .label = MSG_label_name, .help = help_, .missing = MSG_missing_name, \
     .wrong = MSG_wrong_name, .autocomplete = "name"}
#define PHONE \
    {.name = "phone", .type = FIELD_PHONE, .max = PHONE_CHARS, .label = MSG_label_phone, \
     .missing = MSG_missing_value, .wrong = MSG_wrong_phone, .autocomplete = "tel", \
     .input_mode = "tel"}
#define MESSAGE(max_, label_, help_) \
    {.name = "message", .type = FIELD_TEXT, .max = max_, .label = label_, .help = help_, \
     .missing = MSG_missing_value, .wrong = MSG_wrong_text}

/* A postal address; `must` marks what a parcel can't do without. */
#define POSTAL_LINE(name_, flags_, max_, label_, help_, missing_, autocomplete_) \
    {.name = name_, .type = FIELD_LINE, .flags = flags_, .max = max_, .label = label_, \
     .help = help_, .missing = missing_, .wrong = MSG_wrong_line, .autocomplete = autocomplete_}
#define POSTAL(must) \
    POSTAL_LINE("address1", must, LINE_CHARS, MSG_label_address1, 0, MSG_missing_address1, \
                "address-line1"), \
    POSTAL_LINE("address2", 0, LINE_CHARS, MSG_label_address2, MSG_help_address2, \
                MSG_missing_value, "address-line2"), \
    POSTAL_LINE("city", must, NAME_CHARS, MSG_label_city, 0, MSG_missing_city, "address-level2"), \
    POSTAL_LINE("state", 0, NAME_CHARS, MSG_label_state, 0, MSG_missing_value, "address-level1"), \
    {.name = "zip", .type = FIELD_ZIP, .flags = must, .max = ZIP_CHARS, .label = MSG_label_zip, \
     .help = MSG_help_zip, .missing = MSG_missing_zip, .wrong = MSG_wrong_zip, \
     .autocomplete = "postal-code"}, \
    POSTAL_LINE("country", must, NAME_CHARS, MSG_label_country, 0, MSG_missing_country, \
                "country-name")

/* What is on file, and right after it what it should be. Both carry the pair's own word. */
#define PAIR(name_, type_, max_, word_, wrong_, autocomplete_, mode_) \
    {.name = "old_" name_, .type = type_, .flags = FIELD_PAIR_OLD, .max = max_, .label = word_, \
     .missing = MSG_missing_value, .wrong = wrong_, .input_mode = mode_}, \
    {.name = name_, .type = type_, .flags = FIELD_PAIR_NEW, .max = max_, .label = word_, \
     .missing = MSG_missing_new_value, .wrong = wrong_, .autocomplete = autocomplete_, \
     .input_mode = mode_}
#define PAIR_LINE(name_, max_, word_, autocomplete_) \
    PAIR(name_, FIELD_LINE, max_, word_, MSG_wrong_line, autocomplete_, NULL)

static const struct field list_fields[] = {
    NAME(FIELD_REQUIRED, MSG_help_name_letter),
    EMAIL(MSG_help_email_list),
};

static const struct field club_fields[] = {
    NAME(FIELD_REQUIRED, MSG_help_name_letter),
    EMAIL(MSG_help_email_list),
    {.name = "list", .type = FIELD_CHOICES, .max = LINE_CHARS, .label = MSG_label_club_lists,
     .missing = MSG_wrong_choice, .wrong = MSG_wrong_choice, .choices = club_lists},
};

static const struct field catalog_fields[] = {
    NAME(FIELD_REQUIRED, 0),
    EMAIL(MSG_help_email_catalog),
    POSTAL(FIELD_REQUIRED),
};

static const struct field optout_fields[] = {
    EMAIL(MSG_help_email_optout),
    {.name = "list", .type = FIELD_CHOICE, .flags = FIELD_REQUIRED, .max = LINE_CHARS,
     .label = MSG_label_optout_list, .missing = MSG_missing_list, .wrong = MSG_wrong_choice,
     .choices = optout_lists},
    MESSAGE(REASON_CHARS, MSG_label_reason, MSG_help_reason),
};

static const struct field correct_fields[] = {
    EMAIL(MSG_help_email_reply),
    {.name = "old_email", .type = FIELD_EMAIL, .max = MAIL_MAX, .label = MSG_label_email_old,
     .help = MSG_help_email_old, .missing = MSG_missing_email, .wrong = MSG_wrong_email,
     .input_mode = "email"},
    PAIR("name", FIELD_PERSON, NAME_CHARS, MSG_pair_name, MSG_wrong_name, "name", NULL),
    PAIR("phone", FIELD_PHONE, PHONE_CHARS, MSG_pair_phone, MSG_wrong_phone, "tel", "tel"),
    PAIR_LINE("address1", LINE_CHARS, MSG_pair_address1, "address-line1"),
    PAIR_LINE("address2", LINE_CHARS, MSG_pair_address2, "address-line2"),
    PAIR_LINE("city", NAME_CHARS, MSG_pair_city, "address-level2"),
    PAIR_LINE("state", NAME_CHARS, MSG_pair_state, "address-level1"),
    PAIR("zip", FIELD_ZIP, ZIP_CHARS, MSG_pair_zip, MSG_wrong_zip, "postal-code", NULL),
    PAIR_LINE("country", NAME_CHARS, MSG_pair_country, "country-name"),
    MESSAGE(MESSAGE_CHARS, MSG_label_message, MSG_help_message),
};

static const struct field update_fields[] = {
    EMAIL(MSG_help_email_request),
    NAME(0, MSG_help_update_only),
    PHONE,
    POSTAL(0),
    MESSAGE(MESSAGE_CHARS, MSG_label_message, MSG_help_message),
};

static const struct field request_fields[] = {
    EMAIL(MSG_help_email_request),
    NAME(0, 0),
    MESSAGE(MESSAGE_CHARS, MSG_label_message, MSG_help_message),
};

static const struct field preferences_fields[] = {
    EMAIL(MSG_help_email_preferences),
};

/* A form's rows of words follow from its name: MSG_send_newsletter, MSG_done_newsletter ... */
#define FORM(word_, name_, address_, fields_, consent_) \
    .name = name_, .address = address_, .fields = fields_, .field_count = LENGTH(fields_), \
    .send = MSG_send_##word_, .consent = consent_, .done_title = MSG_done_##word_, \
    .done_lead = MSG_done_##word_##_lead, .submit = submit_##word_
#define LIST_STEPS {MSG_done_list_step, MSG_done_list_junk, MSG_done_keep}
#define REQUEST_STEPS {MSG_done_request_verify, MSG_done_request_month, MSG_done_keep}

static const struct form forms[] = {
    [FORM_NEWSLETTER] = {FORM(newsletter, "newsletter", "/newsletter", list_fields,
                              MSG_consent_newsletter),
                         .done_step = LIST_STEPS},
    [FORM_OFFERS] = {FORM(offers, "offers", "/offers", list_fields, MSG_consent_offers),
                     .done_step = LIST_STEPS},
    [FORM_CLUB] = {FORM(club, "club", "/club", club_fields, MSG_consent_club),
                   .done_step = LIST_STEPS},
    [FORM_CATALOG] = {FORM(catalog, "catalog", "/catalog", catalog_fields, MSG_consent_catalog),
                      .done_step = {MSG_done_catalog_step, MSG_done_keep}},
    [FORM_OPT_OUT] = {FORM(optout, "opt-out", "/opt-out", optout_fields, MSG_NONE),
                      .flags = FORM_WAY_OUT,
                      .done_step = {MSG_done_optout_receipt, MSG_done_optout_step, MSG_done_keep}},
    [FORM_CORRECT] = {FORM(correct, "correct", "/my-data/correct", correct_fields,
                           MSG_consent_request),
                      .need_change = MSG_missing_correction, .done_step = REQUEST_STEPS},
    [FORM_UPDATE] = {FORM(update, "update", "/my-data/update", update_fields, MSG_consent_request),
                     .need_change = MSG_missing_update, .done_step = REQUEST_STEPS},
    [FORM_DELETE] = {FORM(delete, "delete", "/my-data/delete", request_fields, MSG_consent_request),
                     .done_step = REQUEST_STEPS},
    [FORM_DEACTIVATE] = {FORM(deactivate, "deactivate", "/my-data/deactivate", request_fields,
                              MSG_consent_request),
                         .done_step = REQUEST_STEPS},
    [FORM_PREFERENCES] = {FORM(preferences, "preferences", "/preferences", preferences_fields,
                               MSG_NONE),
                          .done_step = {MSG_done_preferences_step, MSG_done_preferences_none,
                                        MSG_done_keep}},
};
static_assert(LENGTH(forms) == FORM_COUNT_, "each form has a row");
static_assert(LENGTH(correct_fields) <= FORM_FIELDS_MAX, "the longest form fits");

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
    /* In the table the right value always follows the wrong one. */
    for (size_t i = 0; i + 1 < d->count; i++) {
        struct field_value *right = &d->value[i + 1];
        if (!(d->fields[i].flags & FIELD_PAIR_OLD) || !d->value[i].given || right->given ||
            right->error != FIELD_OK)
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
        if (first == d->count && d->fields[i].type != FIELD_EMAIL &&
            !(d->fields[i].flags & FIELD_PAIR_OLD))
            first = i;
    }
    return first;
}

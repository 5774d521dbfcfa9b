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
    NUMBER_CHARS = 16,
    LINK_CHARS = 300,
    RESUME_CHARS = 4000,
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

static const struct choice message_subjects[] = {
    {"order", MSG_choice_order, 0},
    {"return", MSG_choice_return, 0},
    {"item", MSG_choice_item, 0},
    {"details", MSG_choice_details, 0},
    {"other", MSG_choice_other, 0},
    {NULL, 0, 0},
};

static const struct choice goods_kinds[] = {
    {"gemstones", MSG_choice_gemstones, 0}, {"diamonds", MSG_choice_diamonds, 0},
    {"jewellery", MSG_choice_jewellery, 0}, {"findings", MSG_choice_findings, 0},
    {"other", MSG_choice_other, 0},         {NULL, 0, 0},
};

static const struct choice goods_units[] = {
    {"stones", MSG_choice_stones, 0}, {"pieces", MSG_choice_pieces, 0},
    {"carats", MSG_choice_carats, 0}, {"grams", MSG_choice_grams, 0},
    {NULL, 0, 0},
};

static const struct choice goods_treatments[] = {
    {"none-known", MSG_choice_none_known, MSG_choice_none_known_help},
    {"enhanced", MSG_choice_enhanced, MSG_choice_enhanced_help},
    {"treated", MSG_choice_treated, MSG_choice_treated_help},
    {"not-sure", MSG_choice_not_sure, 0},
    {NULL, 0, 0},
};

/* ISO 4217. */
static const struct choice currencies[] = {
    {"USD", MSG_choice_usd, 0}, {"EUR", MSG_choice_eur, 0}, {"GBP", MSG_choice_gbp, 0},
    {"CHF", MSG_choice_chf, 0}, {"INR", MSG_choice_inr, 0}, {"THB", MSG_choice_thb, 0},
    {"HKD", MSG_choice_hkd, 0}, {"LKR", MSG_choice_lkr, 0}, {NULL, 0, 0},
};

static const struct choice price_bases[] = {
    {"lot", MSG_choice_per_lot, 0},     {"carat", MSG_choice_per_carat, 0},
    {"gram", MSG_choice_per_gram, 0},   {"stone", MSG_choice_per_stone, 0},
    {"piece", MSG_choice_per_piece, 0}, {NULL, 0, 0},
};

static const struct choice ownership[] = {
    {"yes", MSG_choice_owner, 0},
    {NULL, 0, 0},
};

static const struct choice work_areas[] = {
    {"buying", MSG_choice_buying, 0},     {"photography", MSG_choice_photography, 0},
    {"service", MSG_choice_service, 0},   {"dispatch", MSG_choice_dispatch, 0},
    {"web", MSG_choice_web, 0},           {"other", MSG_choice_other, 0},
    {NULL, 0, 0},
};

static const struct choice work_hours[] = {
    {"full-time", MSG_choice_full_time, 0},
    {"part-time", MSG_choice_part_time, 0},
    {"either", MSG_choice_either, 0},
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
#define TEXT(name_, flags_, max_, label_, help_, missing_) \
    {.name = name_, .type = FIELD_TEXT, .flags = flags_, .max = max_, .label = label_, \
     .help = help_, .missing = missing_, .wrong = MSG_wrong_text}
#define MESSAGE(max_, label_, help_) TEXT("message", 0, max_, label_, help_, MSG_missing_value)
#define LINE(name_, flags_, label_, help_, missing_) \
    {.name = name_, .type = FIELD_LINE, .flags = flags_, .max = LINE_CHARS, .label = label_, \
     .help = help_, .missing = missing_, .wrong = MSG_wrong_line}
#define NUMBER(name_, group_, label_, help_, missing_) \
    {.name = name_, .group = group_, .type = FIELD_NUMBER, .flags = FIELD_REQUIRED, .max = NUMBER_CHARS, \
     .label = label_, .help = help_, .missing = missing_, .wrong = MSG_wrong_number, \
     .input_mode = "decimal"}
/* Something to choose; people are not led to an answer. */
#define CHOOSE(name_, group_, label_, missing_, choices_) \
    {.name = name_, .group = group_, .type = FIELD_CHOICE, .flags = FIELD_REQUIRED | FIELD_UNSET, \
     .max = LINE_CHARS, .label = label_, .missing = missing_, .wrong = MSG_wrong_choice, \
     .choices = choices_}
#define SELECT(name_, label_, choices_) \
    {.name = name_, .type = FIELD_SELECT, .flags = FIELD_REQUIRED, .max = LINE_CHARS, \
     .label = label_, .missing = MSG_wrong_choice, .wrong = MSG_wrong_choice, .choices = choices_}

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

static const struct field advice_fields[] = {
    TEXT("message", FIELD_REQUIRED, MESSAGE_CHARS, MSG_label_question, MSG_help_question,
         MSG_missing_question),
    LINE("item", 0, MSG_label_item, MSG_help_item, MSG_missing_value),
    LINE("purpose", 0, MSG_label_purpose, MSG_help_purpose, MSG_missing_value),
    LINE("budget", 0, MSG_label_budget, MSG_help_budget, MSG_missing_value),
    LINE("needed", 0, MSG_label_needed, 0, MSG_missing_value),
    NAME(0, 0),
    EMAIL(MSG_help_email_answer),
};

static const struct field sell_fields[] = {
    CHOOSE("goods", MSG_group_goods, MSG_label_goods, MSG_missing_goods, goods_kinds),
    TEXT("message", FIELD_REQUIRED, MESSAGE_CHARS, MSG_label_description, MSG_help_description,
         MSG_missing_description),
    NUMBER("quantity", 0, MSG_label_quantity, 0, MSG_missing_quantity),
    SELECT("unit", MSG_label_unit, goods_units),
    LINE("weight", 0, MSG_label_weight, MSG_help_weight, MSG_missing_value),
    LINE("sizes", 0, MSG_label_sizes, MSG_help_sizes, MSG_missing_value),
    LINE("quality", 0, MSG_label_quality, MSG_help_quality, MSG_missing_value),
    CHOOSE("treatment", 0, MSG_label_treatment, MSG_missing_treatment, goods_treatments),
    LINE("reports", 0, MSG_label_reports, MSG_help_reports, MSG_missing_value),
    LINE("location", FIELD_REQUIRED, MSG_label_location, MSG_help_location, MSG_missing_location),
    NUMBER("price", MSG_group_price, MSG_label_price, 0, MSG_missing_price),
    SELECT("currency", MSG_label_currency, currencies),
    SELECT("basis", MSG_label_basis, price_bases),
    {.name = "company", .group = MSG_group_seller, .type = FIELD_LINE, .flags = FIELD_REQUIRED,
     .max = LINE_CHARS, .label = MSG_label_company, .missing = MSG_missing_company,
     .wrong = MSG_wrong_line, .autocomplete = "organization"},
    NAME(FIELD_REQUIRED, 0),
    EMAIL(MSG_help_email_answer),
    PHONE,
    {.name = "owner", .type = FIELD_CHOICES, .flags = FIELD_REQUIRED, .max = LINE_CHARS,
     .label = MSG_label_owner, .missing = MSG_missing_owner, .wrong = MSG_wrong_choice,
     .choices = ownership},
};

static const struct field careers_fields[] = {
    CHOOSE("area", 0, MSG_label_area, MSG_missing_area, work_areas),
    SELECT("hours", MSG_label_hours, work_hours),
    LINE("start", 0, MSG_label_start, 0, MSG_missing_value),
    TEXT("message", FIELD_REQUIRED, MESSAGE_CHARS, MSG_label_motive, MSG_help_motive,
         MSG_missing_motive),
    TEXT("resume", 0, RESUME_CHARS, MSG_label_resume, MSG_help_resume, MSG_missing_value),
    {.name = "link", .type = FIELD_LINK, .max = LINK_CHARS, .label = MSG_label_link,
     .help = MSG_help_link, .missing = MSG_missing_value, .wrong = MSG_wrong_link,
     .input_mode = "url"},
    NAME(FIELD_REQUIRED, 0),
    EMAIL(MSG_help_email_answer),
    PHONE,
};

static const struct field contact_fields[] = {
    CHOOSE("subject", 0, MSG_label_subject, MSG_missing_subject, message_subjects),
    LINE("order", 0, MSG_label_order, MSG_help_order, MSG_missing_value),
    TEXT("message", FIELD_REQUIRED, MESSAGE_CHARS, MSG_label_contact, MSG_help_contact,
         MSG_missing_contact),
    NAME(0, 0),
    EMAIL(MSG_help_email_answer),
};

/* A form's rows of words follow from its name: MSG_send_newsletter, MSG_done_newsletter ... */
#define FORM(word_, name_, address_, fields_, consent_) \
    .name = name_, .address = address_, .fields = fields_, .field_count = LENGTH(fields_), \
    .send = MSG_send_##word_, .consent = consent_, .done_title = MSG_done_##word_, \
    .done_lead = MSG_done_##word_##_lead, .submit = submit_##word_
#define LIST_STEPS {MSG_done_list_step, MSG_done_list_junk, MSG_done_keep}
#define REQUEST_STEPS {MSG_done_request_verify, MSG_done_request_month, MSG_done_keep}
#define INQUIRY_STEPS(word_) {MSG_done_##word_##_step, MSG_done_inquiry_mail, MSG_done_keep}

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
    [FORM_ADVICE] = {FORM(advice, "advice", "/expert-advice", advice_fields, MSG_consent_inquiry),
                     .done_step = INQUIRY_STEPS(advice)},
    [FORM_SELL] = {FORM(sell, "sell", "/sell-to-us", sell_fields, MSG_consent_inquiry),
                   .done_step = INQUIRY_STEPS(sell)},
    [FORM_CAREERS] = {FORM(careers, "careers", "/careers", careers_fields, MSG_consent_careers),
                      .done_step = INQUIRY_STEPS(careers)},
    [FORM_CONTACT] = {FORM(contact, "contact", "/contact", contact_fields, MSG_consent_inquiry),
                      .done_step = INQUIRY_STEPS(contact)},
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

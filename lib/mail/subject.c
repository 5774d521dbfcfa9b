#include "mail/subject.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "mail/fold.h"

/* ---- what stands before ---- */

/* "Re" in the languages of mail programs. A forward is missing: somebody else wrote what follows.
 */
static const char *const reply_words[] = {
    "re",   "aw",   "antw", "antwort", "sv",      "vs",      "ref",   "res",    "rif",     "r",
    "odp",  "ynt",  "va",   "vedr",    "bls",     "atb",     "ha",    "отв",    "ответ",   "回复",
    "回覆", "答复", "返信", "답장",    "subject", "betreff", "objet", "asunto", "oggetto", NULL};

/* What mail servers put before subjects. */
static const char *const marks[] = {
    "[external]",     "[ext]",   "[extern]",  "[spam]",     "***spam***",
    "*****spam*****", "{spam?}", "[externe]", "(external)", NULL};

/* After a mark; NULL if there is none. */
static const char *
after_mark(const char *at)
{
    for (size_t i = 0; marks[i] != NULL; i++)
        if (g_ascii_strncasecmp(at, marks[i], strlen(marks[i])) == 0)
            return at + strlen(marks[i]);
    return NULL;
}

/* After the number of "Re[2]", "Re(2)", "Re^2", "Re*2", if there is one. */
static const char *
after_number(const char *at)
{
    static const char open[] = "[(^*";
    if (*at == '\0' || strchr(open, *at) == NULL)
        return at;
    size_t digits = strspn(at + 1, "0123456789");
    const char *end = at + 1 + digits;
    if (digits == 0)
        return at;
    return *at == '[' || *at == '(' ? end + (*end == ']' || *end == ')') : end;
}

/* After "Re :", "AW:", "Re[2]:", "回复："; NULL if there is none. */
static const char *
after_reply(const char *at)
{
    const char *end = at;
    while (g_unichar_isalpha(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);
    const char *word_end = end;
    end = after_number(end + strspn(end, " "));
    end += strspn(end, " \t");
    if (g_str_has_prefix(end, "\xc2\xa0"))
        end += 2;
    size_t colon = *end == ':' ? 1 : g_str_has_prefix(end, "\xef\xbc\x9a") ? 3 : 0;
    if (word_end == at || colon == 0)
        return NULL;
    assert(word_end > at && end >= word_end);
    char *word = fold(at, (size_t)(word_end - at));
    bool reply = fold_is(word, reply_words);
    g_free(word);
    return reply ? end + colon : NULL;
}

const char *
subject_bare(const char *subject)
{
    if (!g_utf8_validate(subject, -1, NULL))
        return subject;
    for (;;) {
        while (*subject != '\0' && g_unichar_isspace(g_utf8_get_char(subject)))
            subject = g_utf8_next_char(subject);
        const char *rest = after_mark(subject);
        if (rest == NULL)
            rest = after_reply(subject);
        if (rest == NULL)
            return subject;
        assert(rest > subject);
        subject = rest;
    }
}

/* ---- machines ---- */

static const char *const autoreplies[] = {"automatic reply",
                                          "auto reply",
                                          "autoreply",
                                          "auto response",
                                          "autoresponse",
                                          "automatic response",
                                          "automated reply",
                                          "automated response",
                                          "autoresponder",
                                          "out of office",
                                          "out of the office",
                                          "away from my mail",
                                          "away from office",
                                          "vacation reply",
                                          "on vacation",
                                          "vacation message",
                                          "i am out of the office",
                                          "i'm out of the office",
                                          "automatische antwort",
                                          "automatische antwort ooo",
                                          "abwesenheitsnotiz",
                                          "abwesenheit",
                                          "abwesenheitsbenachrichtigung",
                                          "automatische abwesenheitsnotiz",
                                          "réponse automatique",
                                          "absence du bureau",
                                          "message d'absence",
                                          "absent du bureau",
                                          "respuesta automática",
                                          "fuera de la oficina",
                                          "respuesta de ausencia",
                                          "risposta automatica",
                                          "fuori sede",
                                          "assente dall'ufficio",
                                          "automatisch antwoord",
                                          "afwezig",
                                          "afwezigheidsbericht",
                                          "automatisch bericht",
                                          "resposta automática",
                                          "fora do escritório",
                                          "autosvar",
                                          "automatiskt svar",
                                          "automatisk svar",
                                          "frånvaro",
                                          "automaattinen vastaus",
                                          "odpowiedź automatyczna",
                                          "automatyczna odpowiedź",
                                          "automatická odpověď",
                                          "automatikus válasz",
                                          "otomatik yanıt",
                                          "αυτόματη απάντηση",
                                          "автоматический ответ",
                                          "автоответ",
                                          "自動応答",
                                          "自動返信",
                                          "不在通知",
                                          "自动答复",
                                          "自动回复",
                                          "自動回覆",
                                          "자동 회신",
                                          "자동응답",
                                          "תשובה אוטומטית",
                                          "رد تلقائي",
                                          NULL};

static const char *const challenges[] = {"please confirm your message",
                                         "please confirm your email",
                                         "confirm your email to",
                                         "verification required",
                                         "your message requires verification",
                                         "your email requires verification",
                                         "message requires confirmation",
                                         "please verify your message",
                                         "your message to has been held",
                                         "spamarrest",
                                         "sender verification",
                                         "please verify yourself as a sender",
                                         NULL};

static const char *const failures[] = {"undelivered mail returned to sender",
                                       "undelivered mail",
                                       "undeliverable",
                                       "undeliverable mail",
                                       "undeliverable message",
                                       "mail delivery failed",
                                       "mail delivery failure",
                                       "mail delivery system",
                                       "mail delivery status notification failure",
                                       "delivery status notification failure",
                                       "delivery status notification error",
                                       "delivery failure",
                                       "delivery failed",
                                       "delivery notification delivery has failed",
                                       "failure notice",
                                       "failed mail",
                                       "failed delivery",
                                       "returned mail",
                                       "mail returned",
                                       "mail system error returned mail",
                                       "message you sent blocked",
                                       "message not delivered",
                                       "message delivery failure",
                                       "message undeliverable",
                                       "email delivery failure",
                                       "postmaster email delivery failure",
                                       "could not deliver message",
                                       "non delivery report",
                                       "notice mail delivery status",
                                       "nondeliverable mail",
                                       "permanent delivery failure",
                                       "rejected mail",
                                       "warning e mail viruses detected",
                                       "unzustellbar",
                                       "unzustellbare nachricht",
                                       "ihre nachricht konnte nicht zugestellt werden",
                                       "zustellung fehlgeschlagen",
                                       "non remis",
                                       "non distribuable",
                                       "échec de la remise",
                                       "impossible de remettre",
                                       "message non distribué",
                                       "no se puede entregar",
                                       "no entregado",
                                       "devuelto",
                                       "error de entrega",
                                       "non recapitabile",
                                       "impossibile recapitare",
                                       "mancata consegna",
                                       "onbestelbaar",
                                       "não entregue",
                                       "não é possível entregar",
                                       "não é possível entregar a mensagem",
                                       "olevererbart",
                                       "det går inte att leverera",
                                       "kan ikke leveres",
                                       "nie można dostarczyć",
                                       "niedostarczone",
                                       "не удается доставить",
                                       "недоставленное сообщение",
                                       "недоставленное",
                                       "配信不能",
                                       "配信できませんでした",
                                       "无法送达",
                                       "未送达",
                                       "系统退信",
                                       "退信",
                                       "teslim edilemedi",
                                       NULL};

static const char *const passings[] = {"delayed mail",
                                       "delivery delayed",
                                       "delivery is delayed",
                                       "message delayed",
                                       "delivery status notification delay",
                                       "delivery status notification delayed",
                                       "delivery status notification warning",
                                       "mail delivery delayed",
                                       "warning could not send message for past",
                                       "warning message",
                                       "mail delivery warning",
                                       "mail delivery status notification delay",
                                       "notice delayed mail",
                                       "delivery notification delivery has been delayed",
                                       "successful mail delivery report",
                                       "delivered",
                                       "relayed",
                                       "delivery status notification success",
                                       "delivery status notification relay",
                                       "return receipt",
                                       "zustellung verzögert",
                                       "verzögerte zustellung",
                                       "remise retardée",
                                       "entrega retrasada",
                                       "recapito ritardato",
                                       "bezorging vertraagd",
                                       "entrega atrasada",
                                       "配信遅延",
                                       NULL};

static const struct {
    enum subject_kind kind;
    const char *const *begins;
} kinds[] = {
    {SUBJECT_PASSING, passings},
    {SUBJECT_FAILED, failures},
    {SUBJECT_CHALLENGE, challenges},
    {SUBJECT_AUTOREPLY, autoreplies},
};

enum subject_kind
subject_kind(const char *subject)
{
    const char *bare = subject_bare(subject);
    char *folded = fold(bare, strlen(bare));
    enum subject_kind kind = SUBJECT_OTHER;
    for (size_t i = 0; kind == SUBJECT_OTHER && i < G_N_ELEMENTS(kinds); i++)
        if (fold_begins(folded, kinds[i].begins))
            kind = kinds[i].kind;
    g_free(folded);
    return kind;
}

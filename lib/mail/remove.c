#include "mail/inbound.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "mail/fold.h"
#include "mail/subject.h"

/* What people say before and after it, and what means nothing. */
static const char *const polite[] = {
    "please",      "pls",   "plz",       "kindly",  "thanks",     "thank you",
    "thankyou",    "thx",   "now",       "hi",      "hello",      "urgent",
    "immediately", "asap",  "bitte",     "danke",   "sofort",     "s'il vous plaît",
    "svp",         "merci", "por favor", "gracias", "per favore", "grazie",
    "alstublieft", "aub",   "obrigado",  "tack",    "proszę",     "пожалуйста",
    "请",          "謝謝",  "谢谢",      NULL};

/* How a wish begins; the longer ones first. */
static const char *const wishes[] = {"i want to be",
                                     "i wish to be",
                                     "i would like to be",
                                     "i'd like to be",
                                     "i want to",
                                     "i wish to",
                                     "i would like to",
                                     "i'd like to",
                                     "can you please",
                                     "could you please",
                                     "can you",
                                     "could you",
                                     "request to",
                                     "ich möchte mich bitte",
                                     "ich möchte mich",
                                     "ich möchte",
                                     "je veux me",
                                     "je souhaite me",
                                     "je voudrais me",
                                     "quiero",
                                     "deseo",
                                     "vorrei",
                                     NULL};

/* What asks for it by itself. */
static const char *const verbs[] = {
    /* English, and how it is misspelt */
    "remove", "remove me", "removed", "removal", "remove us", "unsubscribe", "unsubscribe me",
    "unsubscribe us", "unsubscribed", "unsubscription", "unsuscribe", "unsubscibe", "unsubcribe",
    "unsubsribe", "un-subscribe", "opt out", "optout", "opt me out", "opting out", "sign off",
    "signoff", "stop", "stop sending", "stop sending me", "take me off", "take off", "sign me off",
    "delist me", "desubscribe", "end subscription", "end my subscription", "cancel subscription",
    "cancel my subscription", "cancel newsletter", "cancel my newsletter",
    "cancel newsletter subscription", "no more emails", "no more mail", "no more mails",
    "no more newsletters", "do not email me", "don't email me", "stop emailing me",
    "remove my name", "remove my email", "remove my e-mail", "remove my email address",
    "remove my e-mail address",
    /* German */
    "abmelden", "abmeldung", "abbestellen", "abbestellung", "austragen", "newsletter abbestellen",
    "newsletter abmelden", "newsletter abmeldung", "newsletter kündigen", "mich austragen",
    "mich abmelden", "mich vom newsletter abmelden", "vom newsletter abmelden",
    "keine werbung mehr", "keine mails mehr",
    /* French */
    "désabonner", "se désabonner", "me désabonner", "désabonnement", "désabonnez moi",
    "désinscription", "désinscrire", "me désinscrire", "se désinscrire", "désinscrivez moi",
    "désabonnement newsletter", "désinscription newsletter", "résilier mon abonnement",
    /* Spanish */
    "cancelar suscripción", "cancelar la suscripción", "cancelar mi suscripción", "darse de baja",
    "darme de baja", "dar de baja", "baja", "desuscribir", "desuscribirme", "desuscribirse",
    "anular suscripción", "borrarme de la lista", "eliminar suscripción",
    /* Italian */
    "disiscrivi", "disiscrivimi", "disiscrizione", "disiscrivermi", "cancellami",
    "annulla iscrizione", "cancella iscrizione", "cancellazione iscrizione", "cancellatemi",
    "rimuovimi", "rimuovi",
    /* Dutch */
    "uitschrijven", "uitschrijving", "afmelden", "afmelding", "nieuwsbrief opzeggen",
    "schrijf mij uit", "mij uitschrijven",
    /* Portuguese */
    "cancelar inscrição", "cancelar assinatura", "cancelar a inscrição", "descadastrar",
    "descadastrar me", "remover", "sair da lista", "cancelar subscrição",
    /* Scandinavian, Finnish */
    "avregistrera", "avsluta prenumeration", "avprenumerera", "afmeld", "frameld", "avmeld",
    "meld meg av", "avslutt abonnement", "peruuta tilaus", "peru tilaus",
    /* Polish, Czech, Hungarian, Turkish, Greek */
    "wypisz", "wypisz mnie", "rezygnacja", "rezygnuję", "wypisz się", "anuluj subskrypcję",
    "odhlásit", "odhlásit odběr", "odhlášení", "leiratkozás", "leiratkozom", "abonelikten çık",
    "üyelikten çık", "aboneliği iptal et", "διαγραφή", "απεγγραφή",
    /* Russian, Ukrainian */
    "отписаться", "отписка", "отпишите меня", "отписать", "удалите меня из рассылки",
    "отменить подписку", "відписатися", "відписатись",
    /* Chinese, Japanese, Korean */
    "退订", "取消订阅", "退訂", "取消訂閱", "配信停止", "配信停止希望", "購読解除", "登録解除",
    "解除", "退会", "メルマガ解除", "配信解除", "수신거부", "구독취소", "구독 취소", "수신 거부",
    /* Hebrew, Arabic */
    "הסר", "הסרה", "להסרה", "إلغاء الاشتراك", NULL};

/* What one may be removed from; nothing else may follow. */
static const char *const objects[] = {"email",
                                      "emails",
                                      "e-mail",
                                      "e-mails",
                                      "mail",
                                      "mails",
                                      "the emails",
                                      "these emails",
                                      "all emails",
                                      "all mail",
                                      "all",
                                      "from all",
                                      "newsletter",
                                      "newsletters",
                                      "the newsletter",
                                      "your newsletter",
                                      "my newsletter",
                                      "list",
                                      "from list",
                                      "from the list",
                                      "from this list",
                                      "from your list",
                                      "from your lists",
                                      "from all lists",
                                      "from all your lists",
                                      "from lists",
                                      "mailing list",
                                      "from mailing list",
                                      "from the mailing list",
                                      "from your mailing list",
                                      "from this mailing list",
                                      "from your mailing lists",
                                      "from all mailing lists",
                                      "your list",
                                      "the list",
                                      "email list",
                                      "from email list",
                                      "from your email list",
                                      "from the email list",
                                      "from e-mail list",
                                      "from your e-mail list",
                                      "from newsletter",
                                      "from the newsletter",
                                      "from your newsletter",
                                      "from newsletters",
                                      "from your newsletters",
                                      "from all newsletters",
                                      "from this newsletter",
                                      "from your emails",
                                      "from emails",
                                      "from all emails",
                                      "from mailings",
                                      "from your mailings",
                                      "from mailing",
                                      "from your database mailing list",
                                      "me from your newsletter",
                                      "of your list",
                                      "of the list",
                                      "of your mailing list",
                                      "of all your lists",
                                      "of newsletter",
                                      "of your newsletter",
                                      "of newsletters",
                                      "of mailing list",
                                      "of emails",
                                      "to emails",
                                      "me emails",
                                      "me mail",
                                      "me newsletters",
                                      "me your newsletter",
                                      "your emails",
                                      "from special offers",
                                      "special offers",
                                      "from club",
                                      "from the club",
                                      "from bargains",
                                      "my name from your list",
                                      "my email from your list",
                                      "name from list",
                                      "marketing",
                                      "marketing emails",
                                      "from marketing",
                                      "from marketing emails",
                                      "advertising",
                                      "vom newsletter",
                                      "newsletter abo",
                                      "von der liste",
                                      "von ihrer liste",
                                      "vom verteiler",
                                      "aus dem verteiler",
                                      "aus ihrem verteiler",
                                      "de la newsletter",
                                      "de votre newsletter",
                                      "à la newsletter",
                                      "de la liste",
                                      "de votre liste",
                                      "de la lista",
                                      "de su lista",
                                      "del boletín",
                                      "boletín",
                                      "del newsletter",
                                      "del boletín de noticias",
                                      "a la newsletter",
                                      "dalla newsletter",
                                      "dalla lista",
                                      "dalla mailing list",
                                      "alla newsletter",
                                      "nieuwsbrief",
                                      "van de nieuwsbrief",
                                      "van nieuwsbrief",
                                      "voor de nieuwsbrief",
                                      "da lista",
                                      "da newsletter",
                                      "från nyhetsbrev",
                                      "nyhetsbrev",
                                      "fra nyhedsbrev",
                                      "nyhedsbrev",
                                      "z newslettera",
                                      "z listy",
                                      "newslettera",
                                      "из рассылки",
                                      "от рассылки",
                                      "рассылки",
                                      "от новостей",
                                      "del servizio",
                                      "de vos envois",
                                      NULL};

static bool
ends_so(const char *folded, const char *phrase, size_t *rest)
{
    size_t len = strlen(folded), tail = strlen(phrase);
    if (tail == 0 || len <= tail || folded[len - tail - 1] != ' ' ||
        strcmp(folded + len - tail, phrase) != 0)
        return false;
    *rest = len - tail - 1;
    return true;
}

/* Cuts polite words off the end of folded text. */
static void
cut_end(char *folded)
{
    for (size_t i = 0, rest; polite[i] != NULL; i++) {
        char *p = fold(polite[i], strlen(polite[i]));
        bool cut = ends_so(folded, p, &rest);
        g_free(p);
        if (cut) {
            folded[rest] = '\0';
            i = (size_t)-1; /* from the first again */
        }
    }
}

/* After the polite words, and at most one wish, that folded text begins with. */
static const char *
skip_start(const char *folded)
{
    static const char *const *const tables[] = {polite, wishes, polite};
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
        for (size_t i = 0; tables[t][i] != NULL; i++) {
            const char *rest = fold_after(folded, tables[t][i]);
            if (rest == NULL || *rest == '\0')
                continue;
            folded = rest;
            if (tables[t] == wishes)
                break;
            i = (size_t)-1;
        }
    }
    return folded;
}

bool
subject_says_remove(const char *subject)
{
    const char *bare = subject_bare(subject);
    char *folded = fold(bare, strlen(bare));
    bool says = false;
    cut_end(folded);
    const char *asked = skip_start(folded);
    for (size_t i = 0; !says && verbs[i] != NULL; i++) {
        const char *rest = fold_after(asked, verbs[i]);
        says = rest != NULL && (*rest == '\0' || fold_is(rest, objects));
    }
    g_free(folded);
    return says;
}

#include "mail/inbound.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "mail/fold.h"
#include "mail/subject.h"

/* What people say before and after it, and what means nothing. */
static const char *const polite[] = {
    "please", "pls", "plz", "kindly", "thanks", "thank you", "thankyou", "thx", "now", "hi",
    "hello", "urgent", "immediately", "asap", "bitte", "danke", "sofort", "s'il vous plaît", "svp",
    "merci", "por favor", "gracias", "per favore", "grazie", "alstublieft", "aub", "obrigado",
    "tack", "proszę", "пожалуйста", "请", "謝謝", "谢谢", NULL};

/* How a wish begins; the longer ones first. */
static const char *const wishes[] = {
    "i want to be", "i wish to be", "i would like to be", "i'd like to be", "i want to",
    "i wish to", "i would like to", "i'd like to", "can you please", "could you please", "can you",
    "could you", "request to", "ich möchte mich bitte", "ich möchte mich", "ich möchte",
    "je veux me", "je souhaite me", "je voudrais me", "quiero", "deseo", "vorrei", NULL};

/* What asks for it by itself, and what it is that one leaves may follow. */
static const char *const verbs[] = {
    /* English, and how it is misspelt */
    "remove", "remove me", "removed", "removal", "remove us", "unsubscribe", "unsubscribe me",
    "unsubscribe us", "unsubscribed", "unsubscription", "unsuscribe", "unsubscibe", "unsubcribe",
    "unsubsribe", "un-subscribe", "desubscribe", "opt out", "optout", "opt me out", "opting out",
    "opted out", "sign off", "signoff", "sign me off", "stop", "stop sending", "stop sending me",
    "take me off", "taken off", "delist me", "end subscription", "end my subscription",
    "cancel subscription", "cancel my subscription", "cancel newsletter subscription",
    "no more emails", "no more e-mails", "no more mail", "no more mails", "no more newsletters",
    "do not email me", "don't email me", "do not mail me", "don't mail me", "stop emailing me",
    "stop mailing me", "remove my name", "remove my email", "remove my e-mail",
    "remove my email address", "remove my e-mail address", "remove this email",
    "remove this email address", "remove this address", "unsubscribe my email",
    "unsubscribe my email address", "unsubscribe this email", "unsubscribe this address",
    /* German */
    "abmelden", "abmeldung", "abbestellen", "abbestellung", "austragen", "newsletter abbestellen",
    "newsletter abmelden", "newsletter abmeldung", "newsletter abbestellung", "newsletter kündigen",
    "newsletter stornieren", "newsletter abo kündigen", "newsletter austragen",
    "newsletter beenden", "keinen newsletter mehr", "keine newsletter mehr", "keine werbung mehr",
    "keine mails mehr", "keine e-mails mehr", "mich austragen", "mich abmelden",
    "vom newsletter abmelden", "mich vom newsletter abmelden", "den newsletter abbestellen",
    "ihren newsletter abbestellen", "vom newsletter austragen", "aus dem verteiler nehmen",
    "aus dem verteiler entfernen", "aus dem verteiler löschen", "aus dem verteiler streichen",
    "aus ihrem verteiler nehmen", "aus ihrem verteiler entfernen", "aus ihrem verteiler löschen",
    "aus ihrem verteiler streichen", "aus verteiler löschen", "aus verteiler nehmen",
    "entfernen sie mich", "streichen sie mich", "nehmen sie mich", "tragen sie mich aus",
    "melden sie mich ab",
    /* French */
    "désabonner", "se désabonner", "me désabonner", "désabonnement", "désabonnez moi",
    "désabonnez", "désinscription", "désinscrire", "me désinscrire", "se désinscrire",
    "désinscrivez moi", "résilier mon abonnement", "arrêter newsletter", "retirez moi",
    "stop newsletter", "demande de désinscription", "demande de désabonnement",
    /* Spanish */
    "cancelar suscripción", "cancelar la suscripción", "cancelar mi suscripción", "darse de baja",
    "darme de baja", "dar de baja", "darnos de baja", "baja", "baja boletín", "baja newsletter",
    "solicitud de baja", "desuscribir", "desuscribirme", "desuscribirse", "desuscripción",
    "anular suscripción", "borrarme", "eliminar suscripción", "cancelar boletín",
    /* Italian */
    "disiscrivi", "disiscrivimi", "disiscrizione", "disiscrivermi", "cancellami", "cancellatemi",
    "annulla iscrizione", "cancella iscrizione", "cancellazione iscrizione", "rimuovimi",
    "rimuovi", "rimozione", "cancellazione newsletter",
    /* Dutch */
    "uitschrijven", "uitschrijving", "afmelden", "afmelding", "nieuwsbrief opzeggen",
    "nieuwsbrief afmelden", "nieuwsbrief uitschrijven", "schrijf mij uit", "mij uitschrijven",
    "mij afmelden",
    /* Portuguese */
    "cancelar inscrição", "cancelar a inscrição", "cancelar minha inscrição",
    "cancelar assinatura", "descadastrar", "descadastrar me", "descadastro", "remover",
    "remover me", "sair da lista", "cancelar subscrição", "cancelar a subscrição",
    /* Scandinavian, Finnish */
    "avregistrera", "avregistrera mig", "avsluta prenumeration", "avprenumerera", "afmeld",
    "frameld", "afmeld mig", "frameld mig", "avmeld", "avmelding", "meld meg av",
    "avslutt abonnement", "peruuta tilaus", "peru tilaus", "peruuta uutiskirje",
    /* Polish, Czech, Hungarian, Turkish, Greek */
    "wypisz", "wypisz mnie", "wypisać się", "wypisanie", "rezygnacja", "rezygnuję", "wypisz się",
    "anuluj subskrypcję", "odhlásit", "odhlásit odběr", "odhlášení", "zrušit odběr", "leiratkozás",
    "leiratkozom", "abonelikten çık", "abonelikten çıkmak istiyorum", "üyelikten çık",
    "aboneliği iptal et", "aboneliğimi iptal edin", "διαγραφή", "απεγγραφή", "dezabonare",
    "dezabonează mă",
    /* Russian, Ukrainian */
    "отписаться", "отписка", "отпишите", "отпишите меня", "отписать", "отписать меня",
    "удалите меня", "отменить подписку", "отмена подписки", "відписатися", "відписатись",
    "відпишіть мене",
    /* Chinese, Japanese, Korean */
    "退订", "取消订阅", "退订邮件", "退訂", "取消訂閱", "配信停止", "配信停止希望", "配信停止のお願い",
    "購読解除", "購読停止", "登録解除", "解除", "退会", "メルマガ解除", "メルマガ停止", "配信解除",
    "メール配信停止", "수신거부", "구독취소", "구독 취소", "구독 해지", "수신 거부", "수신거부 요청",
    /* Hebrew, Arabic */
    "הסר", "הסרה", "להסרה", "הסירו אותי", "إلغاء الاشتراك", NULL};

/* What asks for it only where a list follows. */
static const char *const half_verbs[] = {
    "delete", "delete me", "delete us", "delete my name", "delete my email",
    "delete my e-mail", "delete my email address", "delete my address", "remove my address",
    "take my name off", "take my email off", "take us off", "cancel", "cancel me", "end",
    "discontinue", "quit", "leave", "no more", "do not send", "don't send", "do not send me",
    "don't send me", "löschen sie mich", "supprimez moi", "supprimer", "eliminar", "eliminarme",
    "cancellare", "cancellazione", "verwijder mij", "verwijder me", NULL};

/* English: any number of these, and then what one leaves. */
static const char *const fillers[] = {
    "from", "of", "off", "to", "the", "your", "you", "this", "these", "that", "those", "all", "any",
    "my", "me", "us", "our", "more", "further", "future", "other", "mailing", "mail", "email",
    "emails", "e", "news", "weekly", "daily", "monthly", "special", "marketing", "advertising",
    "promotional", "distribution", "newsletter", "newsletters", "contact", "customer", "and",
    "bargains", "club", "by", NULL};
static const char *const nouns[] = {
    "list", "lists", "newsletter", "newsletters", "mailing", "mailings", "maillist", "mailinglist",
    "mailinglists", "subscription", "subscriptions", "offers", "promotions", "bargains",
    "marketing", "advertising", "advertisements", "ads", "spam", NULL};
/* These are enough after a verb that asks by itself. */
static const char *const mails[] = {"email", "emails", "mail", "mails", "all", "messages", "club",
                                    "database", "everything", NULL};

/* The same in other languages, whole. */
static const char *const objects[] = {
    "vom newsletter", "von newsletter", "von ihrem newsletter", "newsletter abo",
    "newsletterabo", "des newsletters", "von der liste", "von ihrer liste", "vom verteiler",
    "aus dem verteiler", "aus ihrem verteiler", "aus der liste", "aus ihrer liste",
    "aus der mailingliste", "von der mailingliste", "de la newsletter", "de votre newsletter",
    "à la newsletter", "à votre newsletter", "de la liste", "de votre liste",
    "de votre liste de diffusion", "de la liste de diffusion", "de vos envois", "de la lista",
    "de su lista", "de la lista de correo", "de su lista de correo", "de la lista de correos",
    "del boletín", "boletín", "al boletín", "del newsletter", "del boletín de noticias",
    "a la newsletter", "dalla newsletter", "dalla lista", "dalla mailing list",
    "dalla vostra newsletter", "alla newsletter", "nieuwsbrief", "van de nieuwsbrief",
    "van nieuwsbrief", "voor de nieuwsbrief", "voor nieuwsbrief", "van de mailinglijst",
    "da lista", "da newsletter", "da sua lista", "från nyhetsbrev", "från nyhetsbrevet",
    "nyhetsbrev", "fra nyhedsbrev", "nyhedsbrev", "fra nyhetsbrev", "z newslettera", "z listy",
    "z newsletteru", "z odběru", "newslettera", "из рассылки", "от рассылки", "из списка рассылки",
    "рассылки", "от новостей", "меня от рассылки", "від розсилки", "hírlevélről", NULL};

/* ---- politeness ---- */

/* Where folded text would end without a phrase at its end; 0 if it doesn't stand there. */
static size_t
end_without(const char *folded, const char *phrase)
{
    char *p = fold(phrase, strlen(phrase));
    size_t len = strlen(folded), tail = strlen(p), end = 0;
    if (len > tail && folded[len - tail - 1] == ' ' && strcmp(folded + len - tail, p) == 0)
        end = len - tail - 1;
    g_free(p);
    return end;
}

/* Cuts polite words off the end of folded text. */
static void
cut_end(char *folded)
{
    for (size_t i = 0; polite[i] != NULL; i++) {
        size_t end = end_without(folded, polite[i]);
        if (end > 0) {
            assert(folded[end] == ' ');
            folded[end] = '\0';
            i = (size_t)-1; /* from the first again */
        }
    }
}

/* After the first of the phrases that more text follows; the text itself if there is none. */
static const char *
skip_one(const char *folded, const char *const *phrases)
{
    for (; *phrases != NULL; phrases++) {
        const char *rest = fold_after(folded, *phrases);
        if (rest != NULL && *rest != '\0')
            return rest;
    }
    return folded;
}

static const char *
skip_polite(const char *folded)
{
    for (const char *rest; (rest = skip_one(folded, polite)) != folded;)
        folded = rest;
    return folded;
}

/* ---- what is left ---- */

/* Whether a word, len bytes of folded ASCII, is in a table. */
static bool
word_in(const char *word, size_t len, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == len && memcmp(*words, word, len) == 0)
            return true;
    return false;
}

/* Whether folded text is fillers with a noun at its end; `also` are nouns too, or NULL. */
static bool
names_list(const char *folded, const char *const *also)
{
    for (size_t len;; folded += len + 1) {
        len = strcspn(folded, " ");
        if (folded[len] == '\0')
            return word_in(folded, len, nouns) || (also != NULL && word_in(folded, len, also));
        if (!word_in(folded, len, fillers))
            return false;
    }
}

static bool
asks(const char *folded)
{
    for (size_t i = 0; verbs[i] != NULL; i++) {
        const char *rest = fold_after(folded, verbs[i]);
        if (rest != NULL && (*rest == '\0' || names_list(rest, mails) || fold_is(rest, objects)))
            return true;
    }
    for (size_t i = 0; half_verbs[i] != NULL; i++) {
        const char *rest = fold_after(folded, half_verbs[i]);
        if (rest != NULL && (names_list(rest, NULL) || fold_is(rest, objects)))
            return true;
    }
    return false;
}

bool
subject_says_remove(const char *subject)
{
    assert(subject != NULL);
    const char *bare = subject_bare(subject);
    char *folded = fold(bare, strlen(bare));
    cut_end(folded);
    bool says = asks(skip_polite(skip_one(skip_polite(folded), wishes)));
    g_free(folded);
    return says;
}

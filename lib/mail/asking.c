#include "mail/asking.h"

#include <assert.h>
#include <gmime/gmime.h>
#include <string.h>

#include "mail/fold.h"

/* What says enough in a subject, and in a text may be a company's small print. */
static const char *const in_subjects[] = {"gdpr",
                                          "ccpa",
                                          "cpra",
                                          "dsgvo",
                                          "rgpd",
                                          "lgpd",
                                          "avg verzoek",
                                          "personal data",
                                          "my data",
                                          "data protection",
                                          "data request",
                                          "privacy request",
                                          "data deletion",
                                          "datenschutz",
                                          "personenbezogene daten",
                                          "meine daten",
                                          "données personnelles",
                                          "mes données",
                                          "datos personales",
                                          "mis datos",
                                          "dati personali",
                                          "i miei dati",
                                          "persoonsgegevens",
                                          "mijn gegevens",
                                          "dados pessoais",
                                          "meus dados",
                                          "dane osobowe",
                                          "персональные данные",
                                          "个人信息",
                                          "個人情報",
                                          NULL};

/* What says enough anywhere. */
static const char *const anywhere[] = {
    /* to delete */
    "delete my data", "delete all my data", "delete my personal", "delete all my personal",
    "delete my information", "delete all my information", "delete any data", "delete all data",
    "delete my account", "delete the account", "delete my details", "delete my records",
    "delete my profile", "delete everything you have", "erase my data", "erase all my data",
    "erase my personal", "erase my account", "erase all data", "erasure of my", "erasure of all my",
    "remove my data", "remove all my data", "remove my personal", "remove all my personal",
    "remove my information", "remove all my information", "remove my account", "remove my details",
    "remove my profile", "close my account", "closing my account", "deactivate my account",
    "disable my account", "reactivate my account", "cancel my account", "terminate my account",
    "right to be forgotten", "right to erasure", "right of erasure", "right to delete",
    "wipe my data", "deletion of my", "my account deleted", "my data deleted", "my data erased",
    "my data removed", "my personal data deleted",
    /* to see */
    "what data do you", "what data you", "which data do you", "what information do you hold",
    "what information do you have", "what information you hold", "what personal", "which personal",
    "what do you know about me", "what you have on file about me", "copy of my data",
    "copy of my personal", "copy of all my", "copy of the personal", "copy of all personal",
    "copy of all data", "export my data", "export of my data", "data portability",
    "right of access", "right to access", "right to know", "access request", "subject request",
    "access to my data", "access to my personal", "all the data you", "all data you",
    "information you hold about me", "data you hold on me", "data you have on me",
    "data you have about me", "data you hold about me",
    /* to correct */
    "correct my address", "correct my name", "correct my data", "correct my email",
    "correct my details", "correct my personal", "correct my information", "correct my phone",
    "right to rectification", "rectify my", "rectification of my", "update my personal",
    "update my details", "update my information", "update my email", "update my address",
    "update my phone", "change my email", "change my e mail", "change my name",
    "change my personal", "change my details", "my name is misspelled", "my name is misspelt",
    /* to object */
    "do not sell", "don't sell my", "do not share my", "don't share my", "stop selling my",
    "opt out of the sale", "opt out of sale", "limit the use of my", "object to the processing",
    "object to processing", "object to your processing", "restrict processing",
    "restrict the processing", "restriction of processing", "withdraw my consent",
    "withdraw consent",
    /* by law */
    "gdpr request", "under gdpr", "under the gdpr", "ccpa request", "under ccpa", "under the ccpa",
    "article 15", "article 16", "article 17", "article 20", "article 21", "art 15", "art 17",
    "art 20", "art 21", "data protection request", "data subject",
    /* German */
    "daten löschen", "löschen sie meine", "löschen sie alle", "löschen sie bitte meine",
    "löschung meiner", "löschung aller", "konto löschen", "kundenkonto löschen", "account löschen",
    "recht auf löschung", "recht auf vergessenwerden", "auskunft nach art", "auskunft gemäß",
    "auskunft über meine", "auskunft über die", "datenauskunft", "selbstauskunft", "welche daten",
    "nach dsgvo", "gemäß dsgvo", "dsgvo anfrage", "adresse berichtigen", "daten berichtigen",
    "berichtigung meiner", "adresse korrigieren", "widerspreche der verarbeitung",
    "widerspruch gegen die verarbeitung",
    /* French */
    "supprimer mes données", "supprimer mon compte", "suppression de mes données",
    "suppression de mon compte", "supprimez mes données", "supprimez mon compte",
    "effacer mes données", "droit à l'effacement", "droit à l'oubli", "droit d'accès",
    "accès à mes données", "quelles données", "copie de mes données", "rectifier mes",
    "rectification de mes", "fermer mon compte", "demande rgpd", "m'oppose au traitement",
    /* Spanish */
    "eliminar mis datos", "borrar mis datos", "eliminen mis datos", "borren mis datos",
    "supresión de mis datos", "eliminar mi cuenta", "borrar mi cuenta", "cerrar mi cuenta",
    "derecho de supresión", "derecho al olvido", "derecho de acceso", "qué datos tienen",
    "copia de mis datos", "rectificar mis datos", "corregir mis datos", "corregir mi dirección",
    /* Italian, Portuguese, Dutch */
    "cancellare i miei dati", "cancellazione dei miei dati", "cancellate i miei dati",
    "eliminare il mio account", "cancellare il mio account", "diritto all'oblio",
    "diritto di accesso", "quali dati", "rettifica dei miei", "excluir meus dados",
    "excluir minha conta", "apagar os meus dados", "direito de acesso", "verwijder mijn gegevens",
    "mijn gegevens verwijderen", "verwijder mijn account", "mijn account verwijderen",
    "recht op vergetelheid", "recht op inzage", "inzageverzoek", "welke gegevens",
    /* Scandinavian, Polish */
    "radera mina uppgifter", "radera mitt konto", "slet mine oplysninger", "slett min konto",
    "slet min konto", "registerutdrag", "usunięcie moich danych", "usunąć moje dane",
    "proszę o usunięcie", "usunięcie konta", "usuńcie moje dane", "prawo do bycia zapomnianym",
    /* Russian, Ukrainian */
    "удалите мои данные", "удалить мои данные", "удалите мой аккаунт", "удалить мой аккаунт",
    "удалите мою учетную запись", "удалить учетную запись", "персональных данных", "какие данные",
    "видаліть мої дані",
    /* Chinese, Japanese, Korean */
    "删除我的账户", "删除我的账号", "删除我的数据", "删除我的个人", "注销账户", "注销账号",
    "個人情報の削除", "個人情報の開示", "個人情報を削除", "アカウントの削除", "アカウントを削除",
    "個人情報の訂正", "개인정보 삭제", "계정 삭제", NULL};

/* Bare requests as the whole subject: of what, its sender takes for granted. */
static const char *const whole_subjects[] = {"delete me",
                                             "please delete me",
                                             "forget me",
                                             "erase me",
                                             "deletion request",
                                             "erasure request",
                                             "access request",
                                             "sar",
                                             "dsar",
                                             "dsr",
                                             "correction of address",
                                             "address correction",
                                             "löschantrag",
                                             "löschung",
                                             "auskunftsersuchen",
                                             "auskunft",
                                             NULL};

bool
asks_for_data(const char *subject, const char *own)
{
    assert(subject != NULL && own != NULL);
    char *s = fold(subject, strlen(subject)), *text = fold(own, strlen(own));
    bool asks = fold_is(s, whole_subjects) || fold_holds(s, in_subjects) ||
                fold_holds(s, anywhere) || fold_holds(text, anywhere);
    g_free(text);
    g_free(s);
    return asks;
}

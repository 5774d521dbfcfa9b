/*
 * erasure.h - a person is forgotten: name and addresses go, the values behind the ledgers are
 * blanked, what was asked by mail is dropped; ids, hashes and commitments stay, and so do
 * suppressions (they are hashes).
 */
#ifndef HC_ERASURE_H
#define HC_ERASURE_H

#include "desk/desk.h"

struct erasure {
    int64_t requests; /* of this person, which stay as they are: the proof of what was asked */
};

/*
 * Erases: person, address_book, subscriptions, inquiries' texts (open ones are closed), address
 * changes, tokens, letters that wait (dropped, but for those about a request, which go to the
 * request's address), ids of mails that came in, and audit_value of every event about the person,
 * or about one merged into it. One audit row ("person.erase"). A state of "erased" already is
 * ERR_OK. ERR_NOTFOUND: no such person.
 */
enum err person_erase(const struct desk *d, int64_t person, struct erasure *out);

#endif

// Writes the tokens of links as letters hold them, from the key file and the database's rows. Says what a token holds a
// second time, so that a change of it is noticed: links in old letters must go on working.
import fs from 'node:fs';
import path from 'node:path';
import { blake2, decode32, encode32 } from './nonce.mjs';

// The key of a purpose, and the number of the newest key.
function keyOf(center, purpose) {
    const [number, text] = fs.readFileSync(path.join(center.dir, 'helpcenter.key'), 'utf8').trim().split('\n').at(-1).split(' ');
    return { number: Number(number), key: blake2(Buffer.from(`helpcenter ${purpose}`), decode32(text)) };
}

const sealed = (kind, fields, key) => encode32(Buffer.concat([fields, blake2(Buffer.concat([Buffer.from([kind]), fields]), key)]));

// The token of a row with these random bytes (hex); purpose: "confirm", "undo", "preferences", "change old", "change new"
export const rowToken = (center, purpose, random) => sealed(1, Buffer.from(random, 'hex'), keyOf(center, purpose).key);

// The link of the newest letter of a purpose to an address: "/confirm/..."
const PAGES = { confirm: 'confirm', undo: 'undo', preferences: 'preferences', 'change-old': 'confirm', 'change-new': 'confirm' };
export async function linkOf(center, purpose, mail) {
    const random = await center.one(`SELECT hex(t.random) FROM token t JOIN person p ON p.id = t.person_id
        WHERE t.purpose = '${purpose}' AND p.email = '${mail.toLowerCase()}' ORDER BY t.id DESC LIMIT 1`);
    if (random === undefined) throw new Error(`no ${purpose} token for ${mail}`);
    return `/${PAGES[purpose]}/${rowToken(center, purpose.replace('-', ' '), random)}`;
}

const BITS = { newsletter: 1, bargains: 2, club: 4, 'special-offers': 8, all: 15 };

// The link with which an address, known or not, leaves lists.
export function leaveLink(center, mail, ...lists) {
    const { number, key } = keyOf(center, 'leave');
    const fields = Buffer.alloc(5 + 32);
    fields[0] = lists.reduce((bits, list) => bits | BITS[list], 0);
    fields.writeUInt32BE(number, 1);
    blake2(Buffer.from(mail.toLowerCase()), keyOf(center, 'address').key).copy(fields, 5);
    return `/leave/${sealed(2, fields, key)}`;
}

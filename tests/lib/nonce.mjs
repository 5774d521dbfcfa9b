// Forges what only the help center can sign, with its own key at hand: forms that were shown at another time, or of
// another kind. Says what a nonce holds a second time, so that a change of it is noticed.
import fs from 'node:fs';
import path from 'node:path';

const IV = [
    0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
    0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
];
const SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];
const LANES = [
    [0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15],
    [0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14],
];
const word = (n) => BigInt.asUintN(64, n);
const turn = (n, bits) => word((n >> BigInt(bits)) | (n << BigInt(64 - bits)));

// RFC 7693 3.2
function compress(h, block, count, last) {
    const m = Array.from({ length: 16 }, (_, i) => block.readBigUInt64LE(i * 8));
    const v = [...h, ...IV];
    v[12] ^= BigInt(count);
    if (last) v[14] = word(~v[14]);
    for (let round = 0; round < 12; round++) {
        const s = SIGMA[round % 10];
        LANES.forEach(([a, b, c, d], i) => {
            v[a] = word(v[a] + v[b] + m[s[2 * i]]);
            v[d] = turn(v[d] ^ v[a], 32);
            v[c] = word(v[c] + v[d]);
            v[b] = turn(v[b] ^ v[c], 24);
            v[a] = word(v[a] + v[b] + m[s[2 * i + 1]]);
            v[d] = turn(v[d] ^ v[a], 16);
            v[c] = word(v[c] + v[d]);
            v[b] = turn(v[b] ^ v[c], 63);
        });
    }
    return h.map((n, i) => n ^ v[i] ^ v[i + 8]);
}

// BLAKE2b of 32 bytes with a key of 32 (RFC 7693 3.3)
export function blake2(bytes, key) {
    const first = Buffer.alloc(128);
    key.copy(first);
    const all = Buffer.concat([first, bytes]);
    let h = [...IV];
    h[0] ^= 0x01010000n ^ (32n << 8n) ^ 32n;
    for (let at = 0; at < all.length; at += 128) {
        const block = Buffer.alloc(128);
        all.copy(block, 0, at, Math.min(at + 128, all.length));
        const last = at + 128 >= all.length;
        h = compress(h, block, last ? all.length : at + 128, last);
    }
    const out = Buffer.alloc(64);
    h.forEach((n, i) => out.writeBigUInt64LE(n, i * 8));
    return out.subarray(0, 32);
}

const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567';
export function encode32(bytes) {
    let bits = '';
    for (const b of bytes) bits += b.toString(2).padStart(8, '0');
    return bits.padEnd(Math.ceil(bits.length / 5) * 5, '0').replace(/.{5}/g, (five) => DIGITS[parseInt(five, 2)]);
}
export function decode32(text) {
    const bits = [...text].map((c) => DIGITS.indexOf(c).toString(2).padStart(5, '0')).join('');
    return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}

const FIELDS = 1 + 8 + 4 + 8 + 8 + 8 + 16; // version, key, form, wording, policy, shown_at, id
const AT = { form: 9, shown_at: 29 };

// nonce as another one that the help center would have signed: `seconds` is added to when it was shown, and it is of
// form number `form` where that is given.
export function forge(center, nonce, { seconds = 0, form } = {}) {
    const lines = fs.readFileSync(path.join(center.dir, 'helpcenter.key'), 'utf8').trim().split('\n');
    const key = blake2(Buffer.from('helpcenter nonce'), decode32(lines.at(-1).split(' ')[1]));
    const fields = decode32(nonce).subarray(0, FIELDS);
    fields.writeBigUInt64BE(fields.readBigUInt64BE(AT.shown_at) + BigInt(seconds), AT.shown_at);
    if (form !== undefined) fields.writeUInt32BE(form, AT.form);
    return encode32(Buffer.concat([fields, blake2(fields, key)]));
}

// Against list bombing: one letter for a victim whoever asks, caps for a network, a domain and in all, and nobody learns
// from a page or from the time it takes whether an address is known. BOMBS=10000 and VICTIMS=10000 make it that many.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { formNamed, forms, fresh, open, pairsOf, send } from '../lib/forms.mjs';
import { start } from '../lib/instance.mjs';
import { Mailbox } from '../lib/mailbox.mjs';
import { change } from '../lib/rows.mjs';

const BOMBS = Number(process.env.BOMBS ?? 2000), NETWORKS = BOMBS / 10, VICTIMS = Number(process.env.VICTIMS ?? 100), PAIRS = 60;
const CAPS = { letter_limit_address: 1, letter_limit_network: 20, letter_limit_domain: 30, letter_limit_total: 80 };
const newsletter = formNamed('newsletter');

// Runs act(0) to act(n - 1), some side by side.
async function volley(n, act, lanes = 16) {
    let next = 0;
    await Promise.all(Array.from({ length: lanes }, async () => { while (next < n) await act(next++); }));
}
// A visitor of network number n, through a proxy that the settings name.
const from = (n, host = 1) => ({ 'X-Forwarded-For': `10.${n >> 8}.${n & 255}.${host}` });
const letters = (center, which = "letter IN ('confirm', 'already')") => center.one(`SELECT count(*) FROM outbox WHERE ${which}`);
const tally = (names) => names.reduce((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {});
const held = async (center) => Object.fromEntries((await center.sql('SELECT scope, letters FROM v_letters_held')).map((r) => [r.scope, r.letters]));

// An answer without what is new in each: its date, the reference, what is signed, and the tally.
const bare = ({ status, headers: { date, connection, ...headers }, text }) => `${status} ${JSON.stringify(headers)}\n${text}`
    .replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'REF').replaceAll(/&s=[a-z2-7]{16}"/g, '&s=SIGNED"').replaceAll(/\d+ requests/g, 'N');

let center;
before(async () => { center = await start({ settings: { ...CAPS, trusted_proxies: '127.0.0.1' } }); });
after(() => center.stop());

test(`${BOMBS} sign-ups for one victim from ${NETWORKS} networks: one letter`, async () => {
    const victim = fresh('victim');
    const nonces = [];
    await volley(NETWORKS, async (n) => { nonces[n] = await open(center.client, newsletter, from(n)); });
    await volley(BOMBS, async (i) => {
        const n = i % NETWORKS, values = { name: `Visitor ${i}`, email: i % 2 ? victim : victim.toUpperCase() };
        const answer = await center.client.post('/newsletter', pairsOf(newsletter, values, nonces[n]), from(n, 1 + (i % 250)));
        assert.equal(answer.status, 303, answer.text);
    });
    const mails = new Mailbox(center);
    assert.deepEqual((await mails.of(victim)).map((letter) => letter.kind), ['confirm']);
    assert.equal(await letters(center), 1);
    assert.deepEqual(await held(center), { signup: BOMBS - 1 });
    assert.equal(await center.one(`SELECT count(DISTINCT network) FROM v_consent WHERE email = '${victim}'`), NETWORKS, 'the networks are told apart');
    assert.deepEqual(await center.sql(`SELECT state FROM v_subscribers WHERE email = '${victim}'`), [{ state: 'pending' }]);
});

// Signs up many victims; how many letters that made, and how many each cap held back.
async function raid(n, address, network) {
    const before = { letters: await letters(center), held: await held(center) };
    await volley(n, async (i) => {
        const answer = await send(center.client, newsletter, newsletter.good(address(i)), network(i));
        assert.equal(answer.status, 303, answer.text);
    });
    const now = Object.entries(await held(center)).map(([cap, count]) => [cap, count - (before.held[cap] ?? 0)]).filter(([, count]) => count > 0);
    return { letters: await letters(center) - before.letters, held: Object.fromEntries(now) };
}

test(`${VICTIMS} victims from one network: the network's cap`, async () => {
    const cap = CAPS.letter_limit_network;
    assert.deepEqual(await raid(VICTIMS, (i) => `v@network${i}.example`, () => from(5000)), { letters: cap, held: { network: VICTIMS - cap } });
});

test('an IPv6 network is a /48: who has one is no thousand networks', async () => {
    const six = (i) => ({ 'X-Forwarded-For': `2001:db8:1:${i.toString(16)}::${i.toString(16)}` });
    const cap = CAPS.letter_limit_network;
    assert.deepEqual(await raid(VICTIMS, (i) => `v@six${i}.example`, six), { letters: cap, held: { network: VICTIMS - cap } });
});

test(`${VICTIMS} victims at one domain from as many networks: the domain's cap`, async () => {
    const cap = CAPS.letter_limit_domain;
    assert.deepEqual(await raid(VICTIMS, (i) => `v${i}@one-domain.example`, (i) => from(6000 + i)), { letters: cap, held: { domain: VICTIMS - cap } });
});

test('victims everywhere from everywhere: the cap on all', async () => {
    const cap = CAPS.letter_limit_total - 1 - 2 * CAPS.letter_limit_network - CAPS.letter_limit_domain;
    assert.deepEqual(await raid(VICTIMS, (i) => `v@total${i}.example`, (i) => from(7000 + i)), { letters: cap, held: { total: VICTIMS - cap } });
    assert.equal(await letters(center), CAPS.letter_limit_total);
});

test('every one of them saw the same pages, and is on no list', async () => {
    assert.equal(await center.one("SELECT count(*) FROM v_subscribers WHERE state <> 'pending'"), 0);
    const sent = await letters(center);
    const page = async (mail, n) => {
        const answer = await send(center.client, newsletter, { name: 'Ada', email: mail }, from(n));
        return bare(answer) + bare(await center.client.get(answer.headers.location, from(n)));
    };
    assert.equal(await page(fresh('held'), 8000), await page('v@network0.example', 8001));
    assert.equal(await letters(center), sent);
});

test('a day later the caps are free again', async () => {
    change(center, 'UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30');
    assert.deepEqual(await raid(3, (i) => `v@later${i}.example`, () => from(5000)), { letters: 3, held: {} });
});

test('whatever forms are sent for one address, it gets a few letters a day, and the receipt of its opt-out', async (t) => {
    const calm = await start({ settings: { letter_limit_network: 12 } }), mails = new Mailbox(calm);
    t.after(() => calm.stop());
    const victim = fresh('subscriber');
    fs.writeFileSync(path.join(calm.dir, 'people.csv'), `email\n${victim}\n`);
    await calm.helpctl('list', 'import', 'newsletter', path.join(calm.dir, 'people.csv'), '--source', 'a card');
    const last = formNamed('opt-out');
    for (const form of [...forms.filter((f) => f !== last), last]) {
        const named = form.fields.some((f) => f.name === 'name');
        if (form === last) await mails.of(victim); // sent: who has opted out is not asked to confirm any more
        await volley(25, async (i) => {
            const values = { ...form.good(victim), ...(named ? { name: `Visitor ${i}` } : {}) };
            assert.equal((await send(calm.client, form, values)).status, 303);
        });
    }
    const { confirm = 0, already = 0, preferences = 0, inquiry = 0, left = 0, ...receipts } = tally((await mails.of(victim)).map((letter) => letter.kind));
    assert.equal(confirm + already, 1);
    assert.ok(preferences <= 3, `${preferences}`);
    assert.ok(inquiry <= 3, `${inquiry}`);
    assert.ok(Object.values(receipts).reduce((a, b) => a + b, 0) <= 10, JSON.stringify(receipts));
    assert.equal(left, 1, 'whose mail a stranger stopped can undo it, whatever caps are used up');
    assert.equal(await letters(calm, "letter <> 'left'"), 12, 'no more from one network');
});

// ---- known and unknown -------------------------------------------------------------------------------

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
const ASKS = {
    newsletter: (mail) => ({ name: 'Ada Lovelace', email: mail }),
    'opt-out': (mail) => ({ email: mail, list: 'newsletter' }),
    preferences: (mail) => ({ email: mail }),
};

test('known and unknown addresses get the same bytes in the same time', async (t) => {
    const calm = await start(), { client } = calm;
    t.after(() => calm.stop());
    const known = (name, i) => `known-${name}-${i}@example.com`, unknown = (name, i) => `nobody-${name}-${i}@example.com`;
    const people = path.join(calm.dir, 'people.csv');
    fs.writeFileSync(people, ['email', ...Object.keys(ASKS).flatMap((name) => Array.from({ length: PAIRS }, (_, i) => known(name, i)))].join('\n'));
    await calm.helpctl('list', 'import', 'newsletter', people, '--source', 'a card');
    for (const [name, values] of Object.entries(ASKS)) {
        const form = formNamed(name), times = [[], []];
        for (let i = 0; i < PAIRS; i++) {
            const seen = [];
            for (const [which, mail] of [[0, known(name, i)], [1, unknown(name, i)]].sort(() => (i & 1) - 0.5)) {
                const pairs = pairsOf(form, values(mail), await open(client, form));
                const begin = performance.now();
                const answer = await client.post(form.address, pairs);
                times[which].push(performance.now() - begin);
                assert.equal(answer.status, 303, answer.text);
                seen[which] = bare(answer) + bare(await client.get(answer.headers.location));
            }
            const [one, other] = seen.map((text) => text.split('\n')), at = one.findIndex((line, i) => line !== other[i]);
            assert.ok(seen[0] === seen[1], `${name}: ${one[at]} and ${other[at]}`);
        }
        const [one, other] = times.map(median);
        t.diagnostic(`${name}: ${one.toFixed(2)} ms known, ${other.toFixed(2)} ms unknown`);
        assert.ok(Math.abs(one - other) < 5, `${name}: medians ${one} and ${other} ms`);
        const made = await calm.sql(`SELECT letter, count(*) AS n FROM v_outbox WHERE email LIKE 'known-${name}-%' GROUP BY letter`);
        assert.deepEqual(made, [{ letter: { newsletter: 'already', 'opt-out': 'left', preferences: 'preferences' }[name], n: PAIRS }], 'they are known');
    }
});

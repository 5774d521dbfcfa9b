// Every way out, walked as people walk it: the form, the link and the button of the mail program in the welcome letter, a
// mail, the page of choices, staff. The rows they leave are equal but for the channel. And an opt-out that races a
// confirmation wins: once both are answered, the person is off the list.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { formNamed, fresh, open, pairsOf, send } from '../lib/forms.mjs';
import { postForm } from '../lib/html.mjs';
import { sleep, start } from '../lib/instance.mjs';
import { deliver, Mailbox } from '../lib/mailbox.mjs';
import { optouts, states, story } from '../lib/rows.mjs';

const ROUNDS = Number(process.env.RACES ?? 12);
const center = await start();
after(() => center.stop());
const { client } = center, mails = new Mailbox(center);
const optOut = formNamed('opt-out'), club = formNamed('club'), newsletter = formNamed('newsletter');
const pathOf = (address) => new URL(address).pathname;
const acknowledged = (answer, status = 303) => assert.equal(answer.status, status, answer.text);

// Opens a link and presses the nth button of the page; where all is done already, there is none.
async function press(address, nth = 0) {
    const page = await client.get(pathOf(address));
    acknowledged(page, 200);
    const names = [...page.text.matchAll(/<input type="hidden" name="list" value="([^"]*)">/g)].map((m) => m[1]);
    if (names.length) acknowledged(await client.post(pathOf(address), [['list', names[nth]]]));
}
const link = async (mail, kind, page) => (await mails.to(mail, kind)).link(page);

// On the club, the newsletter and the special offers.
async function member(mail) {
    acknowledged(await send(client, club, club.good(mail)));
    await press(await link(mail, 'confirm', 'confirm'));
    assert.deepEqual(await states(center, mail), { club: 'active', newsletter: 'active', 'special-offers': 'active' });
}
const welcome = async (mail) => (await mails.to(mail, 'welcome')).oneClick();
const mailed = (mail, { to, subject, text = '' }) => deliver(center,
    `From: Ada <${mail}>\nTo: ${to}\nSubject: ${subject}\nMessage-ID: <${fresh('id')}>\nDate: Sun, 22 Nov 2026 10:00:00 +0000\n\n${text}\n`,
    { recipient: to, sender: mail });

// The page of choices, saved without some of its lists; or its button that stops everything.
async function choose(mail, without) {
    acknowledged(await send(client, formNamed('preferences'), { email: mail }));
    const address = pathOf(await link(mail, 'preferences', 'preferences'));
    const { fields } = postForm((await client.get(address)).text);
    const kept = [...fields].flatMap(([name, f]) => (f.options.length ? f.values.filter((v) => !without.includes(v)) : [f.value]).map((v) => [name, v]));
    acknowledged(await client.post(address, without.includes('all') ? [['nonce', fields.get('nonce').value], ['all', '1']] : kept));
}

// The welcome letter names all three lists, so its link and its header leave those.
const JOINED = ['club', 'newsletter', 'special-offers'];
const SOME = {
    link: async (mail) => press(await link(mail, 'welcome', 'leave')),
    'one-click': async (mail) => acknowledged(await client.post(pathOf((await welcome(mail)).post), 'List-Unsubscribe=One-Click'), 200),
    mail: async (mail) => mailed(mail, { to: (await welcome(mail)).mail, subject: 'unsubscribe' }),
    preferences: (mail) => choose(mail, JOINED),
};
const ONE = {
    web: async (mail) => acknowledged(await send(client, optOut, { email: mail, list: 'club' })),
    preferences: (mail) => choose(mail, ['club']),
    staff: (mail) => center.helpctl('list', 'optout', mail, '--list', 'club'),
    phone: (mail) => center.helpctl('list', 'optout', mail, '--list', 'club', '--channel', 'phone'),
};
const ALL = {
    web: async (mail) => acknowledged(await send(client, optOut, { email: mail, list: 'all' })),
    link: async (mail) => press(await link(mail, 'welcome', 'leave'), 1),
    mail: (mail) => mailed(mail, { to: 'support@alphaimports.com', subject: 'Re: remove', text: '> our newsletter' }),
    preferences: (mail) => choose(mail, ['all']),
    staff: (mail) => center.helpctl('list', 'optout', mail),
};

// All rows that an opt-out leaves of an address, but for the time, the reference, and where it was asked, which only a
// page has: page, its words, network.
async function left(mail) {
    const person = `(SELECT id FROM person WHERE email = '${mail}')`;
    const tables = {
        subscription: `SELECT list, state, source FROM subscription WHERE person_id = ${person} ORDER BY list`,
        suppression: `SELECT list, channel, key_id, length(address_hash) AS hash, lifted_at FROM suppression WHERE person_id = ${person} ORDER BY list`,
        consent: `SELECT event, list, channel, email, name, reason, source FROM v_consent WHERE email = '${mail}' AND event = 'leave' ORDER BY list`,
        audit: `SELECT a.action, a.channel, a.subject, a.detail FROM audit a JOIN consent_event e ON a.subject = 'consent_event' AND a.subject_id = e.id
            WHERE e.person_id = ${person} AND e.kind = 'leave' ORDER BY e.list`,
        outbox: `SELECT letter, lists FROM outbox WHERE person_id = ${person} AND letter = 'left'`,
        token: `SELECT purpose, lists, ends_at - created_at AS good FROM token WHERE person_id = ${person} AND purpose = 'undo'`,
    };
    const rows = {};
    for (const [table, query] of Object.entries(tables)) rows[table] = await center.sql(query);
    assert.equal(await center.one(`SELECT count(DISTINCT reference) FROM v_consent WHERE email = '${mail}' AND event = 'leave'`), 1, 'one reference');
    return rows;
}

for (const [what, ways] of Object.entries({ 'one list': ONE, 'the lists of a letter': SOME, everything: ALL })) {
    test(`${what}: the rows of ${Object.keys(ways).join(', ')} are equal but for the channel, twice is harmless, and each can be undone`, async () => {
        const seen = {};
        for (const [channel, leave] of Object.entries(ways)) {
            const mail = fresh('ways');
            await member(mail);
            await leave(mail);
            const rows = await left(mail);
            for (const row of [...rows.suppression, ...rows.consent]) assert.equal(row.channel, channel);
            assert.ok(rows.consent.length > 0 && rows.audit.length === rows.consent.length && rows.suppression.length === rows.consent.length);
            assert.equal(rows.token.length, 1);
            seen[channel] = JSON.stringify(rows, null, 1).replaceAll(`"${channel}"`, '"CHANNEL"').replaceAll(mail, 'MAIL');
            await leave(mail);
            assert.deepEqual(await left(mail), rows, `${channel} twice`);
            const receipt = await mails.to(mail, 'left');
            await press(receipt.link('undo'));
            assert.deepEqual(await states(center, mail), { club: 'active', newsletter: 'active', 'special-offers': 'active' }, `${channel} undone`);
            assert.deepEqual(await optouts(center, mail), []);
        }
        const [first, ...others] = Object.entries(seen);
        for (const [channel, rows] of others) assert.equal(rows, first[1], `${channel} and ${first[0]}`);
    });
}

test('an address that nobody knows: each way without a link leaves a keyed hash and nothing else', async () => {
    const ways = { web: ALL.web, staff: ALL.staff };
    for (const [channel, leave] of Object.entries(ways)) {
        const mail = fresh('nobody');
        const before = await center.one('SELECT count(*) FROM suppression');
        await leave(mail);
        assert.deepEqual(await center.sql(`SELECT email, list, channel FROM v_optouts WHERE channel = '${channel}' AND email IS NULL`),
            [{ email: null, list: 'all', channel }]);
        assert.equal(await center.one('SELECT count(*) FROM suppression'), before + 1);
        assert.equal(await center.one(`SELECT count(*) FROM person WHERE email = '${mail}'`), 0);
        assert.equal(await center.one(`SELECT count(*) FROM audit_value WHERE value LIKE '%${mail}%'`), 0);
    }
});

// ---- the race --------------------------------------------------------------------------------------------

// A sign-up whose letter has come: what the two buttons and mails send.
async function waiting() {
    const mail = fresh('race');
    acknowledged(await send(client, newsletter, newsletter.good(mail)));
    const confirm = pathOf(await link(mail, 'confirm', 'confirm'));
    return { mail, confirm: () => client.post(confirm, [['list', 'newsletter']]) };
}
const RACERS = {
    'the form': async (mail) => {
        const pairs = pairsOf(optOut, { email: mail, list: 'newsletter' }, await open(client, optOut));
        return () => client.post('/opt-out', pairs);
    },
    'a mail': async (mail) => () => mailed(mail, { to: 'support@alphaimports.com', subject: 'remove' }),
    staff: async (mail) => () => center.helpctl('list', 'optout', mail),
};

for (const [name, ready] of Object.entries(RACERS)) {
    test(`an opt-out by ${name} that races the confirmation wins, ${ROUNDS} times`, async (t) => {
        const orders = { confirmed: 0, stopped: 0 };
        for (let i = 0; i < ROUNDS; i++) {
            const { mail, confirm } = await waiting();
            const leave = await ready(mail);
            const late = name === 'the form' ? 0 : 40 * (i / ROUNDS); // a program has to start first
            const acts = [leave, async () => { if (late) await sleep(late); return Promise.all([confirm(), confirm()]); }];
            if (i % 2) acts.reverse();
            await Promise.all(acts.map((act) => act()));
            assert.deepEqual(await states(center, mail), { newsletter: 'opted_out' });
            assert.equal((await optouts(center, mail)).length, 1);
            const events = (await story(center, mail)).map((e) => e.event);
            assert.equal(events.at(-1), 'leave', `${events}`);
            orders[events.includes('confirm') ? 'confirmed' : 'stopped']++;
            acknowledged(await confirm()); // pressed once more, it brings nothing back
            assert.deepEqual(await states(center, mail), { newsletter: 'opted_out' });
            // a welcome that was still to be sent would be none
            const letters = (await mails.of(mail)).map((l) => l.kind);
            assert.deepEqual(letters, events.includes('confirm') ? ['confirm', 'left'] : ['confirm']);
        }
        t.diagnostic(`${orders.confirmed} confirmed before, ${orders.stopped} not any more`);
    });
}

test('an opt-out of everything that races the undo of an earlier one wins', async () => {
    for (let i = 0; i < ROUNDS; i++) {
        const mail = fresh('back');
        await member(mail);
        await ONE.web(mail);
        const undo = pathOf(await link(mail, 'left', 'undo'));
        const answers = await Promise.all([client.post(undo, [['list', 'club']]), send(client, optOut, { email: mail, list: 'all' })]);
        for (const answer of answers) acknowledged(answer);
        assert.deepEqual(await states(center, mail), { club: 'opted_out', newsletter: 'opted_out', 'special-offers': 'opted_out' });
        acknowledged(await client.post(undo, [['list', 'club']]));
        assert.equal((await states(center, mail)).club, 'opted_out');
    }
});

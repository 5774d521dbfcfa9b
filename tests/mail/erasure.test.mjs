// A person who is erased: no byte of the address is left in the database, and the opt-out still holds, for sign-up, staff
// and import. Only a new sign-up that the mailbox confirms brings the address back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { formNamed, send } from '../lib/forms.mjs';
import { start } from '../lib/instance.mjs';
import { deliver, Mailbox } from '../lib/mailbox.mjs';
import { change, states } from '../lib/rows.mjs';

const center = await start();
after(() => center.stop());
const { client } = center, mails = new Mailbox(center);
const pathOf = (address) => new URL(address).pathname;
const acknowledged = (answer, status = 303) => assert.equal(answer.status, status, answer.text);

async function press(address) {
    const page = await client.get(pathOf(address));
    const lists = /<input type="hidden" name="list" value="([^"]*)">/.exec(page.text)[1];
    acknowledged(await client.post(pathOf(address), [['list', lists]]));
}
const link = async (mail, kind, page) => (await mails.to(mail, kind)).link(page);

// What a CSV of that one address does to the newsletter.
async function imported(mail) {
    const file = path.join(center.dir, 'people.csv');
    fs.writeFileSync(file, `email,consent_source\n${mail},a card\n`);
    const { stdout = '', stderr } = await center.helpctl('list', 'import', 'newsletter', file).catch((error) => error);
    return stdout + stderr;
}

// Where in the database's files one of the words stands, in whatever case and encoding of its own.
function found(...words) {
    const places = [];
    for (const name of fs.readdirSync(center.dir).filter((n) => n.startsWith('helpcenter.db') || n.endsWith('.counter'))) {
        const bytes = fs.readFileSync(path.join(center.dir, name)), text = bytes.toString('latin1').toLowerCase();
        for (const word of words) {
            for (const form of [Buffer.from(word).toString('latin1'), Buffer.from(word, 'utf16le').toString('latin1')]) {
                if (text.includes(form.toLowerCase())) places.push(`${word} in ${name}`);
            }
        }
    }
    return places;
}

const MAIL = 'Zenobia.Quix@Erasure.example', KEY = MAIL.toLowerCase(), NAME = 'Zenobia Quixwood', MOVED = 'zenobia-abroad@erasure.example';
const REASON = 'Moved to Xanthipolis';
const TRACES = ['zenobia', 'quix', 'erasure.example', 'xanthip'];

test('a person leaves traces everywhere', async () => {
    for (const [name, values] of [['newsletter', { name: NAME, email: MAIL }],
        ['catalog', { name: NAME, email: MAIL, address1: '1 Xanthip Road', city: 'Quixville', zip: '10036', country: 'USA' }],
        ['advice', { email: MAIL, message: 'What is a quixite?', item: 'Xanthipite', budget: 'Ask Zenobia' }]]) {
        acknowledged(await send(client, formNamed(name), values));
    }
    const text = path.join(center.dir, 'answer.txt');
    fs.writeFileSync(text, 'Dear Zenobia, the quixite of Xanthipolis is none.\n');
    await center.helpctl('inquiry', 'answer', await center.one("SELECT reference FROM v_inquiries WHERE kind = 'advice'"), '--text', text);
    await press(await link(KEY, 'confirm', 'confirm'));
    acknowledged(await send(client, formNamed('preferences'), { email: MAIL }));
    const address = pathOf(await link(KEY, 'preferences', 'preferences'));
    const nonce = /name="nonce" value="([^"]*)"/.exec((await client.get(address)).text)[1];
    acknowledged(await client.post(address, [['list', 'newsletter'], ['was', 'newsletter'], ['name', 'Zenobia Q. Quixwood'], ['email', MOVED], ['nonce', nonce]]));
    await mails.to(MOVED, 'change-new');
    await deliver(center, `From: Z <${KEY}>\nTo: support@alphaimports.com\nSubject: Out of office\nAuto-Submitted: auto-replied\nMessage-ID: <1@erasure.example>\n\nAway\n`,
        { recipient: 'support@alphaimports.com', sender: KEY });
    acknowledged(await send(client, formNamed('opt-out'), { email: MAIL, list: 'all', message: REASON }));
    assert.deepEqual(await states(center, KEY), { newsletter: 'opted_out' });
    for (const trace of TRACES) assert.ok(found(trace).length > 0, trace);
});

test('erasing the person leaves no byte of it in the database', async () => {
    const { stdout: said } = await center.helpctl('person', 'erase', MAIL, '--yes');
    assert.doesNotMatch(said, /log holds/);
    assert.deepEqual(found(...TRACES), []);
    assert.equal(await center.one(`SELECT count(*) FROM person WHERE email IS NOT NULL`), 0);
    assert.deepEqual((await center.sql('PRAGMA foreign_key_check')), []);
    await center.end();
    assert.deepEqual(found(...TRACES), [], 'after the program has ended');
    await center.restart();
    const { stdout } = await center.helpctl('audit', 'verify');
    assert.match(stdout, /^It proves\.$/m);
});

test('the opt-out still holds, for staff and import', async () => {
    assert.deepEqual(await center.sql('SELECT email, list, channel FROM v_optouts'), [{ email: null, list: 'all', channel: 'web' }]);
    assert.match(await imported(MAIL), /1 rows?, 0 imported, 0 already, 1 suppressed/);
    await assert.rejects(center.helpctl('list', 'add', 'club', MAIL, '--reason', 'asked by phone'), /has opted out/);
    assert.deepEqual(found(...TRACES), [], 'refusing tells nobody');
});

test('links in the letters that lie in the mailbox act no more, but for leaving', async () => {
    for (const [mail, kind, page] of [[KEY, 'confirm', 'confirm'], [KEY, 'left', 'undo'], [KEY, 'preferences', 'preferences'], [MOVED, 'change-new', 'confirm']]) {
        const address = pathOf(await link(mail, kind, page).catch(() => 'http://x/none'));
        if (address === '/none') continue; // dropped before it was sent
        const answer = await client.post(address, [['list', 'newsletter']]);
        assert.ok([404, 410].includes(answer.status), `${kind}: ${answer.status}`);
    }
    const leave = pathOf((await mails.to(KEY, 'welcome')).oneClick().post);
    acknowledged(await client.post(leave, 'List-Unsubscribe=One-Click'), 200);
    assert.equal(await center.one('SELECT count(*) FROM subscription'), 0);
    assert.deepEqual(found(...TRACES), []);
});

test('a sign-up makes nothing active without the mailbox, and with it the address is back', async () => {
    change(center, 'UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30');
    acknowledged(await send(client, formNamed('newsletter'), { name: 'Zenobia', email: MAIL }));
    assert.deepEqual(await states(center, KEY), { newsletter: 'pending' });
    assert.match(await imported(MAIL), /1 suppressed/);
    assert.deepEqual(await states(center, KEY), { newsletter: 'pending' });
    const letter = await mails.to(KEY, 'confirm');
    assert.match(letter.text, /you asked us not to write/);
    await press(letter.link('confirm'));
    assert.deepEqual(await states(center, KEY), { newsletter: 'active' });
    assert.match(await imported(MAIL), /1 already/);
});

test('who was erased while active is opted out with it: no import brings them back', async () => {
    const mail = 'plain@erasure.example';
    assert.match(await imported(mail), /1 imported/);
    await center.helpctl('person', 'erase', mail, '--yes');
    assert.deepEqual(found('plain@'), []);
    assert.match(await imported(mail), /1 suppressed/);
});

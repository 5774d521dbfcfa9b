// What happens as days go by: sign-ups that nobody confirmed lapse, and the owner is told who joined and who left. The
// days are made by setting rows back.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { formNamed, fresh, send } from '../lib/forms.mjs';
import { start, until } from '../lib/instance.mjs';
import { Mailbox } from '../lib/mailbox.mjs';
import { change, states } from '../lib/rows.mjs';
import { words } from '../lib/words.mjs';

const OWNER = 'owner@example.com', DAY = 86400;
const center = await start({ settings: { digest_mail: OWNER } });
after(() => center.stop());
const { client } = center, mails = new Mailbox(center);
const newsletter = formNamed('newsletter'), optOut = formNamed('opt-out'), club = formNamed('club');
const acknowledged = (answer) => assert.equal(answer.status, 303, answer.text);
const signUp = async (mail, form = newsletter) => acknowledged(await send(client, form, form.good(mail)));
async function confirm(mail, lists) {
    acknowledged(await client.post(new URL((await mails.to(mail, 'confirm')).link('confirm')).pathname, [['list', lists]]));
}
const idOf = (mail) => center.one(`SELECT id FROM person WHERE email = '${mail}'`);
// A sign-up, and the letter's link with it, is that much older.
const age = (id, seconds) => change(center, `UPDATE subscription SET since = since - ${seconds} WHERE person_id = ${id};
    UPDATE token SET created_at = created_at - ${seconds}, ends_at = ends_at - ${seconds} WHERE person_id = ${id}`);

test('a sign-up that nobody confirmed for eight days is gone within seconds, and the ledger says so', async () => {
    const mail = fresh('lapses'), young = fresh('young'), kept = fresh('kept');
    for (const one of [mail, young, kept]) await signUp(one);
    await confirm(kept, 'newsletter');
    const id = await idOf(mail), [old, active] = [await idOf(young), await idOf(kept)];
    const link = new URL((await mails.to(mail, 'confirm')).link('confirm')).pathname;
    age(id, 8.5 * DAY);
    age(old, 6.9 * DAY);
    age(active, 30 * DAY);
    await until('the sign-up to lapse', async () => (await center.one(`SELECT count(*) FROM subscription WHERE person_id = ${id}`)) === 0, { seconds: 10 });
    assert.deepEqual(await center.sql(`SELECT kind, channel, list FROM consent_event WHERE person_id = ${id} ORDER BY id`),
        [{ kind: 'join', channel: 'web', list: 'newsletter' }, { kind: 'lapse', channel: 'program', list: 'newsletter' }]);
    assert.deepEqual(await center.sql(`SELECT email, email_typed, name, state FROM person WHERE id = ${id}`), [{ email: null, email_typed: null, name: null, state: 'erased' }]);
    assert.equal(await center.one(`SELECT count(*) FROM audit_value WHERE value LIKE '%${mail}%'`), 0, 'nothing is kept of a stranger');
    assert.ok([404, 410].includes((await client.post(link, [['list', 'newsletter']])).status));
    assert.deepEqual(await states(center, young), { newsletter: 'pending' }, 'within its seven days');
    assert.deepEqual(await states(center, kept), { newsletter: 'active' });
    await confirm(young, 'newsletter');
    assert.deepEqual(await states(center, young), { newsletter: 'active' });
});

test("a stranger's sign-up of somebody who had left lapses too, and they have left as before", async () => {
    const mail = fresh('gone');
    await signUp(mail);
    await confirm(mail, 'newsletter');
    acknowledged(await send(client, optOut, { email: mail, list: 'all' }));
    change(center, 'UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30');
    acknowledged(await send(client, newsletter, { name: 'A Stranger', email: mail }));
    assert.deepEqual(await states(center, mail), { newsletter: 'pending' });
    age(await idOf(mail), 8.5 * DAY);
    await until('that sign-up to lapse', async () => (await states(center, mail)).newsletter === 'opted_out', { seconds: 10 });
    await assert.rejects(center.helpctl('list', 'add', 'club', mail, '--reason', 'x'), /has opted out/);
});

test('the day after, the owner gets a letter about who joined, who left and why', async () => {
    const [ada, bea, cyd] = [fresh('Ada').toLowerCase(), fresh('bea'), fresh('cyd')];
    for (const mail of [ada, bea]) await signUp(mail, club);
    for (const mail of [ada, bea]) await confirm(mail, 'newsletter club special-offers');
    acknowledged(await send(client, optOut, { email: bea, list: 'all', message: 'Too many stones.' }));
    await center.helpctl('list', 'optout', ada, '--list', 'newsletter', '--channel', 'phone');
    await signUp(cyd);
    assert.deepEqual(await mails.of(OWNER), [], 'not on the day itself');
    await until('the first look at the day', () => center.one("SELECT value FROM setting WHERE name = 'digest_day'"));
    change(center, `DROP TRIGGER consent_event_no_update; UPDATE consent_event SET at = at - ${DAY} WHERE person_id IN
        (SELECT id FROM person WHERE email IN ('${ada}', '${bea}', '${cyd}')); UPDATE setting SET value = date(value, '-1 day') WHERE name = 'digest_day'`);
    await until('the digest', () => center.one("SELECT count(*) FROM outbox WHERE letter = 'digest'"), { seconds: 10 });
    const [letter, ...more] = await mails.of(OWNER);
    assert.deepEqual(more, []);
    assert.equal(letter.kind, 'digest');
    assert.match(letter.subject, /: 6 joined, 2 left$/);
    for (const body of [letter.text, letter.html]) {
        for (const text of [ada, bea, 'Too many stones.', words('digest_by_link'), words('digest_by_phone'), words('digest_by_web')]) assert.ok(body.includes(text), text);
        assert.ok(!body.includes(cyd), 'who has not confirmed is no news');
    }
    const lines = letter.text.split('\n');
    const reason = lines.findIndex((line) => line.includes('Too many stones.'));
    assert.ok(lines[reason - 2].includes(bea) && lines[reason - 1].includes(words('letter_list_all')));
    assert.equal(letter.headers['list-unsubscribe'], undefined, 'the owner is no subscriber');
    assert.deepEqual(await center.sql(`SELECT event, list, channel, reason FROM v_list_changes WHERE email = '${bea}' AND event = 'leave'`),
        [{ event: 'leave', list: 'all', channel: 'web', reason: 'Too many stones.' }]);
    assert.equal(await center.one("SELECT count(*) FROM outbox WHERE letter = 'digest'"), 1, 'once a day');
});

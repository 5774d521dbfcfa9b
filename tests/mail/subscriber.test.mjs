// What a subscriber lives through, from the form to the last letter: Chromium without script, real programs, letters
// read out of the .eml files as a mail client reads them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fresh } from '../lib/forms.mjs';
import { start } from '../lib/instance.mjs';
import { deliver } from '../lib/mailbox.mjs';
import { change } from '../lib/rows.mjs';
import { Crowd } from '../lib/subscriber.mjs';
import { words } from '../lib/words.mjs';

const center = await start();
const people = await Crowd.at(center);
after(async () => {
    await people.close();
    await center.stop();
});
const somebody = (word) => people.person(fresh(word));
const list = (id) => words('choice_' + id);
// A letter on another day: what was sent so far no longer counts for the caps.
const nextDay = () => change(center, 'UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30');

test('newsletter form, letter, link, button: on the list, and the ledger tells the story', async () => {
    const ada = people.person('Ada.Flow@Example.com');
    await ada.signUp('Ada Lovelace');
    assert.deepEqual(await ada.states(), { newsletter: 'pending' });
    const letter = await ada.letter('confirm');
    assert.deepEqual(await ada.kinds(), ['confirm']);
    assert.equal(letter.headers.to, 'Ada.Flow@example.com');
    for (const stranger of ['Ada Lovelace', 'Lovelace']) assert.ok(!(letter.subject + letter.text + letter.html).includes(stranger), 'what was typed');
    assert.equal(await ada.open(letter.link('confirm')), words('confirm_title'));
    assert.match(await ada.says(), / comes to Ada\.Flow@Example\.com:/);
    assert.deepEqual(await ada.states(), { newsletter: 'pending' }, 'looking is not enough');
    assert.equal(await ada.press('confirm_button'), words('confirmed_title'));
    const [row] = await center.sql("SELECT * FROM v_subscribers WHERE email = 'ada.flow@example.com'");
    assert.deepEqual([row.list, row.state, row.name, row.source], ['newsletter', 'active', 'Ada Lovelace', 'web /newsletter']);

    const ledger = await center.sql("SELECT * FROM v_consent WHERE email = 'ada.flow@example.com' ORDER BY event DESC");
    assert.deepEqual(ledger.map((e) => [e.event, e.list, e.channel, e.page]), [['join', 'newsletter', 'web', '/newsletter'], ['confirm', 'newsletter', 'link', '/confirm']]);
    const [join, confirm] = ledger;
    assert.match(join.words, /^\/newsletter version \d+$/);
    assert.match(join.policy, /^\/help\/privacy-policy\.html version \d+$/);
    assert.match(join.words_hash, /^[0-9a-f]{64}$/);
    assert.equal(join.name, 'Ada Lovelace');
    for (const e of ledger) assert.equal(e.network, '127.0.0.0/24');
    assert.equal(confirm.reference, join.reference, 'one story, one reference');
    const shown = await center.one(`SELECT w.source FROM consent_event e JOIN page_version w ON w.id = e.wording_id WHERE e.reference = '${join.reference}' AND e.kind = 'join'`);
    assert.ok(shown.length > 40, 'the wording itself is kept');
});

test('the welcome letter: how to leave stands in it thrice, and each works', async () => {
    const bea = somebody('bea');
    await bea.join();
    const welcome = await bea.letter('welcome');
    assert.deepEqual(await bea.kinds(), ['confirm', 'welcome']);
    assert.match(welcome.headers['auto-submitted'], /^auto-generated$/);
    assert.equal(welcome.link('leave'), welcome.oneClick().post);
    await bea.open(welcome.addresses().find((a) => a.endsWith('/preferences')));
    assert.ok(await bea.page.getByRole('button', { name: words('send_preferences') }).isVisible());

    await bea.open(welcome.link('leave'));
    assert.equal(await bea.press('leave_button'), words('left_title'));
    assert.deepEqual(await bea.states(), { newsletter: 'opted_out' });

    const cyd = somebody('cyd');
    await cyd.join();
    const answer = await center.client.post(new URL((await cyd.letter('welcome')).oneClick().post).pathname, 'List-Unsubscribe=One-Click');
    assert.deepEqual([answer.status, answer.headers.location, answer.headers['set-cookie']], [200, undefined, undefined]);
    assert.deepEqual(await cyd.states(), { newsletter: 'opted_out' });

    const dot = somebody('dot');
    await dot.join();
    const to = (await dot.letter('welcome')).oneClick().mail;
    await deliver(center, `From: ${dot.mail}\nTo: ${to}\nSubject: unsubscribe\nMessage-ID: <1@example.com>\n\n`, { recipient: to, sender: dot.mail });
    assert.deepEqual(await dot.states(), { newsletter: 'opted_out' });
    for (const one of [bea, cyd, dot]) assert.deepEqual(await one.kinds(), ['confirm', 'welcome', 'left']);
});

test('the receipt of an opt-out undoes it', async () => {
    const eve = somebody('eve');
    await eve.join('club', ['newsletter']);
    await eve.open((await eve.letter('welcome')).link('leave'));
    await eve.press('leave_all_button');
    assert.deepEqual([...new Set(Object.values(await eve.states()))], ['opted_out']);
    const receipt = await eve.letter('left');
    assert.ok(receipt.text.includes(words('letter_list_all')) || receipt.subject.includes(words('letter_list_all')));
    assert.equal(await eve.open(receipt.link('undo')), words('undo_title'));
    assert.deepEqual([...new Set(Object.values(await eve.states()))], ['opted_out'], 'looking is not enough');
    assert.equal(await eve.press('undo_button'), words('undone_title'));
    assert.deepEqual(await eve.states(), { club: 'active', newsletter: 'active' });
    assert.deepEqual(await eve.optouts(), []);
    assert.equal(await eve.open(receipt.link('undo')), words('undone_title'), 'the link says so from then on');
});

test("a stranger's sign-up takes nothing from who has left: neither the opt-out nor its undoing", async () => {
    const kim = somebody('kim');
    await kim.join();
    await kim.send('opt-out', {}, ['all']);
    nextDay();
    await kim.signUp('A Stranger');
    assert.deepEqual(await kim.optouts(), [{ list: 'all', channel: 'web' }]);
    await assert.rejects(center.helpctl('list', 'add', 'newsletter', kim.mail, '--reason', 'x'), /has opted out/);
    await kim.open((await kim.letter('left')).link('undo'));
    assert.equal(await kim.press('undo_button'), words('undone_title'));
    assert.deepEqual(await kim.states(), { newsletter: 'active' });
    assert.deepEqual(await kim.optouts(), []);
});

test('choices by a mailed link: lists and name', async () => {
    const fay = somebody('fay');
    await fay.join();
    await fay.choices();
    assert.deepEqual(await fay.page.locator('[name="list"]:checked').evaluateAll((all) => all.map((e) => e.value)), ['newsletter']);
    await fay.page.getByLabel(list('bargains')).check();
    await fay.page.getByLabel(list('newsletter')).uncheck();
    await fay.page.locator('[name="name"]').fill('Fay Wray');
    await fay.press('send_choose');
    assert.match(await fay.says(), /Your choices are saved/);
    assert.deepEqual(await fay.states(), { bargains: 'active', newsletter: 'opted_out' });
    assert.equal(await center.one(`SELECT name FROM v_subscribers WHERE email = '${fay.mail}' AND list = 'bargains'`), 'Fay Wray');
    assert.deepEqual((await fay.story()).filter((e) => e.channel === 'preferences').map((e) => [e.event, e.list]).sort(), [['confirm', 'bargains'], ['leave', 'newsletter']]);
});

test('a new address takes the word of both mailboxes', async () => {
    const gus = somebody('gus'), there = somebody('gus.new');
    await gus.join();
    await gus.choices();
    await gus.page.locator('[name="email"]').fill(there.typed);
    await gus.press('send_choose');
    const [old, young] = [await gus.letter('change-old'), await there.letter('change-new')];
    assert.ok(!(young.subject + young.text + young.html).includes(gus.mail), 'a stranger does not learn the old address');
    assert.equal(await gus.open(old.link('confirm')), words('change_title'));
    assert.equal(await gus.press('change_button'), words('change_half_title'));
    assert.deepEqual(await gus.states(), { newsletter: 'active' });
    await there.open(young.link('confirm'));
    assert.equal(await there.press('change_button'), words('changed_title'));
    assert.deepEqual(await gus.states(), {});
    assert.deepEqual(await there.states(), { newsletter: 'active' });
    assert.deepEqual(await there.kinds(), ['change-new', 'changed']);
    // the old welcome letter is still about the same person
    await gus.open((await gus.letter('welcome')).link('leave'));
    await gus.press('leave_button');
    assert.deepEqual(await there.states(), { newsletter: 'opted_out' });
    assert.deepEqual((await there.kinds()).at(-1), 'left');
});

test('who is on the list already gets a letter that says so; the page does not', async () => {
    const hal = somebody('hal');
    await hal.join();
    nextDay();
    await hal.signUp('Hal Again');
    const page = (await hal.says()).replace(/[0-9A-Z]{4}-[0-9A-Z]{4}/, 'REF');
    assert.deepEqual(await hal.kinds(), ['confirm', 'welcome', 'already']);
    const letter = await hal.letter('already');
    assert.ok(!letter.text.includes('Hal Again'));
    assert.deepEqual(await hal.states(), { newsletter: 'active' });
    assert.equal(await hal.open(letter.link('leave')), words('leave_title'));
    const ivy = somebody('ivy');
    await ivy.signUp('Hal Again');
    assert.equal((await ivy.says()).replace(/[0-9A-Z]{4}-[0-9A-Z]{4}/, 'REF').replaceAll(ivy.typed, hal.typed), page);
});

test('an address that opted out: the letter says so, and only its button brings it back', async () => {
    const joe = somebody('joe');
    await joe.send('opt-out', {}, ['all']);
    assert.deepEqual(await joe.kinds(), [], 'a stranger gets no receipt');
    await joe.signUp();
    assert.deepEqual(await joe.states(), { newsletter: 'pending' });
    const letter = await joe.letter('confirm');
    assert.match(letter.text, /On \d+ [A-Z][a-z]+ \d{4} you asked us not to write\./);
    await assert.rejects(center.helpctl('list', 'add', 'bargains', joe.mail, '--reason', 'x'), /has opted out/);
    await joe.open(letter.link('confirm'));
    assert.match(await joe.says(), /you asked us not to write to this address/);
    await joe.press('confirm_button');
    assert.deepEqual(await joe.states(), { newsletter: 'active' });
    await assert.rejects(center.helpctl('list', 'add', 'bargains', joe.mail, '--reason', 'x'), /has opted out/, 'of all but the newsletter');
});

test('nobody else was asked, nothing was complained of, no cookie was left', () => people.quiet());

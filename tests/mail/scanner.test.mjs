// What opens letters before people do: it asks for every address in them, more than once, lets pages run what they like
// and clicks about. Nothing of a person may change by that, and the person's own click must still work.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../lib/browser.mjs';
import { formNamed, fresh, send } from '../lib/forms.mjs';
import { footer } from '../lib/html.mjs';
import { start, until } from '../lib/instance.mjs';
import { change, everything, states, TALLIES } from '../lib/rows.mjs';
import { Crowd } from '../lib/subscriber.mjs';
import { words } from '../lib/words.mjs';

// Every letter that there is (lib/desk/outbox.h).
const KINDS = ['already', 'answer', 'change-new', 'change-old', 'changed', 'confirm', 'digest', 'inquiry', 'left', 'preferences', 'request', 'test', 'welcome'];
const AGENTS = ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'BarracudaCentral', ''];
let center, people, browser, letters;
before(async () => {
    center = await start();
    people = await Crowd.at(center);
    browser = await launch();
});
after(async () => {
    await browser.close();
    await people.close();
    await center.stop();
});
const crowd = {};
const person = (word) => (crowd[word] = people.person(fresh(word)));
const newest = async (who, kind) => (await crowd[who].letter(kind)).link({ left: 'undo', preferences: 'preferences', welcome: 'leave' }[kind] ?? 'confirm');

// Asks for another address by the page of choices.
async function move(one, to) {
    await one.choices();
    await one.page.locator('[name="email"]').fill(to.typed);
    await one.press('send_choose');
}

test('there is a letter of every kind', async () => {
    await person('waits').signUp();
    await person('stays').join('club', ['newsletter']);
    change(center, 'UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30');
    await crowd.stays.send('club', { name: 'Somebody Else' }, ['newsletter']); // already
    await person('left').join();
    await crowd.left.open((await crowd.left.letter('welcome')).link('leave'));
    await crowd.left.press('leave_button');
    await person('moves').join();
    await move(crowd.moves, person('moving'));
    await person('moved').join();
    await move(crowd.moved, person('there'));
    for (const [who, kind] of [['moved', 'change-old'], ['there', 'change-new']]) {
        await crowd[who].open(await newest(who, kind));
        await crowd[who].press('change_button');
    }
    for (const name of ['delete', 'catalog']) {
        const form = formNamed(name);
        assert.equal((await send(center.client, form, form.good(crowd.stays.mail))).status, 303);
    }
    const asked = await center.one("SELECT reference FROM v_inquiries WHERE kind = 'catalog'"), text = path.join(center.dir, 'answer.txt');
    fs.writeFileSync(text, 'It is on its way: https://www.alphaimports.com/catalog\n');
    await center.helpctl('inquiry', 'answer', asked, '--text', text);
    await center.helpctl('mail', 'test', crowd.stays.mail);
    // what happened today was yesterday, of which the owner is told
    await until('the first look at the day', () => center.one("SELECT value FROM setting WHERE name = 'digest_day'"));
    change(center, `DROP TRIGGER consent_event_no_update; UPDATE consent_event SET at = at - 86400;
        UPDATE setting SET value = date('now', '-9 days') WHERE name = 'digest_day'`);
    await until('the digest', () => center.one("SELECT count(*) FROM outbox WHERE letter = 'digest'"));
    letters = await people.mails.all();
    assert.deepEqual([...new Set(letters.map((l) => l.kind))].sort(), KINDS);
});

// All that the letters hold, and the pages next to it that a scanner tries.
function addresses() {
    const own = new Set();
    for (const letter of letters) {
        for (const address of letter.addresses()) {
            const url = new URL(address);
            if (url.origin === center.base) own.add(url.pathname);
            else assert.equal(url.origin, 'https://www.alphaimports.com', `${letter.kind} leads to ${address}`);
        }
    }
    return [...own];
}

// What scripts on a page could do but for pressing a button that sends a form: point at everything, focus it, click it.
const fiddle = () => {
    const sends = (e) => e.closest('button, input[type="submit"], input[type="image"]');
    const all = [...document.querySelectorAll('*')];
    for (const target of [window, document, ...all]) {
        for (const kind of ['load', 'DOMContentLoaded', 'pageshow', 'visibilitychange', 'focus', 'focusin', 'mouseover', 'mouseenter', 'pointerover',
            'pointerdown', 'mousedown', 'touchstart', 'change', 'input', 'scroll', 'blur']) {
            target.dispatchEvent(new Event(kind, { bubbles: true }));
        }
    }
    document.addEventListener('click', (e) => e.target.closest('a') && e.preventDefault()); // where links lead is opened after
    for (const e of all.filter((one) => one.closest('body') && !sends(one))) {
        e.focus?.();
        e.click?.();
    }
    return [...document.querySelectorAll('a[href]')].map((a) => a.href);
};

test('each address in each letter, twice by GET and HEAD and once in a browser with scripts: not a row changes', async () => {
    const paths = addresses();
    for (const page of ['confirm', 'leave', 'undo', 'preferences']) assert.ok(paths.some((p) => p.startsWith(`/${page}/`)), page);
    await until('all rows to be sealed', async () => (await center.one(`SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM consent_event)
        - (SELECT count(*) FROM seal)`)) === 0);
    const all = await everything(center, TALLIES);
    const count = footer((await center.client.get('/help.html')).text).count;
    // who has another address now is not told, nor changed, by what lies in the old mailbox
    const gone = new Set(letters.filter((l) => l.to.includes(crowd.moved.mail) && ['confirm', 'preferences'].includes(l.kind))
        .map((l) => new URL(l.link(l.kind)).pathname));
    for (let round = 0; round < 2; round++) {
        for (const path of paths) {
            for (const method of ['GET', 'HEAD']) {
                for (const agent of AGENTS) {
                    const { status } = await center.client.request(path, { method, headers: { 'User-Agent': agent } });
                    assert.equal(status, gone.has(path) ? 404 : 200, `${method} ${path}`);
                }
            }
        }
    }
    const context = await browser.newContext({ bypassCSP: true });
    const sent = [], next = new Set();
    context.on('page', (page) => page.on('request', (r) => sent.push(r)));
    context.on('page', (page) => page.on('dialog', (d) => d.accept()));
    for (const path of paths) {
        const page = await context.newPage();
        await page.goto(center.base + path);
        for (const href of await page.evaluate(fiddle)) next.add(href.split('#')[0]);
        await page.close();
    }
    const page = await context.newPage();
    for (const href of next) if (href.startsWith(center.base)) await page.goto(href);
    await context.close();
    assert.deepEqual([...new Set(sent.map((r) => r.method()))], ['GET']);
    assert.deepEqual(await everything(center, TALLIES), all);
    assert.ok(footer((await center.client.get('/help.html')).text).count > count, 'the tally alone goes on');
});

test("the person's own click still works afterwards", async () => {
    await crowd.waits.open(await newest('waits', 'confirm'));
    assert.equal(await crowd.waits.press('confirm_button'), words('confirmed_title'));
    assert.deepEqual(await crowd.waits.states(), { newsletter: 'active' });
    await crowd.left.open(await newest('left', 'left'));
    assert.equal(await crowd.left.press('undo_button'), words('undone_title'));
    assert.deepEqual(await crowd.left.states(), { newsletter: 'active' });
    for (const [who, kind, heading] of [['moves', 'change-old', 'change_half_title'], ['moving', 'change-new', 'changed_title']]) {
        await crowd[who].open(await newest(who, kind));
        assert.equal(await crowd[who].press('change_button'), words(heading));
    }
    assert.deepEqual(await crowd.moving.states(), { newsletter: 'active' });
    await crowd.there.choices();
    await crowd.there.page.getByLabel(words('choice_bargains')).check();
    await crowd.there.press('send_choose');
    assert.deepEqual(await crowd.there.states(), { newsletter: 'active', bargains: 'active' });
    const { post } = (await crowd.stays.letter('welcome')).oneClick();
    assert.equal((await center.client.post(new URL(post).pathname, 'List-Unsubscribe=One-Click')).status, 200);
    assert.ok(Object.values(await states(center, crowd.stays.mail)).every((s) => s === 'opted_out'));
});

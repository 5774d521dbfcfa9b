// What outlives a new key: links in letters that were sent before it, opt-outs, and forms that somebody has open. And the
// proof of the ledgers, once the running program has sealed them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { formNamed, open, pairsOf, send } from '../lib/forms.mjs';
import { postForm } from '../lib/html.mjs';
import { build, end, start, until } from '../lib/instance.mjs';

const run = promisify(execFile);
let center;
before(async () => { center = await start(); });
after(() => center.stop());

const newsletter = formNamed('newsletter'), optOut = formNamed('opt-out');
const state = (mail) => center.one(`SELECT state FROM v_subscribers WHERE email = '${mail}'`);
const acknowledged = (answer) => assert.equal(answer.status, 303, answer.text);

// Sends what waits, and returns the path of the link of a kind ("confirm") in the newest letter to that address.
async function linkTo(mail, kind) {
    await run(path.join(build, 'mailout'), ['-c', center.conf, '--once']);
    const folder = path.join(center.dir, 'mail');
    const letters = fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)).filter((name) => name.endsWith('.eml'))
        .map((name) => fs.readFileSync(name, 'utf8').replace(/=\r?\n/g, '')).filter((text) => text.includes(`To: ${mail}`) || text.includes(`<${mail}>`));
    const found = letters.map((text) => new RegExp(`/${kind}/[a-z2-7]+`).exec(text)).find((match) => match);
    assert.ok(found, `a letter to ${mail} with a link /${kind}/ among ${letters.length}`);
    return found[0];
}

// Opens a link as a person does, and presses its one button, as a browser says that it was pressed there.
async function press(link) {
    const page = await center.client.get(link);
    assert.equal(page.status, 200);
    const answer = await center.client.post(link, [...postForm(page.text).fields].map(([name, { value }]) => [name, value]), { Origin: center.base });
    assert.ok(answer.status < 400, `${answer.status}: ${answer.text}`);
}

// A new key, which the programs that run take up by themselves: what they make next names it.
async function rotate() {
    const { stdout } = await center.helpctl('key', 'rotate');
    const [, key] = /key (\d+) is the newest now/.exec(stdout);
    await until('the new key', async () => center.log().includes('event=key_added'));
    return Number(key);
}

test('links of letters that were sent before a new key still act, and so do forms that were open', async () => {
    const mail = 'early@example.com', nonce = await open(center.client, newsletter);
    acknowledged(await send(center.client, newsletter, newsletter.good(mail)));
    const confirm = await linkTo(mail, 'confirm');
    await rotate();
    await press(confirm);
    assert.equal(await state(mail), 'active');
    const leave = await linkTo(mail, 'leave'); // of the welcome letter, made with the new key
    await rotate();
    assert.equal((await center.client.post(leave, 'List-Unsubscribe=One-Click')).status, 200);
    assert.equal(await state(mail), 'opted_out');
    acknowledged(await center.client.post(newsletter.address, pairsOf(newsletter, newsletter.good('late@example.com'), nonce)));
    assert.equal(await state('late@example.com'), 'pending');
});

test('an opt-out under an old key holds until a sign-up is confirmed under a new one', async () => {
    const mail = 'back@example.com';
    acknowledged(await send(center.client, optOut, optOut.good(mail)));
    await rotate();
    await assert.rejects(center.helpctl('list', 'add', 'newsletter', mail, '--reason', 'x'), /has opted out/);
    acknowledged(await send(center.client, newsletter, newsletter.good(mail)));
    assert.equal(await state(mail), 'pending');
    await assert.rejects(center.helpctl('list', 'add', 'bargains', mail, '--reason', 'x'), /has opted out/);
    await press(await linkTo(mail, 'confirm'));
    assert.equal(await state(mail), 'active');
});

test('audit verify proves what the program has sealed, and a head that was noted; a changed row is found', async () => {
    const verify = (...words) => center.helpctl('audit', 'verify', ...words).catch((error) => error);
    const proof = await until('all rows to be sealed', async () => {
        const { stdout } = await verify();
        return /^rows still to seal 0$/m.test(stdout) && stdout;
    });
    const head = /^head +([0-9a-f]{64})$/m.exec(proof)[1];
    assert.match(proof, /^It proves\.$/m);
    await center.helpctl('list', 'optout', 'more@example.com');
    await until('the new rows too', async () => /^rows still to seal 0$/m.test((await verify()).stdout));
    const noted = await verify('--head', head);
    assert.match(noted.stdout, /^It proves\.$/m);
    assert.doesNotMatch(noted.stdout, new RegExp(head));
    const wrong = await verify('--head', 'ab'.repeat(32));
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /does not prove/);
    await run('sqlite3', ['-cmd', '.timeout 5000', center.database,
        "DROP TRIGGER consent_event_no_update; UPDATE consent_event SET channel = 'staff' WHERE id = (SELECT min(id) FROM consent_event)"]);
    const forged = await verify();
    assert.equal(forged.code, 1);
    assert.match(forged.stderr, /does not prove: .*consent_event/);
});

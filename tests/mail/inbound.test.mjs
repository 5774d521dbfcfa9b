// mailin with the letters that mailout really sent: each kind of mail does what it should, once, or stays where it is.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { build, lock } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';
import { Sink } from '../lib/smtp.mjs';

// What mailin may hold at most, in MiB: a megabyte of a mail is read, and GMime keeps a hundred bytes for a short header.
const SUPPORT = 'support@shop.example', MIB = 1 << 20, MOST = 160;
const SETTINGS = { leave_mail: 'leave@shop.example', bounce_mail: 'bounce@shop.example', support_mail: SUPPORT };
let room, sink, mails = 0;
before(async () => {
    sink = await Sink.start();
    room = await mailroom({ settings: { ...sink.settings(), ...SETTINGS } });
});
after(async () => {
    await sink.stop();
    await room.close();
});

// Runs mailin: its exit status, what it said, and the most memory it held, in MiB.
async function mailin(mail, { to, from, args = [] } = {}) {
    const envelope = [...(to ? ['--recipient', to] : []), ...(from === undefined ? [] : ['--sender', from])];
    const child = spawn(path.join(build, 'mailin'), ['-c', room.conf, ...envelope, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '', said = '', most = 0;
    child.stdout.on('data', (bytes) => (out += bytes));
    child.stderr.on('data', (bytes) => (said += bytes));
    child.stdin.on('error', () => {});
    child.stdin.end(mail);
    const watch = setInterval(() => (most = Math.max(most, peak(child.pid))), 2);
    const code = await new Promise((resolve) => child.once('close', resolve));
    clearInterval(watch);
    assert.equal(out, '', 'nothing on standard output');
    assert.doesNotMatch(said, /@|ada|unsubscribe/i, 'no address and no text in the log');
    return { code, said, most };
}

// The most memory that a process ever held (VmHWM), in MiB; 0 once it is gone.
function peak(pid) {
    try {
        return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
    } catch {
        return 0;
    }
}

const letter = (from, subject, { more = '', body = '' } = {}) =>
    `Message-ID: <m${++mails}@example.net>\nFrom: ${from}\nTo: ${SUPPORT}\nSubject: ${subject}\n${more}\n${body}\n`;

// Puts somebody on two lists, and has mailout send a letter: the return address and the address for leaving that it has.
async function member(name) {
    const mail = `${name}@example.com`, file = path.join(room.dir, 'import.csv');
    fs.writeFileSync(file, `email\n${mail}\n`);
    for (const list of ['newsletter', 'club']) await room.helpctl('list', 'import', list, file, '--source', 'test');
    await room.write(`INSERT INTO outbox (random, key_id, letter, person_id, lists, created_at, due_at)
        SELECT randomblob(16), 1, 'welcome', id, 'newsletter', unixepoch(), unixepoch() FROM person WHERE email = '${mail}'`);
    assert.equal((await room.mailout('--once')).code, 0);
    const sent = sink.mails.at(-1);
    const leave = /mailto:(leave\+[a-z2-7]+@shop\.example)/.exec(sent.text.replace(/\r\n\s+/g, ''))?.[1];
    return { mail, bounce: sent.from, leave, id: sent.id };
}

const states = async ({ mail }) =>
    (await room.sql(`SELECT list, state FROM v_subscribers WHERE email = '${mail}' ORDER BY list`)).map((r) => `${r.list} ${r.state}`).join(', ');
const BOTH = (state) => `club ${state}, newsletter ${state}`;
const last = async () => Object.values((await room.sql('SELECT kind, acted FROM mail_in ORDER BY id DESC LIMIT 1'))[0]).join(' ');
const rows = () => room.one('SELECT count(*) FROM mail_in');

async function handled(mail, options) {
    const { code, said } = await mailin(mail, options);
    assert.equal(code, 0, said);
}

const report = (to, status, action = 'failed') => `Message-ID: <r${++mails}@mx.example.com>\nFrom: MAILER-DAEMON@mx.example.com\nSubject: Undelivered Mail
MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n
--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n
Final-Recipient: rfc822; ${to}\nAction: ${action}\nStatus: ${status}\n\n--b--\n`;

test('"remove" ends what its sender is on, with a receipt, and only once', async () => {
    const ada = await member('ada');
    const mail = letter(`Ada <${ada.mail.toUpperCase()}>`, 'RE: Remove', { body: 'How do I remove a stone?' });
    await handled(mail, { to: SUPPORT, from: ada.mail });
    assert.equal(await states(ada), BOTH('opted_out'));
    assert.equal(await last(), 'optout 1');
    const before = await rows();
    await handled(mail, { to: SUPPORT, from: ada.mail });
    assert.equal(await rows(), before);
    assert.equal(await room.one("SELECT count(*) FROM outbox WHERE letter = 'left'"), 1);
    assert.equal((await room.mailout('--once')).code, 0);
    assert.match(sink.mails.at(-1).text, /\/undo\//);
});

test('the address for leaving works whoever writes, the envelope standing in the environment or in the mail', async () => {
    const ben = await member('ben');
    assert.ok(ben.leave, 'the letter names it');
    await handled(`Delivered-To: ${ben.leave}\n${letter('robot@mail.example', '')}`);
    assert.match(await states(ben), /newsletter opted_out/);
    assert.equal(await last(), 'optout 1');
});

test('"remove" of a stranger, and of machines, is left for people', async () => {
    const cleo = await member('cleo');
    await handled(letter('stranger@example.com', 'remove'), { to: SUPPORT, from: 'stranger@example.com' });
    assert.equal(await last(), 'optout 0');
    await handled(letter(cleo.mail, 'remove', { more: 'Auto-Submitted: auto-replied\n' }), { to: SUPPORT, from: cleo.mail });
    await handled(letter(cleo.mail, 'remove'), { to: SUPPORT, from: '' });
    assert.equal(await last(), 'person 0');
    assert.equal(await states(cleo), BOTH('active'));
});

test('bounces are matched by the return address, or the Message-ID with the address', async () => {
    const dora = await member('dora'), emil = await member('emil');
    await handled(report(dora.mail, '4.2.2'), { to: dora.bounce, from: '' });
    await handled(report(dora.mail, '4.4.1', 'delayed'), { to: dora.bounce, from: '' });
    assert.equal(await states(dora), BOTH('active'));
    await handled(report(dora.mail, '5.1.1'), { to: dora.bounce, from: '' });
    assert.equal(await states(dora), BOTH('bounced'));
    const copy = `\n--- Below this line is a copy of the message.\n\nMessage-ID: <${emil.id}>\n`;
    const qmail = (to) => `Message-ID: <q${++mails}@mx.example.com>\nFrom: MAILER-DAEMON@mx.example.com\nSubject: failure notice\n\n` +
        `Hi. This is the qmail-send program at mx.example.com.\n\n<${to}>:\nRemote host said: 550 5.1.1 no such user\n${copy}`;
    await handled(qmail('other@example.com'), { to: SUPPORT, from: '' });
    assert.equal(await states(emil), BOTH('active'));
    await handled(qmail(emil.mail), { to: SUPPORT, from: '' });
    assert.equal(await states(emil), BOTH('bounced'));
});

test('what is for people, and requests, are written down alone', async () => {
    const changes = () => room.one('SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM consent_event)');
    const before = await changes();
    for (const [subject, kind] of [['how do I remove a stone', 'person'], ['Please delete my data', 'request'], ['Out of office: back soon', 'autoreply']]) {
        await handled(letter('kim@example.net', subject), { to: SUPPORT, from: 'kim@example.net' });
        assert.equal(await last(), `${kind} 0`);
    }
    await handled('');
    assert.equal(await changes(), before);
});

test('while the database is locked: exit 75, and delivered again it is done', async () => {
    const finn = await member('finn');
    const mail = letter(finn.mail, 'unsubscribe');
    const release = await lock(room);
    assert.equal((await mailin(mail, { to: SUPPORT, from: finn.mail })).code, 75);
    await release();
    assert.equal(await states(finn), BOTH('active'));
    await handled(mail, { to: SUPPORT, from: finn.mail });
    assert.equal(await states(finn), BOTH('opted_out'));
});

test('the same mail ten times at once is one opt-out', async () => {
    const gina = await member('gina');
    const mail = letter(gina.mail, 'remove'), before = await rows();
    const ends = await Promise.all(Array.from({ length: 10 }, () => mailin(mail, { to: SUPPORT, from: gina.mail })));
    for (const { code, said } of ends) assert.equal(code, 0, said);
    assert.equal(await rows(), before + 1);
    assert.equal(await room.one(`SELECT count(*) FROM v_consent WHERE email = '${gina.mail}' AND event = 'leave'`), 1);
});

test('without settings, keys or database: exit 75; called wrongly: 64', async () => {
    const mail = letter('kim@example.net', 'hello');
    for (const name of ['helpcenter.conf', 'helpcenter.key', 'helpcenter.db']) {
        const file = path.join(room.dir, name);
        fs.renameSync(file, `${file}.away`);
        assert.equal((await mailin(mail)).code, 75, name);
        fs.renameSync(`${file}.away`, file);
    }
    assert.equal((await mailin(mail, { args: ['--nonsense'] })).code, 64);
});

test('a mail of 50 MB, and bombs, take bounded memory', async () => {
    const bombs = {
        'a long mail': letter('kim@example.net', 'x', { body: 'a line of a long mail\n'.repeat(50 * MIB / 22) }),
        'many parts': letter('kim@example.net', 'x', { more: 'Content-Type: multipart/mixed; boundary=a\n', body: '--a\n\n'.repeat(10 * MIB / 5) }),
        'nested parts': letter('kim@example.net', 'x', {
            more: 'Content-Type: multipart/mixed; boundary=a\n', body: '--a\nContent-Type: multipart/mixed; boundary=a\n\n'.repeat(100000) }),
        'one line': letter('kim@example.net', 'x', { body: 'x'.repeat(50 * MIB) }),
        'groups within groups': `From: ${'a:'.repeat(5 * MIB)}\n\n`,
        headers: 'A: b\n'.repeat(2 * MIB),
    };
    for (const [name, mail] of Object.entries(bombs)) {
        const { code, most, said } = await mailin(mail);
        assert.equal(code, 0, `${name}: ${said}`);
        assert.ok(most > 1 && most < MOST, `${name}: ${most} MiB`);
    }
});

test('shell characters are only characters', async () => {
    const mark = path.join(room.dir, 'mark'), shell = `$(touch ${mark});\`touch ${mark}\`|touch ${mark}`;
    await handled(letter(`"${shell}" <kim@example.net>`, shell, { body: shell }), { to: `leave+${shell}@shop.example`, from: shell });
    assert.ok(!fs.existsSync(mark));
});

test('a maildir: what is handled is moved and marked, what fails stays', async () => {
    const hugo = await member('hugo'), dir = path.join(room.dir, 'maildir');
    for (const name of ['new', 'cur', 'tmp']) fs.mkdirSync(path.join(dir, name), { recursive: true });
    const put = (name, text) => fs.writeFileSync(path.join(dir, 'new', name), text);
    put('1.a.host', `Return-Path: <${hugo.mail}>\nDelivered-To: ${hugo.leave}\n${letter(hugo.mail, 'unsubscribe')}`);
    put('2.b.host', letter('kim@example.net', 'hello'));
    fs.symlinkSync(room.conf, path.join(dir, 'new', '3.link'));
    fs.mkdirSync(path.join(dir, 'new', '4.folder'));
    fs.writeFileSync(path.join(dir, 'tmp', '5.tmp'), 'x');
    const release = await lock(room);
    assert.equal((await mailin('', { args: ['--maildir', dir] })).code, 75);
    await release();
    assert.equal(fs.readdirSync(path.join(dir, 'new')).length, 4);
    await handled('', { args: ['--maildir', dir] });
    assert.deepEqual(fs.readdirSync(path.join(dir, 'new')).sort(), ['3.link', '4.folder']);
    assert.deepEqual(fs.readdirSync(path.join(dir, 'cur')).sort(), ['1.a.host:2,S', '2.b.host:2,S']);
    assert.deepEqual(fs.readdirSync(path.join(dir, 'tmp')), ['5.tmp']);
    assert.match(await states(hugo), /newsletter opted_out/);
    assert.equal((await mailin('', { args: ['--maildir', path.join(dir, 'nowhere')] })).code, 75);
});

test('no mail of a maildir takes the place of another', async () => {
    const dir = path.join(room.dir, 'crowded'), long = 'l'.repeat(255);
    for (const name of ['new', 'cur', 'tmp']) fs.mkdirSync(path.join(dir, name), { recursive: true });
    for (const name of ['same:1', 'same:2', ':3', ':4', 'there', long]) fs.writeFileSync(path.join(dir, 'new', name), letter('kim@example.net', name));
    fs.writeFileSync(path.join(dir, 'cur', 'there:2,S'), 'what was there');
    await handled('', { args: ['--maildir', dir] });
    assert.deepEqual(fs.readdirSync(path.join(dir, 'new')), []);
    assert.deepEqual(fs.readdirSync(path.join(dir, 'cur')).sort(),
        [':2,S', '_1:2,S', `${long.slice(0, 239)}:2,S`, 'same:2,S', 'same_1:2,S', 'there:2,S', 'there_1:2,S']);
    assert.equal(fs.readFileSync(path.join(dir, 'cur', 'there:2,S'), 'utf8'), 'what was there');
});

// mailout against a mail server in good order, and against one that isn't: each letter is accepted at least once, with one
// Message-ID, and nothing is lost or said twice without need.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { end, lock, until } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';
import { certificate, CLOSE, HANG, Sink, TAKE_AND_CLOSE } from '../lib/smtp.mjs';

let room, sink;
beforeEach(async () => {
    sink = await Sink.start();
    room = await mailroom({ settings: { ...sink.settings(), smtp_timeout: 2 } });
});
afterEach(async () => {
    const log = room.log();
    await sink.stop();
    await room.close();
    assert.doesNotMatch(log, /@|reader/i, 'no address in the log');
});

const once = async (code) => {
    const result = await room.mailout('--once');
    assert.equal(result.code, code, result.said);
    assert.doesNotMatch(result.said, /@|reader/i);
    return result;
};
const ids = () => sink.mails.map((mail) => mail.id);
const drained = (n) => until(`${n} letters sent`, async () => (await room.states()).sent === n, { every: 50 });
// Nobody got a letter twice, and everybody one.
const oneEach = (n) => assert.equal(new Set(ids()).size === n && ids().length, n);

test('letters go over one connection, each with its own return address', async () => {
    await room.letters(100);
    await once(0);
    oneEach(100);
    assert.equal(sink.connections, 1);
    assert.equal(sink.quits, 1);
    assert.equal(new Set(sink.mails.map((mail) => mail.from)).size, 100);
    for (const { from, text } of sink.mails) {
        assert.match(from, /^bounce\+[a-z2-7]{55}@alphaimports\.com$/);
        assert.match(text, /\r\nAuto-Submitted: auto-/);
    }
    assert.deepEqual([...sink.mails.map(({ to }) => to[0])].sort()[0], 'Reader100@example.com');
    assert.deepEqual(await room.states(), { sent: 100 });
    assert.deepEqual(await room.sql('SELECT DISTINCT attempts, status, leased_by FROM outbox'), [{ attempts: 1, status: '250 2.0.0', leased_by: null }]);
});

test('while there is no server they are files, whose names sort', async () => {
    room.set({ smtp_host: '' });
    await room.letters(3);
    await once(0);
    const names = fs.readdirSync(room.mails);
    assert.equal(names.length, 3);
    for (const name of names) assert.match(name, /^\d{8}T\d{6}Z-already-[123]\.eml$/);
    const first = fs.readFileSync(path.join(room.mails, names[0]));
    await room.write("UPDATE outbox SET state = 'queued', ended_at = NULL");
    await once(0);
    assert.deepEqual(fs.readdirSync(room.mails), names, 'the same letter has its place');
    assert.deepEqual(fs.readFileSync(path.join(room.mails, names[0])), first, 'and its bytes');
});

test('a letter nobody is left to get is dropped', async () => {
    await room.letters(2);
    await room.write("UPDATE person SET email = NULL, email_typed = NULL, state = 'erased' WHERE id = 1");
    await once(0);
    assert.deepEqual(await room.states(), { dropped: 1, sent: 1 });
});

test('a server that is down costs no letter an attempt, and is told of once', async () => {
    await sink.stop();
    await room.letters(50);
    await once(1);
    assert.deepEqual(await room.sql('SELECT DISTINCT state, attempts, leased_by FROM outbox'), [{ state: 'queued', attempts: 0, leased_by: null }]);
    room.serve();
    await until('word of it', () => /mail_server_down while=connecting/.test(room.log()));
    await sink.again();
    await drained(50);
    oneEach(50);
    assert.equal(room.log().match(/mail_server_down/g).length, 1);
    await until('word of its end', () => /mail_server_back/.test(room.log()));
    assert.equal(room.log().match(/mail_server_back/g).length, 1);
    assert.equal(await room.one('SELECT max(attempts) FROM outbox'), 1);
});

test('a login that is refused is the same', async () => {
    Object.assign(sink, { user: 'shop', password: 'right' });
    fs.writeFileSync(path.join(room.dir, 'password'), 'wrong\n', { mode: 0o600 });
    room.set({ smtp_user: 'shop', smtp_password_file: 'password' });
    await room.letters(5);
    const program = room.serve();
    await until('word of it', () => /mail_server_down while="logging in" status="535 5\.7\.8" why=""/.test(room.log()));
    assert.deepEqual(await room.states(), { queued: 5 });
    fs.writeFileSync(path.join(room.dir, 'password'), 'right\n');
    program.kill('SIGHUP');
    await drained(5);
    assert.equal(await room.one('SELECT max(attempts) FROM outbox'), 1);
});

test('4xx puts a letter off by half an hour, and it is accepted later with the same Message-ID', async () => {
    const seen = [];
    sink.mood = (step, what) => (step === 'end' && seen.push(/^Message-Id: <(.*)>\r$/im.exec(what)[1]) ? '451 4.3.0 Later' : undefined);
    await room.letters(3);
    await once(1);
    const [row] = await room.sql('SELECT DISTINCT state, attempts, status, due_at - created_at AS wait FROM outbox');
    assert.deepEqual({ ...row, wait: 0 }, { state: 'queued', attempts: 1, status: '451 4.3.0', wait: 0 });
    assert.ok(row.wait >= 1800 && row.wait < 1900);
    await once(0); // none is due
    assert.equal(seen.length, 3);
    sink.mood = () => undefined;
    assert.match((await room.helpctl('mail', 'queue')).stdout, /^put off +3 /m);
    assert.match((await room.helpctl('mail', 'queue', '--retry')).stdout, /^3 letters/);
    await once(0);
    assert.deepEqual(ids().sort(), seen.sort());
    assert.equal(await room.one('SELECT max(attempts) FROM outbox'), 2);
});

test('5xx is final, and a bounce by what it says', async () => {
    const answers = ['550 5.1.1 No such user', '554 5.7.1 Looks like spam', '552 5.2.2 Mailbox full', undefined];
    sink.mood = (step, what) => (step === 'recipient' ? answers[Number(/\d+/.exec(what)) - 1] : undefined);
    await room.letters(4);
    await once(1);
    assert.deepEqual(await room.sql('SELECT id, state, status FROM outbox ORDER BY id'), [
        { id: 1, state: 'failed', status: '550 5.1.1' }, { id: 2, state: 'failed', status: '554 5.7.1' },
        { id: 3, state: 'queued', status: '552 5.2.2' }, { id: 4, state: 'sent', status: '250 2.0.0' }]);
    const bounces = await room.sql("SELECT outbox_id, kind FROM bounce WHERE source = 'smtp' AND kind <> 'soft' ORDER BY outbox_id");
    assert.deepEqual(bounces, [{ outbox_id: 1, kind: 'hard' }, { outbox_id: 2, kind: 'policy' }]);
});

test('a server that does not relay for us says nothing about a reader', async () => {
    sink.mood = (step) => (step === 'recipient' ? '554 5.7.1 Relay access denied' : undefined);
    await room.letters(2);
    await once(1);
    assert.deepEqual(await room.states(), { queued: 2 });
    assert.equal(await room.one('SELECT count(*) FROM bounce'), 0);
});

for (const [step, mood] of [['end', HANG], ['body', CLOSE], ['data', HANG], ['recipient', HANG], ['end', TAKE_AND_CLOSE]]) {
    test(`${mood.description} at ${step}: that letter is put off, the others wait untouched`, async () => {
        let times = 0;
        sink.mood = (at) => (at === step && ++times === 3 ? mood : undefined);
        await room.letters(6);
        await once(1);
        assert.deepEqual(await room.states(), { queued: 4, sent: 2 });
        assert.equal(await room.one("SELECT sum(attempts) FROM outbox WHERE state = 'queued'"), 1);
        await room.helpctl('mail', 'queue', '--retry');
        await once(0);
        assert.deepEqual(await room.states(), { sent: 6 });
        assert.equal(new Set(ids()).size, 6);
        assert.equal(ids().length, mood === TAKE_AND_CLOSE ? 7 : 6, 'at most one twice');
    });
}

test('a kept connection that the server has closed meanwhile costs nothing', async () => {
    let letters = 0;
    sink.mood = (step) => (step === 'sender' && ++letters % 3 === 0 ? '421 4.7.0 Too many letters here' : undefined);
    await room.letters(10);
    await once(0);
    oneEach(10);
    assert.ok(sink.connections > 1);
    assert.equal(await room.one('SELECT max(attempts) FROM outbox'), 1);
});

test('one that breaks when the next sender is named, likewise', async () => {
    sink.mood = (step, what, session) => {
        if (step !== 'sender') return undefined;
        session.letters = (session.letters ?? 0) + 1;
        return session.letters === 3 ? CLOSE : undefined;
    };
    await room.letters(10);
    await once(0);
    oneEach(10);
    assert.equal(sink.connections, 5);
});

test('two side by side take no letter twice', async () => {
    await room.letters(600);
    sink.mood = async (step) => (step === 'end' && sink.mails.length < 20 ? new Promise((resolve) => setTimeout(resolve, 5)) : undefined);
    const codes = await Promise.all([once(0), once(0), once(0)]);
    assert.equal(codes.length, 3);
    oneEach(600);
    assert.ok(sink.connections > 1, 'more than one had work');
    assert.deepEqual(await room.states(), { sent: 600 });
});

test('SIGTERM ends after the letter in hand', async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    sink.mood = (step) => (step === 'end' ? held : undefined);
    await room.letters(10);
    const program = room.serve();
    await until('a letter under way', () => release && sink.open.size === 1);
    await until('its row leased', () => room.one('SELECT count(*) FROM outbox WHERE leased_by IS NOT NULL'));
    program.kill('SIGTERM');
    setTimeout(release, 300);
    assert.equal(await end(program, 'SIGTERM'), 0);
    assert.ok(sink.mails.length <= 1);
    assert.equal((await room.states()).sent ?? 0, sink.mails.length);
    assert.equal(await room.one('SELECT count(*) FROM outbox WHERE leased_by IS NOT NULL'), 0);
});

test('a database that is locked after the server took a letter is waited for', async () => {
    let letGo;
    sink.mood = async (step) => {
        if (step !== 'end' || letGo) return undefined;
        letGo = await lock(room);
        setTimeout(letGo, 4000);
        return undefined;
    };
    await room.letters(1);
    const { said } = await once(0);
    assert.match(said, /outcome_waits/);
    oneEach(1);
    assert.deepEqual(await room.states(), { sent: 1 });
});

test('a clock that jumped makes no storm', async () => {
    sink.mood = (step) => (step === 'recipient' ? '451 4.3.0 Later' : undefined);
    let attempts = 0;
    const { mood } = sink;
    sink.mood = (step) => ((attempts += step === 'recipient'), mood(step));
    await room.letters(3);
    // written while the clock was a day ahead, and a day behind
    await room.write(`UPDATE outbox SET due_at = due_at + 86400, created_at = created_at + 86400 WHERE id = 1;
        UPDATE outbox SET due_at = due_at - 86400, created_at = created_at - 86400 WHERE id = 2`);
    room.serve();
    await until('an attempt of each', () => attempts === 3);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal(attempts, 3);
});

test('without its database it ends with 75, and with wrong settings with 1', async () => {
    fs.renameSync(room.database, `${room.database}.away`);
    await once(75);
    room.set({ smtp_port: 0 });
    await once(1);
    assert.equal((await room.mailout('--twice')).code, 2);
});

test('settings that are read anew and wrong leave the old ones in force', async () => {
    const program = room.serve();
    await until('a start', () => /event=sending/.test(room.log()));
    const good = fs.readFileSync(room.conf);
    room.set({ smtp_port: 0 });
    program.kill('SIGHUP');
    await until('a complaint', () => /settings_kept/.test(room.log()));
    await room.letters(1);
    await drained(1);
    fs.writeFileSync(room.conf, good);
    const other = await Sink.start({ secure: 'starttls', certificate: certificate(room.dir) });
    room.set(other.settings());
    program.kill('SIGHUP');
    await until('a reload', () => /settings_loaded/.test(room.log()));
    await room.letters(1, { first: 2 });
    await until('word of a certificate that nobody knows', () => /mail_server_down while="starting TLS"/.test(room.log()));
    await other.stop();
});

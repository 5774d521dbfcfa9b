// helpctl mail test: one line says whether sending works, and if not, at which step it stopped.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';
import { certificate, CLOSE, HANG, Sink } from '../lib/smtp.mjs';

let room, pair;
const sinks = [];
before(async () => {
    room = await mailroom({ settings: { smtp_timeout: 2 } });
    pair = certificate(room.dir);
    fs.writeFileSync(path.join(room.dir, 'password'), 'open sesame\n', { mode: 0o600 });
});
after(async () => {
    for (const sink of sinks) await sink.stop();
    await room.close();
});

async function sinkWith(options, settings = {}) {
    const sink = await Sink.start({ certificate: pair, ...options });
    sinks.push(sink);
    room.env = { ...process.env, SSL_CERT_FILE: pair.file };
    room.set({ smtp_user: '', smtp_password_file: '', ...sink.settings(), ...settings });
    return sink;
}

// What `helpctl mail test` says: its one line.
async function tried(address = 'Ada@example.com') {
    const { code = 0, stdout, stderr } = await room.helpctl('mail', 'test', address).catch((error) => error);
    assert.match(stdout + stderr, /^[^\n]+\n$/, 'one line');
    return { code, line: (stdout + stderr).trim() };
}

async function stops(pattern) {
    const { code, line } = await tried();
    assert.equal(code, 1, line);
    assert.match(line, pattern);
}

test('without a server, the letter is a file', async () => {
    const { code, line } = await tried();
    assert.equal(code, 0, line);
    const file = /the letter lies in (.*)$/.exec(line)[1];
    assert.match(fs.readFileSync(file, 'latin1'), /\r\nTo: Ada@example\.com\r\n/);
    assert.equal(fs.statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(fs.readdirSync(room.mails).filter((name) => name.startsWith('.')), []);
});

test('without a mail folder it says so', async () => {
    fs.renameSync(room.mails, `${room.mails}.away`);
    await stops(/no letter can be left in .*: mail_dir: No such file/);
    fs.renameSync(`${room.mails}.away`, room.mails);
});

test('an address that is none is refused', async () => {
    const { code, line } = await tried('nobody');
    assert.equal(code, 1);
    assert.match(line, /no mail address/);
});

for (const secure of ['none', 'starttls', 'tls']) {
    test(`it is sent: ${secure}, with a login`, async () => {
        const sink = await sinkWith({ secure, user: 'shop', password: 'open sesame' }, { smtp_user: 'shop', smtp_password_file: 'password' });
        const { code, line } = await tried();
        assert.equal(code, 0, line);
        assert.match(line, /^127\.0\.0\.1:\d+ has taken the letter: 250 2\.0\.0 Taken$/);
        assert.equal(sink.mails.length, 1);
        assert.deepEqual(sink.mails[0].to, ['Ada@example.com']);
    });
}

test('a name is said that the server can take', async () => {
    const sink = await sinkWith({});
    let hello;
    sink.mood = (step, what) => void (step === 'hello' && (hello = what));
    await tried();
    assert.equal(hello, '[127.0.0.1]');
    room.set({ base_url: 'https://help.example.com:8443/path' });
    await tried();
    assert.equal(hello, 'help.example.com');
});

test('a domain beyond ASCII goes as A-labels', async () => {
    const sink = await sinkWith({});
    assert.equal((await tried('Ada@Bücher.example')).code, 0);
    assert.deepEqual(sink.mails[0].to, ['Ada@xn--bcher-kva.example']);
});

test('nothing listens', async () => {
    await sinkWith({}, { smtp_port: await freePort() });
    await stops(/stopped while connecting: .*connect.*; check smtp_host/i);
});

test('a name that there is not', async () => {
    await sinkWith({}, { smtp_host: 'no-such-host.invalid' });
    await stops(/stopped while connecting: .*resolve.*; check smtp_host/i);
});

test('a certificate that nobody knows', async () => {
    for (const secure of ['starttls', 'tls']) {
        const sink = await sinkWith({ secure });
        room.env = process.env;
        await stops(/stopped while starting TLS: .*certificate.*; check smtp_security/);
        assert.equal(sink.mails.length, 0);
    }
});

test('a certificate of another name', async () => {
    const dir = path.join(room.dir, 'other');
    fs.mkdirSync(dir);
    const other = certificate(dir, 'DNS:mail.example.com');
    await sinkWith({ secure: 'starttls', certificate: other });
    room.env = { ...process.env, SSL_CERT_FILE: other.file };
    await stops(/stopped while starting TLS: .*; check smtp_security/);
});

test('a server without STARTTLS gets nothing', async () => {
    const sink = await sinkWith({}, { smtp_security: 'starttls' });
    await stops(/stopped while starting TLS: .*; check smtp_security/);
    assert.equal(sink.mails.length, 0);
});

test('a server that speaks no TLS where it should from the start', async () => {
    await sinkWith({}, { smtp_security: 'tls' });
    await stops(/stopped while starting TLS: /);
});

test('a wrong password', async () => {
    fs.writeFileSync(path.join(room.dir, 'password'), 'wrong\n');
    await sinkWith({ secure: 'tls', user: 'shop', password: 'open sesame' }, { smtp_user: 'shop', smtp_password_file: 'password' });
    await stops(/stopped while logging in: 535 5\.7\.8 Wrong user or password; check smtp_user/);
});

test('no login where the server wants one', async () => {
    await sinkWith({ secure: 'tls', user: 'shop', password: 'open sesame' });
    await stops(/stopped while logging in: 530 5\.7\.0 .*; check smtp_user/);
});

test('a password that others may read, or that is none', async () => {
    const file = path.join(room.dir, 'password');
    await sinkWith({}, { smtp_user: 'shop', smtp_password_file: 'password' });
    fs.chmodSync(file, 0o644);
    await stops(/password: others may read or write the password/);
    fs.chmodSync(file, 0o600);
    fs.writeFileSync(file, '\n');
    await stops(/password: its first line must be the password/);
    fs.rmSync(file);
    await stops(/password: the password can't be read: No such file/);
});

const steps = [
    ['connect', 'connecting', '554 5.3.2 Not now'], ['hello', 'saying hello', '550 5.7.1 Go away'],
    ['sender', 'naming the sender', '550 5.7.1 Not you'], ['recipient', 'naming the recipient', '550 5.1.1 No such user'],
    ['recipient', 'naming the recipient', '450-4.2.1 Busy, \r\n450 4.2.1 later'],
    ['data', 'handing over the letter', '451 4.3.0 No'], ['end', 'handing over the letter', '554 5.7.1 Spam'],
];
for (const [step, name, answer] of steps) {
    test(`refused at ${step}: ${answer.slice(0, 9)}`, async () => {
        const sink = await sinkWith({});
        sink.mood = (at) => (at === step ? answer : undefined);
        const said = answer.replace(/(\r\n|^)(\d+)[- ]\S+ /g, ' ').trim().replace(/ +/g, ' ');
        await stops(new RegExp(`stopped while ${name}: ${answer.slice(0, 3)} ${answer.slice(4, 9)} ${said}; `));
        assert.equal(sink.mails.length, 0);
    });
}

test('a server that answers, but not us, was found', async () => {
    const sink = await sinkWith({});
    sink.mood = (at) => (at === 'connect' ? '554 5.7.1 No service for you' : undefined);
    await stops(/stopped while connecting: 554 5\.7\.1 No service for you; check that the server takes mail from this machine/);
});

for (const [step, name] of [['connect', 'connecting'], ['hello', 'saying hello'], ['sender', 'naming the sender'],
    ['recipient', 'naming the recipient'], ['data', 'handing over the letter'], ['end', 'handing over the letter']]) {
    for (const mood of [HANG, CLOSE]) {
        test(`${mood.description} at ${step}`, async () => {
            const sink = await sinkWith({});
            sink.mood = (at) => (at === step ? mood : undefined);
            const begin = Date.now();
            await stops(new RegExp(`stopped while ${name}: [A-Za-z]`));
            assert.ok(Date.now() - begin < 4000, 'within the time-out');
        });
    }
}

test('a server that hangs at the end is not waited for', async () => {
    const sink = await sinkWith({}, { smtp_timeout: 600 });
    sink.mood = (at) => (at === 'quit' ? HANG : undefined);
    const begin = Date.now();
    assert.equal((await tried()).code, 0);
    assert.ok(Date.now() - begin < 2000);
    assert.equal(sink.quits, 1);
    room.set({ smtp_timeout: 2 });
});

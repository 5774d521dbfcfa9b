// A mail server of our own, which takes letters, or behaves as badly as a test wants.
//   const sink = await Sink.start({ secure: 'starttls', user: 'shop', password: 'x' });
//   sink.mood = (step, what) => (step === 'rcpt' ? '451 4.3.0 Later' : undefined);
// mood is asked at each step before its own answer: 'connect', 'hello', 'login', 'sender', 'recipient', 'data', 'body' (the
// first bytes of the text are there), 'end' (all of it is), 'quit'. It gives another answer, HANG, CLOSE, or TAKE_AND_CLOSE, which
// takes the letter without saying so; or a promise of one.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

export const HANG = Symbol('hang'), CLOSE = Symbol('close'), TAKE_AND_CLOSE = Symbol('take and close');
const END = Buffer.from('\r\n.\r\n');

// A key and a certificate for `name` that is its own authority, in `dir`: the paths, and what node wants of them.
export function certificate(dir, name = 'IP:127.0.0.1') {
    const file = (kind) => path.join(dir, `${kind}.pem`);
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
        '-subj', '/CN=sink', '-addext', `subjectAltName=${name}`, '-keyout', file('key'), '-out', file('cert')], { stdio: 'ignore' });
    return { file: file('cert'), key: fs.readFileSync(file('key')), cert: fs.readFileSync(file('cert')) };
}

class Session {
    constructor(sink, socket) {
        Object.assign(this, { sink, held: Buffer.alloc(0), from: null, to: [], reading: false, asked: false, login: [] });
        this.queue = Promise.resolve();
        this.attach(socket);
        if (sink.secure === 'tls') this.encrypt();
        this.later(() => this.step('connect', '', '220 sink.test ESMTP'));
    }

    attach(socket) {
        this.socket = socket;
        socket.on('error', () => {});
        socket.on('data', this.listener = (bytes) => {
            this.held = Buffer.concat([this.held, bytes]);
            this.later(() => this.read());
        });
    }

    encrypt() {
        this.socket.off('data', this.listener);
        const { key, cert } = this.sink.certificate;
        this.attach(new tls.TLSSocket(this.socket, { isServer: true, key, cert }));
        this.encrypted = true;
    }

    later(work) {
        this.queue = this.queue.then(work).catch(() => this.socket.destroy());
    }

    // Answers a step as the mood, or as a server in good order does. True if it was the latter.
    async step(name, what, answer) {
        const other = await this.sink.mood(name, what, this);
        if (other === undefined) {
            if (answer) this.socket.write(`${answer}\r\n`);
            return true;
        }
        if (other === TAKE_AND_CLOSE) this.take();
        if (other === CLOSE || other === TAKE_AND_CLOSE) this.socket.destroy();
        else if (other !== HANG) this.socket.write(`${other}\r\n`);
        return false;
    }

    async read() {
        while (!this.socket.destroyed) {
            const end = this.reading ? this.held.indexOf(END) : this.held.indexOf('\r\n');
            if (this.reading && this.held.length && !this.asked) {
                this.asked = true;
                if (!await this.step('body')) return;
            }
            if (end < 0) return;
            const text = this.held.subarray(0, end).toString('latin1');
            this.held = this.held.subarray(end + (this.reading ? END.length : 2));
            if (this.reading) await this.text(text);
            else await this.command(text);
        }
    }

    take() {
        this.sink.mails.push({ from: this.from, to: this.to, text: this.body, id: /^Message-Id: <(.*)>\r?$/im.exec(this.body)?.[1], at: Date.now() });
    }

    async text(text) {
        this.reading = false;
        this.body = text.replace(/\r\n\.\./g, '\r\n.');
        const mood = await this.sink.mood('end', this.body, this);
        if (mood === undefined || mood === TAKE_AND_CLOSE) this.take();
        if (mood === CLOSE || mood === TAKE_AND_CLOSE) this.socket.destroy();
        else if (mood !== HANG) this.socket.write(`${mood ?? '250 2.0.0 Taken'}\r\n`);
    }

    async command(line) {
        const { sink } = this, [, verb, rest] = /^(\S+) ?(.*)$/.exec(line) ?? [null, '', ''];
        this.said = line;
        if (this.login.length) return this.continueLogin(line);
        switch (verb.toUpperCase()) {
        case 'HELO': return this.step('hello', rest, '250 sink.test');
        case 'EHLO': return this.step('hello', rest, ['sink.test', ...(sink.secure === 'starttls' && !this.encrypted ? ['STARTTLS'] : []),
            ...(sink.user ? ['AUTH PLAIN LOGIN'] : []), 'SIZE 1000000', 'ENHANCEDSTATUSCODES']
            .map((word, i, all) => `250${i < all.length - 1 ? '-' : ' '}${word}`).join('\r\n'));
        case 'STARTTLS':
            this.socket.write('220 2.0.0 Go ahead\r\n');
            return this.encrypt();
        case 'AUTH': return this.beginLogin(rest);
        case 'MAIL':
            if (sink.user && !this.known) return void this.socket.write('530 5.7.0 Authentication required\r\n');
            [this.from, this.to] = [/<(.*?)>/.exec(rest)?.[1], []];
            return this.step('sender', this.from, '250 2.1.0 OK');
        case 'RCPT': {
            const to = /<(.*?)>/.exec(rest)?.[1];
            if (await this.step('recipient', to, '250 2.1.5 OK')) this.to.push(to);
            return undefined;
        }
        case 'DATA':
            if (await this.step('data', '', '354 Go on')) [this.reading, this.asked] = [true, false];
            return undefined;
        case 'RSET': return void this.socket.write('250 2.0.0 OK\r\n');
        case 'QUIT':
            sink.quits++;
            if (await this.step('quit', '', '221 2.0.0 Bye')) this.socket.end();
            return undefined;
        default: return void this.socket.write('502 5.5.1 What?\r\n');
        }
    }

    beginLogin(rest) {
        const [how, first] = rest.split(' ');
        this.login = [how.toUpperCase()];
        if (first) return this.continueLogin(first);
        return void this.socket.write(`334 ${how.toUpperCase() === 'LOGIN' ? 'VXNlcm5hbWU6' : ''}\r\n`);
    }

    continueLogin(line) {
        const text = Buffer.from(line, 'base64').toString();
        this.login.push(...(this.login[0] === 'PLAIN' ? text.split('\0').slice(1) : [text]));
        if (this.login.length < 3) return void this.socket.write('334 UGFzc3dvcmQ6\r\n');
        const [, user, password] = this.login;
        this.login = [];
        this.known = user === this.sink.user && password === this.sink.password;
        return this.step('login', user, this.known ? '235 2.7.0 Welcome' : '535 5.7.8 Wrong user or password');
    }
}

export class Sink {
    // secure: 'none', 'starttls', 'tls' (with a certificate()); user, password: a login is asked for.
    static async start({ secure = 'none', certificate: pair, user, password, port = 0 } = {}) {
        const sink = Object.assign(new Sink(), { secure, certificate: pair, user, password, mails: [], connections: 0, quits: 0, open: new Set(),
            mood: () => undefined });
        await sink.listen(port);
        return sink;
    }

    async listen(port) {
        this.server = net.createServer((socket) => {
            this.connections++;
            this.open.add(socket);
            socket.setNoDelay(true);
            socket.once('close', () => this.open.delete(socket));
            new Session(this, socket);
        }).listen(port, '127.0.0.1');
        await once(this.server, 'listening');
        this.port = this.server.address().port;
    }

    // As a server that is switched off: nothing listens, and every connection breaks.
    async stop() {
        for (const socket of this.open) socket.destroy();
        if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
    }

    again() {
        return this.listen(this.port);
    }

    settings() {
        return { smtp_host: '127.0.0.1', smtp_port: this.port, smtp_security: this.secure };
    }
}

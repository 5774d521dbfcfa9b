// A help center's letters, as a mail client reads them: the .eml files that mailout leaves, opened by MIME's rules.
//   const mails = new Mailbox(center); const letter = await mails.to('ada@example.com', 'confirm'); letter.link('confirm')
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { links } from './html.mjs';
import { build } from './instance.mjs';

const run = promisify(execFile);

// ---- MIME (RFC 5322, 2045 to 2047), as far as a mail client needs it --------------------------------

// "=C3=A9" as bytes; soft line breaks go
const quotedPrintable = (text) => Buffer.from(text.replace(/[ \t]+(?=\r?\n)/g, '').replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (all, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1');
const DECODE = {
    '7bit': (text) => Buffer.from(text, 'latin1'), '8bit': (text) => Buffer.from(text, 'latin1'),
    'quoted-printable': quotedPrintable, base64: (text) => Buffer.from(text, 'base64'),
};

// "=?utf-8?Q?...?=" in a header; the space between two such words is none of the text.
const headerText = (value) => value.replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, '$1')
    .replace(/=\?([^?]+)\?([BQ])\?([^?]*)\?=/gi, (all, charset, how, text) => new TextDecoder(charset).decode(
        how.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' '))));

// One entity: headers (an object, names in lower case; no header of ours comes twice) and parts, or text.
function entity(bytes) {
    const cut = bytes.indexOf('\r\n\r\n');
    assert.ok(cut > 0, 'headers end with an empty line');
    const headers = {};
    for (const line of bytes.slice(0, cut).replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
        const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
        assert.ok(!(name.toLowerCase() in headers), `${name} comes twice`);
        headers[name.toLowerCase()] = headerText(value);
    }
    const type = headers['content-type'] ?? 'text/plain', body = bytes.slice(cut + 4);
    const boundary = /^multipart\/.*boundary="?([^";]+)/i.exec(type)?.[1];
    if (boundary) {
        const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
        assert.ok(pieces.at(-1).startsWith('--'), 'the last part has its end');
        return { headers, type, parts: pieces.slice(1, -1).map((piece) => entity(piece.replace(/^[ \t]*\r\n/, ''))) };
    }
    const raw = DECODE[(headers['content-transfer-encoding'] ?? '7bit').toLowerCase()](body);
    const charset = /charset="?([^";]+)/i.exec(type)?.[1] ?? 'us-ascii';
    return { headers, type, text: new TextDecoder(charset, { fatal: true }).decode(raw).replace(/\r\n/g, '\n') };
}

const leaves = (e) => (e.parts ? e.parts.flatMap(leaves) : [e]);

class Letter {
    constructor(file) {
        this.file = file;
        this.bytes = fs.readFileSync(file, 'latin1');
        const mail = entity(this.bytes);
        const [, kind, id] = /-([a-z-]+)-(\d+)\.eml$/.exec(file);
        const body = (type) => leaves(mail).find((part) => part.type.startsWith(type))?.text ?? '';
        Object.assign(this, { kind, id: Number(id), headers: mail.headers, subject: mail.headers.subject,
            text: body('text/plain'), html: body('text/html') });
        this.to = (/<([^>]*)>/.exec(mail.headers.to)?.[1] ?? mail.headers.to).toLowerCase();
    }

    // Every address that a program could find in it: of the headers, the text and the HTML.
    addresses() {
        const header = (this.headers['list-unsubscribe'] ?? '').match(/https?:[^>,\s]+/g) ?? [];
        const text = this.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
        return [...new Set([...header, ...text, ...links(this.html).filter((href) => /^https?:/.test(href))])];
    }

    // The one address with that page's name, such as "confirm"; both forms of the letter hold it.
    link(page) {
        const found = this.addresses().filter((address) => new URL(address).pathname.startsWith(`/${page}/`));
        assert.equal(found.length, 1, `${this.kind}: links to /${page}/: ${found}`);
        assert.ok(this.text.includes(found[0]) && links(this.html).includes(found[0]), `${page} stands in the text and the HTML`);
        return found[0];
    }

    // RFC 8058: {post: the address, mail: the address to write to}
    oneClick() {
        assert.equal(this.headers['list-unsubscribe-post'], 'List-Unsubscribe=One-Click');
        const offered = this.headers['list-unsubscribe'];
        return { post: /<(https?:[^>]+)>/.exec(offered)[1], mail: /<mailto:([^>?]+)/.exec(offered)[1] };
    }
}

export class Mailbox {
    constructor(center) {
        this.center = center;
        this.read = new Map(); // file -> Letter
    }

    // Sends what waits; every letter there is, oldest first.
    async all() {
        await run(path.join(build, 'mailout'), ['-c', this.center.conf, '--once']);
        const folder = path.join(this.center.dir, 'mail');
        for (const name of fs.readdirSync(folder).filter((n) => n.endsWith('.eml'))) {
            if (!this.read.has(name)) this.read.set(name, new Letter(path.join(folder, name)));
        }
        return [...this.read.values()].sort((a, b) => a.id - b.id);
    }

    // What an address got, oldest first; all of it, or the letters of one kind.
    async of(mail, kind) {
        return (await this.all()).filter((letter) => letter.to === mail.toLowerCase() && (kind === undefined || letter.kind === kind));
    }

    // The newest letter of a kind to an address.
    async to(mail, kind) {
        const found = await this.of(mail, kind);
        assert.ok(found.length > 0, `a letter '${kind}' to ${mail}`);
        return found.at(-1);
    }
}

// Gives a mail to mailin, as a mail server's pipe does. Lines end as on this machine.
export async function deliver(center, mail, { recipient = '', sender = '' } = {}) {
    const child = run(path.join(build, 'mailin'), ['-c', center.conf, '--recipient', recipient, '--sender', sender]);
    child.child.stdin.end(mail);
    await child;
}

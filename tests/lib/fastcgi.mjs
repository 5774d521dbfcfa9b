// A web server's side of FastCGI 1.0, in raw records: a good one's, or whatever a test makes of them.
import { once } from 'node:events';
import net from 'node:net';

export const BEGIN = 1, ABORT = 2, END = 3, PARAMS = 4, STDIN = 5, STDOUT = 6, DATA = 8, GET_VALUES = 9;
export const RESPONDER = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]);
export const RESPONDER_KEPT = Buffer.from([0, 1, 1, 0, 0, 0, 0, 0]);
const RECORD_MAX = 65535;

export function record(type, content = '', { id = 1, version = 1, padding = 0 } = {}) {
    const bytes = Buffer.from(content, 'latin1');
    const head = Buffer.from([version, type, id >> 8, id & 255, bytes.length >> 8, bytes.length & 255, padding, 0]);
    return Buffer.concat([head, bytes, Buffer.alloc(padding)]);
}

export function pair([name, value]) {
    const sizes = [name, value].map((text) => {
        const size = Buffer.alloc(text.length < 128 ? 1 : 4);
        if (text.length < 128) size.writeUInt8(text.length);
        else size.writeUInt32BE(text.length + 0x8000_0000);
        return size;
    });
    return Buffer.concat([...sizes, Buffer.from(name + value, 'latin1')]);
}

// The variables of a request as nginx sends them. headers: as a browser calls them; more: variables to add or replace.
export function variables(method, path, headers = {}, more = {}) {
    const all = {
        REQUEST_METHOD: method, REQUEST_URI: path, QUERY_STRING: '', CONTENT_TYPE: '', CONTENT_LENGTH: '', REMOTE_ADDR: '127.0.0.1',
        SERVER_PROTOCOL: 'HTTP/1.1', HTTP_HOST: '127.0.0.1', HTTP_CONNECTION: 'keep-alive',
    };
    for (const [name, value] of Object.entries(headers)) all[`HTTP_${name.toUpperCase().replace(/-/g, '_')}`] = value;
    return Buffer.concat(Object.entries({ ...all, ...more }).map(pair));
}

// The bytes of a whole request, from its variables and body.
export function request(params, body = '') {
    const bytes = Buffer.from(body, 'latin1'), parts = [];
    for (let at = 0; at < bytes.length; at += RECORD_MAX) parts.push(record(STDIN, bytes.subarray(at, at + RECORD_MAX)));
    return Buffer.concat([record(BEGIN, RESPONDER_KEPT), record(PARAMS, params), record(PARAMS), ...parts, record(STDIN)]);
}

// One connection. answer(): what was printed until the end of the next request, or null once the program has closed it.
export class Peer {
    static async to(socket) {
        const peer = new Peer();
        peer.connection = net.connect(socket);
        peer.held = Buffer.alloc(0);
        peer.open = true;
        peer.connection.on('error', () => {}); // a close follows
        peer.connection.on('data', (bytes) => (peer.held = Buffer.concat([peer.held, bytes])));
        peer.closed = new Promise((resolve) => peer.connection.once('close', resolve)).then(() => (peer.open = false));
        await Promise.race([once(peer.connection, 'connect'), peer.closed]);
        return peer;
    }

    send(bytes) {
        this.connection.write(bytes);
        return this;
    }

    async answer() {
        const printed = [];
        for (;;) {
            const size = this.held.length < 8 ? Infinity : 8 + this.held.readUInt16BE(4) + this.held[6];
            if (this.held.length < size) {
                if (!this.open) return null;
                await Promise.race([once(this.connection, 'data'), this.closed]).catch(() => {});
                continue;
            }
            const type = this.held[1], content = this.held.subarray(8, size - this.held[6]);
            this.held = this.held.subarray(size);
            if (type === END) return Buffer.concat(printed).toString();
            printed.push(content);
        }
    }

    async end() {
        this.connection.end();
        await this.closed;
    }
}

// Asks `times` times for a page over one connection.
export async function ask(socket, path, headers, times) {
    const peer = await Peer.to(socket);
    const bytes = request(variables('GET', path, headers));
    for (let left = times; left > 0; left--) await peer.send(bytes).answer();
    await peer.end(); // the program has seen the end, too
}

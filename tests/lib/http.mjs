// A small HTTP client: it sends what it is told to, byte by byte, follows nothing, and repeats nothing. (fetch() would
// mend or refuse some of the requests that these tests are about.)
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';

// The program counts what people read; an empty User-Agent would be a bot's.
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0';
const DECODE = { gzip: zlib.gunzipSync, identity: (b) => b };

// One connection pool: agent.request(path, {...}) -> {status, headers, text, bytes}. bytes: of the body on the wire.
export class Client {
    constructor(base, { keepAlive = true } = {}) {
        this.base = new URL(base);
        this.agent = new http.Agent({ keepAlive, maxSockets: 64 });
    }

    request(path, { method = 'GET', headers = {}, body, timeout = 20_000 } = {}) {
        const all = { 'User-Agent': BROWSER, ...headers };
        for (const name of Object.keys(all)) if (all[name] === undefined) delete all[name];
        if (body !== undefined) all['Content-Length'] = Buffer.byteLength(body);
        return new Promise((resolve, reject) => {
            const req = http.request(
                { host: this.base.hostname, port: this.base.port, path, method, headers: all, agent: this.agent },
                (res) => {
                    const parts = [];
                    res.on('data', (part) => parts.push(part));
                    res.on('error', reject);
                    res.on('end', () => {
                        if (!res.complete) return reject(new Error('the answer was cut off'));
                        const raw = Buffer.concat(parts);
                        const plain = raw.length ? DECODE[res.headers['content-encoding'] ?? 'identity'](raw) : raw;
                        resolve({ status: res.statusCode, headers: res.headers, text: plain.toString(), bytes: raw.length });
                    });
                },
            );
            req.setTimeout(timeout, () => req.destroy(new Error(`no answer in ${timeout} ms: ${method} ${path}`)));
            req.on('error', reject);
            req.end(body);
        });
    }

    get(path, headers) {
        return this.request(path, { headers });
    }

    // fields: pairs, or a body that is written already
    post(path, fields, headers = {}) {
        const body = typeof fields === 'string' || Buffer.isBuffer(fields) ? fields : encode(fields);
        return this.request(path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
            body,
        });
    }

    // Sends bytes as they are over a connection of its own; the answer as text, all that came until the end.
    raw(bytes, timeout = 20_000) {
        return new Promise((resolve, reject) => {
            const parts = [];
            const socket = net.connect(this.base.port, this.base.hostname, () => socket.write(bytes));
            const timer = setTimeout(() => socket.destroy(new Error('no end of the answer')), timeout);
            socket.on('data', (part) => parts.push(part));
            socket.on('error', (e) => (parts.length ? undefined : reject(e))); // a reset after an answer is none of ours
            socket.on('close', () => {
                clearTimeout(timer);
                resolve(Buffer.concat(parts).toString());
            });
        });
    }

    close() {
        this.agent.destroy();
    }
}

// application/x-www-form-urlencoded; a value that is a Buffer is encoded byte by byte, whatever it holds
export function encode(pairs) {
    const one = (v) =>
        Buffer.isBuffer(v) ? [...v].map((b) => '%' + b.toString(16).padStart(2, '0')).join('') : encodeURIComponent(v);
    return (Array.isArray(pairs) ? pairs : Object.entries(pairs)).map(([k, v]) => `${one(k)}=${one(v)}`).join('&');
}

// Whether the program stays level: no leak by valgrind's word, and no descriptor and no memory more after 200,000 requests.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { forms, fresh, open, pairsOf } from '../lib/forms.mjs';
import { keep, sleep, start, until } from '../lib/instance.mjs';
import { HELPCENTER } from './targets.mjs';

const LANES = 8; // requests under way at once
const WARM = 60_000, STEP = 20_000, LEVEL = 200_000, LEAKS = 10_000;
const MEMORY_KB = 256; // how much more the last look may find than the first, before which SQLite's caches have filled
const IDLE_MS = 4000; // longer than nginx keeps a connection to the program
const WORDS = ['return', 'ring size', 'opal', 'zzz', 'ret', '"', 'AND OR NOT', 'Größe', '<b>', '*'];

// Sends a form as people do: opened, filled in, sent, and sent again by an impatient one. The page after is read.
async function fillIn(client, form) {
    const nonce = await open(client, form);
    const pairs = pairsOf(form, form.good(fresh()), nonce);
    const done = await client.post(form.address, pairs);
    if (done.status !== 303) return done;
    await client.post(form.address, pairs);
    return client.get(done.headers.location);
}

// Sends what has no right value in it; the form comes back.
const fillInWrong = async (client, form) => client.post(form.address, [['email', 'nobody'], ['nonce', await open(client, form)]]);

// Kinds of request: each with the statuses that it may be answered with. n is the request's number.
const kinds = (pages) => [
    ...Array(8).fill({ send: (c, n) => c.get(pages[n % pages.length]), want: 200 }),
    { send: (c, n) => c.get(`/search?q=${encodeURIComponent(WORDS[n % WORDS.length])}`), want: 200 },
    { send: (c, n) => fillIn(c, forms[n % forms.length]), want: 200 },
    { send: (c, n) => fillInWrong(c, forms[n % forms.length]), want: 422 },
    { send: async (c, n) => {
        const page = pages[n % pages.length];
        return c.get(page, { 'If-None-Match': (await c.get(page)).headers.etag });
    }, want: 304, or: 200 }, // forms have no ETag
    { send: (c, n) => c.request(pages[n % pages.length], { method: 'HEAD' }), want: 200 },
    { send: (c, n) => c.get(pages[n % pages.length], { Referer: `${c.base.origin}/help.html` }), want: 200 },
    { send: (c, n) => c.get(`/nowhere/${n}`), want: 404 },
    { send: (c) => c.get('/'), want: 301 },
    { send: (c) => c.get('/help/%zz'), want: 400 },
    { send: (c) => c.get(`/search?${'a=b&'.repeat(99)}`), want: 400 },
    { send: (c) => c.post('/help.html', [['a', 'b']]), want: 405 },
    { send: (c) => c.post('/newsletter', [['a', 'b']], { Origin: 'https://evil.example' }), want: 403 },
    { send: (c) => c.post('/newsletter', '{}', { 'Content-Type': 'application/json' }), want: 415 },
    ...['/healthz', '/robots.txt', '/sitemap.xml', '/.well-known/security.txt']
        .map((address) => ({ send: (c) => c.get(address), want: 200 })),
];

// Counts what the client asks, since a kind may ask more than once.
async function mixed(center, all, state, enough) {
    const { client } = center;
    await Promise.all(Array.from({ length: LANES }, async () => {
        while (state.asked < enough) {
            const n = state.turn++, kind = all[n % all.length];
            const { status } = await kind.send(client, Math.floor(n / all.length));
            if (status !== kind.want && status !== kind.or) throw new Error(`${kind.send}: ${status}, not ${kind.want}`);
        }
    }));
}

async function prepared() {
    const center = await start();
    const { text } = await center.client.get('/sitemap.xml');
    const pages = [...text.matchAll(/<loc>([^<]+)/g)].map(([, url]) => url.slice(center.base.length));
    const state = { asked: 0, turn: 0 };
    const { request } = center.client;
    center.client.request = (...args) => (state.asked++, request.apply(center.client, args));
    return { center, all: kinds(pages), state };
}

export async function leaks() {
    const { center, all, state } = await prepared();
    const log = path.join(center.dir, 'memcheck.log');
    await center.end();
    center.program = keep(spawn('valgrind', ['--leak-check=full', '--show-leak-kinds=definite,indirect,possible',
        '--errors-for-leak-kinds=definite,indirect,possible', '--error-exitcode=99', '--track-fds=yes', `--log-file=${log}`,
        HELPCENTER, '-c', center.conf], { stdio: 'ignore' }));
    await until('helpcenter under valgrind', () => center.healthy(), { seconds: 120 });
    await mixed(center, all, state, LEAKS);
    const code = await center.end();
    const said = fs.readFileSync(log, 'utf8');
    console.log(`${state.asked} mixed requests under memcheck: exit status ${code}`);
    for (const line of said.matchAll(/^==\d+== +((?:definitely|indirectly|possibly) lost:.*|All heap.*|ERROR SUMMARY:.*)$/gm)) console.log(line[1]);
    if (code !== 0) console.log(said);
    await center.stop();
    return code === 0;
}

function look({ program }) {
    const status = fs.readFileSync(`/proc/${program.pid}/status`, 'utf8');
    return { memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]), files: fs.readdirSync(`/proc/${program.pid}/fd`).length };
}

export async function level() {
    const { center, all, state } = await prepared();
    const looks = [];
    for (let asked = WARM; asked <= LEVEL; asked += STEP) {
        await mixed(center, all, state, asked);
        await sleep(IDLE_MS);
        looks.push(look(center));
        console.log(`${state.asked} requests: ${looks.at(-1).memory} KB resident, ${looks.at(-1).files} descriptors`);
    }
    const first = looks[0], last = looks.at(-1);
    const good = last.files === first.files && last.memory - first.memory <= MEMORY_KB;
    console.log(good ? 'level' : 'not level');
    await center.stop();
    return good;
}

// What the web server does before the program: limits, headers, static files, its own error pages, and what it logs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { expected } from '../lib/front.mjs';
import { sleep, start, until } from '../lib/instance.mjs';
import { scoreOf } from '../lib/observatory.mjs';

const SECRET = 'k7q2mfp4secrettoken';
let center;
before(async () => { center = await start(); });
after(async () => { await center?.stop(); });

const ask = (...args) => center.client.request(...args);
const file = (name) => fs.readFileSync(path.join(center.dir, name), 'utf8');
// Node joins a header that came twice by a comma, and none of these has one of its own but Permissions-Policy.
const once = (answer, name) => {
    const value = answer.headers[name];
    assert.ok(value, `${name} is missing`);
    const parts = value.split(', ');
    assert.equal(new Set(parts).size, parts.length, `${name} came twice: ${value}`);
};
const SECURITY = ['content-security-policy', 'x-content-type-options', 'cross-origin-opener-policy', 'cross-origin-resource-policy',
    'referrer-policy', 'permissions-policy', 'x-frame-options'];

test('the pages of the program carry each security header once', async () => {
    for (const path of ['/help.html', '/no/such/page']) {
        const answer = await ask(path);
        for (const name of SECURITY) once(answer, name);
        assert.doesNotMatch(answer.headers.server, /\d/);
        // a page that varied by more could be kept by no cache
        for (const name of (answer.headers.vary ?? '').split(/, ?/)) assert.match(name, /^(Sec-GPC|Accept-Encoding|)$/);
    }
});

test('the errors of the web server have a page with the same headers', async () => {
    const cases = [
        [413, '/newsletter', { method: 'POST', body: 'x'.repeat(65537), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
        [414, `/${'a'.repeat(9000)}`, {}],
        [400, '/help.html', { headers: { 'x-long': 'a'.repeat(9000) } }],
        [404, '/static/none.css', {}],
        [405, '/static/style.css', { method: 'POST' }],
        [405, '/static/style.css', { method: 'TRACE' }],
        [405, '/help.html', { method: 'TRACE' }],
    ];
    const page = await ask('/no/such/page');
    for (const [status, path, how] of cases) {
        const answer = await ask(path, how);
        assert.equal(answer.status, status);
        assert.match(answer.headers['content-type'], /^text\/html; charset=utf-8/);
        assert.match(answer.text, /<h1>/);
        for (const name of SECURITY) once(answer, name);
        for (const name of SECURITY.slice(1)) assert.equal(answer.headers[name], page.headers[name], name);
        assert.equal(answer.headers['cache-control'], 'no-store');
        assert.doesNotMatch(answer.text, /nginx|apache/i);
    }
});

test('every kind of answer scores A+ by the rules of the HTTP Observatory', async () => {
    const bare = { headers: { 'set-cookie': 'a=b', 'content-security-policy': "default-src 'self' 'unsafe-inline'" }, text: '' };
    assert.deepEqual(scoreOf(bare, { https: true }), {
        score: 100 - 40 - 25 - 20 - 5 - 20,
        broken: ['cookies', 'content security policy', 'strict transport security', 'x-content-type-options', 'framing'],
    });
    // The program knows of TLS by base_url; what the web server says of it is asked over TLS alone, so not here.
    const secure = await start({ settings: { base_url: 'https://help.example.com' } });
    try {
        const form = { method: 'POST', body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
        const program = [
            ['/help.html'], ['/newsletter'], ['/newsletter', form], ['/search?q=ring'], ['/getoffers.php'], ['/no/such/page'],
            ['/help.html', { method: 'POST' }], ['/newsletter', { method: 'POST', body: '{}' }], ['/search?q=%ff'], ['/sitemap.xml'], ['/healthz'],
        ];
        for (const [path, how] of program) {
            const { score, broken } = scoreOf(await secure.client.request(path, how), { https: true });
            assert.ok(score >= 100 && broken.length === 0, `${how?.method ?? 'GET'} ${path}: ${score}, ${broken}`);
        }
        for (const [path, how] of [[`/${'a'.repeat(9000)}`], ['/static/none.css'], ['/static/style.css'], ['/static/icon.svg'], ['/newsletter', { ...form, body: 'x'.repeat(65537) }]]) {
            const { score, broken } = scoreOf(await secure.client.request(path, how));
            assert.ok(score >= 100 && broken.length === 0, `${path.slice(0, 40)}: ${score}, ${broken}`);
        }
    } finally {
        await secure.stop();
    }
});

test('the error pages have no address of their own', async () => {
    assert.equal((await ask('/static/error/404.html')).status, 404);
});

test('a body that announces too much is refused before it is sent', async () => {
    const answer = await center.client.raw('POST /newsletter HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1073741824\r\n\r\nname=');
    assert.match(answer, /^HTTP\/1\.1 413 /);
});

test('forms that come slowly hold nobody up: the program is asked once a form is there', async () => {
    const head = 'POST /newsletter HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=';
    const slow = Array.from({ length: 4 * os.cpus().length }, () => center.client.raw(head, 2000).catch(() => {})); // twice its workers
    await sleep(300);
    const begin = Date.now();
    assert.equal((await ask('/help.html', { headers: { Connection: 'close' } })).status, 200);
    assert.ok(Date.now() - begin < 1000, `${Date.now() - begin} ms`);
    await Promise.all(slow);
});

test('a target with scheme and host is the page of its path', async () => {
    const answer = await center.client.raw('GET http://x/help/careers.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /\/help\/careers\.html/);
});

test('an asset is kept for a year under its version, for an hour without', async () => {
    const plain = await ask('/static/style.css', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(plain.status, 200);
    assert.equal(plain.headers['cache-control'], 'public, max-age=3600');
    assert.equal(plain.headers['content-encoding'], 'gzip');
    assert.equal((await ask('/static/style.css?v=1')).headers['cache-control'], 'public, max-age=31536000, immutable');
    const icon = await ask('/static/icon.svg');
    assert.equal(icon.headers['content-type'].split(';')[0], 'image/svg+xml');
    assert.equal(icon.headers['x-content-type-options'], 'nosniff');
});

test('what a browser has, compressed, is not sent again', async () => {
    for (const path of ['/help.html', '/static/style.css']) {
        const first = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
        assert.equal(first.headers['content-encoding'], 'gzip');
        const again = { 'accept-encoding': 'gzip', 'if-none-match': first.headers.etag, 'if-modified-since': first.headers['last-modified'] };
        assert.equal((await ask(path, { headers: again })).status, 304, path);
    }
});

test('no token, query string or whole client address is logged', async () => {
    const kinds = ['confirm', 'leave', 'undo', 'request', 'export', 'preview', 'preferences'];
    for (const kind of kinds) {
        await ask(`/${kind}/${SECRET}`);
        await ask(`/${kind}/${SECRET}/more?x=${SECRET}`);
    }
    const hidden = [`/%63onfirm/${SECRET}`, `//confirm/${SECRET}`, `/./leave/${SECRET}`, `/help/../undo/${SECRET}`, `/Leave/${SECRET}`];
    for (const path of hidden) await center.client.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    await ask(`/search?q=${SECRET}`);
    await ask('/help/return-policy.html');
    await ask('/.well-known/security.txt');
    const log = await until('the requests in the log', () => file('access.log').includes('"GET /.well-known/security.txt"') && file('access.log'));
    assert.doesNotMatch(log, new RegExp(SECRET, 'i'));
    assert.doesNotMatch(log, /127\.0\.0\.1/);
    for (const kind of kinds) assert.match(log, new RegExp(`"GET /${kind}/-" `));
    for (const path of ['/search', '/help/return-policy.html', '/.well-known/security.txt']) assert.ok(log.includes(`"GET ${path}" `), path);
    assert.doesNotMatch(file('front-error.log'), new RegExp(SECRET, 'i'));
});

test('while the program is away a page says so and when to come back; once it is there, it is asked at once', async () => {
    await center.end();
    const answer = await ask('/help.html');
    assert.equal(answer.status, expected('the program is away', 503));
    assert.equal(answer.headers['retry-after'], '10');
    assert.equal(answer.headers['cache-control'], 'no-store');
    for (const name of SECURITY) once(answer, name);
    assert.match(answer.text, /<h1>/);
    center.startProgram();
    await until('the socket', () => fs.existsSync(center.socket));
    assert.equal((await ask('/help.html')).status, 200);
});

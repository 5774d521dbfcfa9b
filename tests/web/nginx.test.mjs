// What the web server does before the program: limits, headers, static files, its own error pages, and what it logs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { start, until } from '../lib/instance.mjs';

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
    }
});

test('the errors of the web server have a page with the same headers', async () => {
    const cases = [
        [413, '/newsletter', { method: 'POST', body: 'x'.repeat(65537), headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
        [414, `/${'a'.repeat(9000)}`, {}],
        [400, '/help.html', { headers: { 'x-long': 'a'.repeat(9000) } }],
        [404, '/static/none.css', {}],
        [405, '/static/style.css', { method: 'POST' }],
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
        assert.doesNotMatch(answer.text, /nginx/);
    }
});

test('the error pages have no address of their own', async () => {
    assert.equal((await ask('/static/error/404.html')).status, 404);
});

test('a body that announces too much is refused before it is sent', async () => {
    const answer = await center.client.raw('POST /newsletter HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1073741824\r\n\r\nname=');
    assert.match(answer, /^HTTP\/1\.1 413 /);
});

test('an asset is kept for a year under its version, for an hour without', async () => {
    const plain = await ask('/static/style.css', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(plain.status, 200);
    assert.equal(plain.headers['cache-control'], 'public, max-age=3600');
    assert.equal(plain.headers['content-encoding'], 'gzip');
    assert.equal((await ask('/static/style.css?v=1')).headers['cache-control'], 'public, max-age=31536000, immutable');
    const sprite = await ask('/static/sprite.svg');
    assert.equal(sprite.headers['content-type'].split(';')[0], 'image/svg+xml');
    assert.equal(sprite.headers['x-content-type-options'], 'nosniff');
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
    // nginx logs once it has sent
    await until('the last line of the log', () => file('access.log').includes('"GET /.well-known/security.txt" '));
    const log = file('access.log');
    assert.doesNotMatch(log, new RegExp(SECRET, 'i'));
    assert.doesNotMatch(log, /127\.0\.0\.1/);
    for (const kind of kinds) assert.match(log, new RegExp(`"GET /${kind}/-" `));
    for (const path of ['/search', '/help/return-policy.html', '/.well-known/security.txt']) assert.ok(log.includes(`"GET ${path}" `), path);
    assert.doesNotMatch(file('nginx-error.log'), new RegExp(SECRET, 'i'));
});

// What comes over the program's socket that no web server would send: refused, nothing done, and others are served
// meanwhile. The program runs under the sanitizers, where it is built with them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import * as f from '../lib/fastcgi.mjs';
import { formNamed, fresh, open, pairsOf, rowCounts } from '../lib/forms.mjs';
import { encode } from '../lib/http.mjs';
import { sleep, start, until } from '../lib/instance.mjs';

const FLOOD = 1500, REQUEST_SECONDS = 15, P99_MS = 1000;
const form = formNamed('newsletter');
let center, counts, nonce;
before(async () => {
    center = await start({ sanitized: true });
    nonce = await open(center.client, form);
    counts = await rowCounts(center);
});
after(async () => {
    assert.deepEqual(await rowCounts(center), counts, 'nothing was stored');
    assert.doesNotMatch(center.log(), /Sanitizer|runtime error/);
    await center.stop();
});

const peer = () => f.Peer.to(center.socket);
const begin = f.record(f.BEGIN, f.RESPONDER_KEPT), page = f.variables('GET', '/help.html');
const get = f.request(page);

// A good form, in a body that would be taken.
const filled = () => encode(pairsOf(form, form.good(fresh('hostile')), nonce));
const posted = (body, length = body.length) =>
    f.variables('POST', form.address, {}, { CONTENT_TYPE: 'application/x-www-form-urlencoded', CONTENT_LENGTH: String(length) });
const whole = () => { const body = filled(); return f.request(posted(body), body); };

// Visits pages through the web server while something goes on; no visit may fail, and 99 of 100 must be quick.
async function visited(something) {
    const times = [];
    let going = true;
    const visitors = Array.from({ length: 4 }, async () => {
        while (going) {
            const begun = performance.now();
            assert.equal((await center.client.get('/help.html')).status, 200);
            times.push(performance.now() - begun);
            await sleep(5);
        }
    });
    try {
        await something();
    } finally {
        going = false;
        await Promise.all(visitors);
    }
    times.sort((a, b) => a - b);
    const p99 = times[Math.ceil(times.length * 0.99) - 1];
    assert.ok(p99 < P99_MS, `p99 ${p99} ms of ${times.length}`);
    return { p99: Math.round(p99), visits: times.length };
}

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024; // MiB
const fronts = () => {
    const { pid } = center.front;
    return [pid, ...fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)];
};
const allMemory = () => [center.program.pid, ...fronts()].reduce((sum, pid) => sum + memory(pid), 0);

const pairs = (...all) => Buffer.concat(all.map(f.pair));
const values = (times) => pairs(...Array(times).fill(['FCGI_MPXS_CONNS', '']));
const lengths = (...bytes) => Buffer.concat([begin, f.record(f.PARAMS, Buffer.concat([Buffer.from(bytes), Buffer.from('ab')])), f.record(f.PARAMS), f.record(f.STDIN)]);
const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167 + (i >> 3) * 91 + 13) & 255));

const REFUSED = {
    'values asked for once': () => f.record(f.GET_VALUES, values(1), { id: 0 }),
    'values asked for four times': () => f.record(f.GET_VALUES, values(4), { id: 0 }),
    'values asked for 3,000 times': () => f.record(f.GET_VALUES, values(3000), { id: 0 }),
    'values asked for within a request': () => Buffer.concat([begin, f.record(f.PARAMS, page), f.record(f.GET_VALUES, values(9), { id: 0 })]),
    'a name of 2 GiB': () => lengths(0xff, 0xff, 0xff, 0xff, 1),
    'a value of 2 GiB': () => lengths(1, 0xff, 0xff, 0xff, 0xff),
    'a name and a value of 2 GiB': () => lengths(0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff),
    'a length that is cut': () => lengths(1, 1, 0xff),
    'values of absurd lengths': () => f.record(f.GET_VALUES, Buffer.alloc(64, 255), { id: 0 }),
    'a body before the variables': () => Buffer.concat([begin, f.record(f.STDIN, filled())]),
    'variables before the beginning': () => Buffer.concat([f.record(f.PARAMS, page), begin]),
    'two beginnings': () => Buffer.concat([begin, begin]),
    'an end': () => f.record(f.END, Buffer.alloc(8)),
    'output': () => Buffer.concat([begin, f.record(f.STDOUT, 'Status: 200\r\n\r\n')]),
    'data': () => Buffer.concat([begin, f.record(f.PARAMS, page), f.record(f.PARAMS), f.record(f.DATA, 'x')]),
    'an abort': () => Buffer.concat([begin, f.record(f.PARAMS, page), f.record(f.ABORT)]),
    'an unknown type': () => f.record(200, 'x'),
    'an unknown type within a request': () => Buffer.concat([begin, f.record(200, 'x', { id: 0 })]),
    'another id': () => Buffer.concat([begin, f.record(f.PARAMS, page, { id: 2 })]),
    'a form of another id within a request': () => Buffer.concat([begin, f.record(f.PARAMS, posted(filled()), { id: 7 }), f.record(f.PARAMS, '', { id: 7 })]),
    'id 0': () => f.record(f.BEGIN, f.RESPONDER, { id: 0 }),
    'version 0': () => f.record(f.BEGIN, f.RESPONDER, { version: 0 }),
    'version 2': () => f.record(f.BEGIN, f.RESPONDER, { version: 2 }),
    'an authorizer': () => f.record(f.BEGIN, Buffer.from([0, 2, 1, 0, 0, 0, 0, 0])),
    'a filter': () => f.record(f.BEGIN, Buffer.from([0, 3, 1, 0, 0, 0, 0, 0])),
    'no variables': () => Buffer.concat([begin, f.record(f.PARAMS), f.record(f.STDIN)]),
    'variables of 100 KB': () => Buffer.concat([begin, ...Array(2).fill(f.record(f.PARAMS, pair64()))]),
    'HTTP': () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
    'TLS': () => Buffer.from('160301020001000001fc0303', 'hex'),
    'noise': () => noise,
    'a request, and one more in the same breath': () => Buffer.concat([whole(), whole()]),
};
const pair64 = () => f.pair(['HTTP_X_LONG', 'x'.repeat(50_000)]);

test('what is no request is refused at once, and nothing is done', async (t) => {
    const { p99, visits } = await visited(async () => {
        for (const [title, bytes] of Object.entries(REFUSED)) {
            for (const cut of [false, true]) { // in one piece, and byte by byte for the beginning
                const one = await peer(), all = bytes(), mark = cut ? Math.min(20, all.length) : 0;
                for (let i = 0; i < mark; i++) {
                    one.send(all.subarray(i, i + 1));
                    if (i % 5 === 0) await sleep(1);
                }
                one.send(all.subarray(mark));
                const answered = await Promise.race([one.answer(), sleep(3000).then(() => 'nothing for 3 seconds')]);
                assert.equal(answered, null, title);
            }
        }
        assert.deepEqual(await rowCounts(center), counts);
    });
    t.diagnostic(`others meanwhile: p99 ${p99} ms of ${visits}`);
});

test('records within a body are a body', async () => {
    const forged = whole().toString('latin1');
    for (const [params, body, status] of [
        [page, forged, 200], [posted('', 0), forged, 400], [posted('', 7), forged, 400],
        [f.variables('GET', '/no/such/page'), forged.repeat(20), 404], [page, forged.repeat(500), 413],
    ]) {
        const one = await peer();
        assert.match(await one.send(f.request(params, body)).answer(), new RegExp(`^Status: ${status} `));
        assert.match(await one.send(get).answer(), /^Status: 200 /, 'the next request is the next answer');
        await one.end();
    }
    assert.deepEqual(await rowCounts(center), counts);
});

test('an upload that is cut off leaves no row', async () => {
    const body = filled(), half = body.slice(0, body.length >> 1);
    const parts = [begin, f.record(f.PARAMS, posted(body)), f.record(f.PARAMS)];
    const one = await peer();
    assert.match(await one.send(f.request(posted(body), half)).answer(), /^Status: 400 /);
    await one.end();
    for (const stop of ['end', 'destroy']) { // its end is missing, however much there is
        for (const sent of [half, body]) {
            const other = await peer();
            other.send(Buffer.concat([...parts, f.record(f.STDIN, sent)]));
            await sleep(20);
            other.connection[stop]();
            await other.closed;
        }
    }
    const client = net.connect(center.port, '127.0.0.1');
    client.on('error', () => {});
    client.write(`POST ${form.address} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${half}`);
    await sleep(100);
    client.destroy();
    await sleep(200);
    assert.deepEqual(await rowCounts(center), counts);
});

test('peers that say nothing, stop in the middle, or read nothing hold nobody up, and are dropped in the end', async (t) => {
    const unfinished = whole(), peers = [];
    const cuts = [0, 1, 7, 8, 12, 16, 30, 200, unfinished.length - 8, unfinished.length - 1];
    const { p99, visits } = await visited(async () => {
        for (let i = 0; i < FLOOD; i++) {
            const one = await peer();
            peers.push(one.send(unfinished.subarray(0, cuts[i % cuts.length])));
            one.begun = Date.now();
        }
        const deaf = await Promise.all(Array.from({ length: 50 }, peer));
        for (const one of deaf) one.connection.pause();
        for (let i = 0; i < 60; i++) {
            for (const one of deaf) if (one.open) one.send(get);
            await sleep(10);
        }
        for (const one of deaf) one.connection.destroy();
        assert.equal(peers.filter((one) => one.open).length, FLOOD, 'patience is not over yet');
        await until('the end of all peers', () => peers.every((one) => !one.open), { seconds: REQUEST_SECONDS + 5 });
    });
    t.diagnostic(`${FLOOD} peers; others meanwhile: p99 ${p99} ms of ${visits}`);
    assert.ok(peers.every((one) => one.held.length === 0), 'none was answered');
    assert.deepEqual(await rowCounts(center), counts);
});

test('a flood of connections that come and go', async (t) => {
    const { p99, visits } = await visited(async () => {
        for (let round = 0; round < 20; round++) {
            const all = await Promise.all(Array.from({ length: 100 }, peer));
            all.forEach((one, i) => one.send(i % 2 ? begin : noise).connection.destroy());
            await Promise.all(all.map((one) => one.closed));
        }
    });
    t.diagnostic(`others meanwhile: p99 ${p99} ms of ${visits}`);
});

// Sends up to `limit` bytes as the other side takes them; how many it took before it closed.
async function pour(connection, first, bytes, limit) {
    let sent = 0, open = true;
    const closed = new Promise((resolve) => connection.once('close', resolve)).then(() => (open = false));
    connection.on('error', () => {}).resume();
    connection.write(first);
    while (open && sent < limit) {
        sent += bytes.length;
        if (!connection.write(bytes)) await Promise.race([new Promise((resolve) => connection.once('drain', resolve)), closed]);
        connection.removeAllListeners('drain');
    }
    connection.destroy();
    return sent;
}

test('a body of 1 GB and a header of 100 KB are refused, and no memory grows', async (t) => {
    const GB = 2 ** 30, before = allMemory();
    const head = `POST ${form.address} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
    const chunk = `10000\r\n${'x'.repeat(65536)}\r\n`;
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, allMemory())), 10);
    for (const [first, bytes] of [
        [`${head}Content-Length: ${GB}\r\n\r\n`, 'x'.repeat(65536)], [`${head}Transfer-Encoding: chunked\r\n\r\n`, chunk],
        [`GET / HTTP/1.1\r\nX-Long: `, 'x'.repeat(65536)],
    ]) {
        let said = '';
        const client = net.connect(center.port, '127.0.0.1').on('data', (d) => (said += d));
        const sent = await pour(client, first, bytes, GB);
        assert.match(said, first.startsWith('GET') ? /^HTTP\/1\.1 400 / : /^HTTP\/1\.1 41[13] /); // 411: Apache, of chunks
        t.diagnostic(`${said.slice(9, 12)} after ${Math.round(sent / 2 ** 20)} MiB`);
    }
    assert.equal((await center.client.get('/help.html', { 'X-Long': 'x'.repeat(100_000) })).status, 400);
    const parts = Buffer.concat([begin, f.record(f.PARAMS, posted('', GB)), f.record(f.PARAMS)]);
    const sent = await pour(net.connect(center.socket), parts, f.record(f.STDIN, 'x'.repeat(65528)), GB);
    assert.ok(sent < GB / 64, `${sent} bytes were taken`);
    clearInterval(watching);
    most = Math.max(most, allMemory());
    t.diagnostic(`memory of the program and the web server: ${before.toFixed(1)} MiB before, ${most.toFixed(1)} at most`);
    assert.ok(most < before + 8, `${before} MiB before, ${most} at most`);
});

// What was acknowledged is kept: through kill -9, and where the database is locked by somebody else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formNamed, fresh, open, pairsOf, rowCounts } from '../lib/forms.mjs';
import { errors, footer, note, postForm, reference } from '../lib/html.mjs';
import { Client } from '../lib/http.mjs';
import { lock, start, until } from '../lib/instance.mjs';
import { words } from '../lib/words.mjs';

const SUBMISSIONS = 1000, CLIENTS = 16, KILLS = 20;
const KINDS = ['newsletter', 'club', 'delete', 'correct', 'catalog'].map(formNamed);

// Sends one form until it is acknowledged, as a person would who sees an error page: the same form once more. Its
// reference; what fails is told to `failed`.
async function submit(center, form, mail, failed) {
    let nonce;
    for (let tries = 0; ; tries++) {
        assert.ok(tries < KILLS, `${mail} was not taken in ${tries} tries`);
        await center.up;
        const answer = await (async () => {
            nonce ??= await open(center.client, form);
            return center.client.post(form.address, pairsOf(form, form.good(mail), nonce));
        })().catch(() => null);
        if (answer?.status === 303) return /ref=([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(answer.headers.location)[1];
        assert.ok(answer === null || [500, 502, 503, 504].includes(answer.status), `${answer?.status}`);
        failed();
    }
}

test('1,000 acknowledged submissions with 20 kill -9 in between: none lost, none twice', async () => {
    const center = await start();
    center.up = Promise.resolve();
    const kept = [];
    let begun = 0, kills = 0, failures = 0;
    await Promise.all(Array.from({ length: CLIENTS }, async () => {
        while (begun < SUBMISSIONS) {
            const form = KINDS[begun++ % KINDS.length], mail = fresh('kept');
            const ref = await submit(center, form, mail, () => failures++);
            kept.push({ form, mail, ref });
            if (kept.length < ((kills + 1) * SUBMISSIONS) / (KILLS + 2) || kills === KILLS) continue;
            kills++;
            center.up = center.up.then(() => center.kill()).then(() => center.restart());
        }
    }));
    await center.up;
    assert.deepEqual([kept.length, kills], [SUBMISSIONS, KILLS]);
    assert.ok(failures > 0, 'the kills were felt');
    await center.kill();
    assert.equal(await center.one('PRAGMA integrity_check'), 'ok');
    assert.deepEqual(await center.sql('PRAGMA foreign_key_check'), []);
    const known = new Map((await center.sql('SELECT reference, form FROM submission')).map((r) => [r.reference, r.form]));
    for (const { form, ref } of kept) assert.equal(known.get(ref), form.name, ref);
    assert.equal(known.size, SUBMISSIONS, 'one submission each, though some were sent again');
    const count = async (query) => center.one(query);
    const each = SUBMISSIONS / KINDS.length;
    assert.equal(await count("SELECT count(*) FROM v_subscribers WHERE state = 'pending'"), each * (1 + 3));
    assert.equal(await count("SELECT count(*) FROM v_consent WHERE event = 'join'"), each * (1 + 3));
    assert.equal(await count("SELECT count(*) FROM v_requests WHERE state = 'received'"), each * 2);
    assert.equal(await count('SELECT count(*) FROM v_request_changes'), each * 3);
    assert.equal(await count('SELECT count(*) FROM v_inquiries'), each);
    const mails = new Set((await center.sql('SELECT email FROM person UNION SELECT email FROM request')).map((r) => r.email));
    for (const { mail } of kept) assert.ok(mails.has(mail), mail);
    await center.restart();
    await center.stop();
});

test('the database locked by another program: 503 within 2 s, the form kept; pages go on; it recovers by itself', async () => {
    const center = await start();
    const { client } = center, form = formNamed('catalog'), values = form.good(fresh('locked'));
    const nonce = await open(client, form);
    const counts = await rowCounts(center);
    const release = await lock(center);
    const before = footer((await client.get('/help.html')).text).count;
    let pages = 1;
    for (let i = 0; i < 2; i++) {
        const begin = Date.now();
        const sending = client.post(form.address, pairsOf(form, values, nonce));
        let waiting = true;
        sending.finally(() => (waiting = false));
        for (; waiting; pages++) {
            const asked = Date.now();
            assert.equal((await client.get('/help/careers.html')).status, 200);
            assert.ok(Date.now() - asked < 500, `a page took ${Date.now() - asked} ms`);
        }
        const answer = await sending;
        assert.equal(answer.status, 503);
        assert.ok(Date.now() - begin < 2300, `${Date.now() - begin} ms`);
        assert.ok(Number(answer.headers['retry-after']) > 0);
        assert.equal(note(answer.text), words('note_busy'));
        assert.deepEqual(errors(answer.text), []);
        const { fields } = postForm(answer.text);
        for (const [name, value] of Object.entries(values)) assert.equal(fields.get(name).value, value);
        assert.equal(fields.get('nonce').value, nonce);
    }
    assert.equal((await client.get('/healthz')).status, 200);
    assert.deepEqual(await rowCounts(center), counts);
    await release();
    const sent = await client.post(form.address, pairsOf(form, values, nonce));
    assert.equal(sent.status, 303);
    assert.ok(reference((await client.get(sent.headers.location)).text));
    assert.deepEqual(await center.sql(form.view(values.email)), form.rows(values));
    const counted = before + pages + 1; // and the page with the reference
    await until('the fold of what was counted meanwhile', async () => (await center.one('SELECT sum(requests) FROM v_requests_served')) >= counted);
    assert.equal(footer((await client.get('/help.html')).text).count, counted);
    await center.stop();
});

test('many forms while the database is locked: each 503 within 2 s or so, and no page waits for them', async () => {
    const center = await start();
    const { client } = center, form = formNamed('newsletter');
    const nonce = await open(client, form);
    const release = await lock(center);
    let waiting = 64, slowest = 0;
    const sending = Array.from({ length: waiting }, async () => {
        const begin = Date.now();
        const answer = await client.post(form.address, pairsOf(form, form.good(fresh('many')), nonce));
        waiting--;
        return { status: answer.status, took: Date.now() - begin };
    });
    const reader = new Client(center.base);
    while (waiting) {
        const begin = Date.now();
        assert.equal((await reader.get('/help/careers.html')).status, 200);
        slowest = Math.max(slowest, Date.now() - begin);
    }
    reader.close();
    for (const { status, took } of await Promise.all(sending)) {
        assert.equal(status, 503);
        assert.ok(took < 4000, `a form took ${took} ms`);
    }
    assert.ok(slowest < 2500, `a page took ${slowest} ms`);
    await release();
    assert.equal((await client.post(form.address, pairsOf(form, form.good(fresh('many')), nonce))).status, 303);
    await center.stop();
});

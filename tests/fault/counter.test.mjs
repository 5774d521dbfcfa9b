// The counter: exact over threads and processes, and through kill -9.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { footer } from '../lib/html.mjs';
import { start, until } from '../lib/instance.mjs';

const REQUESTS = 10_000, CLIENTS = 32, KILLS = 20, START = 6_235_923;
const ADDRESSES = ['/help.html', '/help/return-policy.html', '/faq/shopping', '/newsletter', '/help/careers.html', '/search?q=ruby'];

const total = async (center) => (await center.one('SELECT sum(requests) FROM v_requests_served')) ?? 0;

// REQUESTS requests from CLIENTS clients; answered(n) is told of each that came back whole. A request that fails is not
// sent again. Returns how many were sent and how many answered.
async function flood(center, answered = () => {}) {
    let sent = 0, done = 0;
    await Promise.all(Array.from({ length: CLIENTS }, async () => {
        while (sent < REQUESTS) {
            const address = ADDRESSES[sent++ % ADDRESSES.length];
            const answer = await center.client.get(address).catch(() => null);
            if (answer?.status === 200) answered(++done);
            else await center.up;
        }
    }));
    return { sent, answered: done };
}

test('10,000 page requests from 32 clients raise the counter by exactly 10,000', async () => {
    const center = await start({ settings: { counter_start_number: START } });
    const shown = async () => footer((await center.client.get('/help.html')).text).count;
    const before = await shown();
    assert.equal(before, START);
    const { sent, answered } = await flood(center);
    assert.deepEqual([sent, answered], [REQUESTS, REQUESTS]);
    assert.equal(await shown(), before + 1 + REQUESTS, 'in the footer');
    const all = 1 + REQUESTS + 1; // with the two that looked
    await until('the last fold', async () => (await total(center)) >= all);
    assert.equal(await total(center), all, 'in v_requests_served, while it runs');
    assert.equal(await center.end(), 0);
    assert.equal(await total(center), all, 'and after its end');
    await center.restart();
    assert.equal(await shown(), START + all, 'and after a new start');
    await center.stop();
});

test('with 20 kill -9 in between: at least the number answered, at most the number sent', async () => {
    const center = await start();
    let kills = 0;
    center.up = Promise.resolve();
    const { sent, answered } = await flood(center, (n) => {
        if (n < ((kills + 1) * REQUESTS) / (KILLS + 5) || kills === KILLS) return;
        kills++;
        center.up = center.up.then(() => center.kill()).then(() => center.restart());
    });
    await center.up;
    assert.equal(kills, KILLS);
    assert.equal(sent, REQUESTS);
    assert.equal(await center.end(), 0); // folds a last time
    const counted = await total(center);
    assert.ok(counted >= answered, `${counted} counted, ${answered} answered`);
    assert.ok(counted <= sent, `${counted} counted, ${sent} sent`);
    assert.ok(answered >= REQUESTS * 0.8, `${answered} answered: the kills left too little to count`);
    await center.restart();
    assert.equal(footer((await center.client.get('/help.html')).text).count, counted, 'the footer goes on from there');
    await center.stop();
});

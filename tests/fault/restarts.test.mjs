// Restarts under load, with a listener that the program inherits from its starter, as from systemd: no request is lost,
// and nothing is done twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formNamed, fresh, open, pairsOf } from '../lib/forms.mjs';
import { sleep, start } from '../lib/instance.mjs';

const RESTARTS = 50, READERS = 8, WRITERS = 4;
const KINDS = ['newsletter', 'delete', 'catalog'].map(formNamed);

// Runs visitors until `something` is over: {gets, refs, slowest in ms}. Any answer but the expected one is an error.
async function underLoad({ client }, something) {
    const done = { gets: 0, refs: [], slowest: 0 };
    let going = true;
    const timed = async (asking) => {
        const begun = performance.now(), answer = await asking;
        done.slowest = Math.max(done.slowest, performance.now() - begun);
        return answer;
    };
    const reader = async (n) => {
        for (; going; done.gets++) {
            assert.equal((await timed(client.get(n % 2 ? '/help.html' : '/newsletter'))).status, 200);
            await sleep(n); // some connections of nginx's pool are idle for a while
        }
    };
    const writer = async (n) => {
        for (let i = n; going; i++) {
            const form = KINDS[i % KINDS.length], nonce = await open(client, form);
            const answer = await timed(client.post(form.address, pairsOf(form, form.good(fresh('restart')), nonce)));
            assert.equal(answer.status, 303);
            done.refs.push(/ref=([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(answer.headers.location)[1]);
            await sleep(2);
        }
    };
    const visitors = [...Array.from({ length: READERS }, (_, n) => reader(n)), ...Array.from({ length: WRITERS }, (_, n) => writer(n))];
    await Promise.all([something().finally(() => (going = false)), ...visitors.map((v) => v.catch((e) => { going = false; throw e; }))]);
    return done;
}

test(`${RESTARTS} restarts under load`, async (t) => {
    const center = await start({ inherited: true });
    const done = await underLoad(center, async () => {
        for (let i = 0; i < RESTARTS; i++) {
            await sleep(100);
            await center.startAnew();
        }
        await sleep(300);
    });
    t.diagnostic(`${done.gets} GETs, ${done.refs.length} POSTs, the slowest ${Math.round(done.slowest)} ms`);
    const kept = (await center.sql('SELECT reference FROM submission')).map((row) => row.reference);
    assert.deepEqual(kept.sort(), done.refs.sort(), 'one submission for each acknowledged form');
    assert.equal(new Set(kept).size, kept.length);
    assert.doesNotMatch(center.log(), /level=error/);
    assert.ok(done.gets > RESTARTS * 10 && kept.length > RESTARTS * 3, 'there was a load');
    await center.stop();
});

test('a connection that is made while no program runs waits for the next one', async () => {
    const center = await start({ inherited: true });
    const anew = center.startAnew();
    const asked = Array.from({ length: 20 }, async (_, n) => {
        await sleep(n * 10);
        return (await center.client.get('/healthz')).status;
    });
    await anew;
    assert.deepEqual(await Promise.all(asked), Array(20).fill(200));
    await center.stop();
});

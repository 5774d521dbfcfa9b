// Lighthouse gives a page of each kind all its points for accessibility, best practices and search engines.
// How fast they are depends on the machine: tests/web/lighthouse.mjs measures that.
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { start } from '../lib/instance.mjs';
import { ADDRESSES, examine, steered } from '../lib/lighthouse.mjs';

const CATEGORIES = ['accessibility', 'best-practices', 'seo'];
const ALL = { accessibility: 100, 'best-practices': 100, seo: 100 };
const center = await start();
const { port, browser } = await steered();
after(async () => {
    await browser.close();
    await center.stop();
});

for (const address of ADDRESSES) {
    test(`${address}: 100 of 100`, async () => {
        // Answers to what one asks are kept out of search engines on purpose, and Lighthouse takes points off for that alone.
        const { text } = await center.client.get(address);
        const unlisted = /<meta name="robots" content="noindex">/.test(text);
        assert.equal(unlisted, address.includes('?'));
        const { scores, lost } = await examine(port, center.base + address, CATEGORIES, unlisted ? ['is-crawlable'] : []);
        assert.deepEqual(lost, []);
        assert.deepEqual(scores, ALL);
    });
}

test('what Lighthouse would find is found', async () => {
    const bad = http.createServer((req, res) => res.setHeader('content-type', 'text/html').end('<p>A page<img src="x">')).listen(0, '127.0.0.1');
    await once(bad, 'listening');
    const { scores } = await examine(port, `http://127.0.0.1:${bad.address().port}/`, CATEGORIES);
    bad.close();
    for (const name of CATEGORIES) assert.ok(scores[name] < 100, `${name}: ${scores[name]}`);
});

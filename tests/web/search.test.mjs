// The search: its page, kinds and pages of hits, spelling, and suggestions by keyboard in Chromium, with and without script.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { axe, examiner, launch, overflows, visitor, WIDTHS } from '../lib/browser.mjs';
import { all, links, plain, results } from '../lib/html.mjs';
import { start, top, until } from '../lib/instance.mjs';
import { words } from '../lib/words.mjs';

const center = await start({ copy: ['templates'] });
const silent = await start({ settings: { suggestions: false } });
const browser = await launch();
after(async () => {
    await browser.close();
    await silent.stop();
    await center.stop();
});
const { client } = center;
const find = async (query) => (await client.get(`/search?${query}`)).text;
const part = (html, name) => {
    const nav = all(html, 'nav').find((t) => t.attributes.class === name);
    return nav ? links(html.slice(nav.end, html.indexOf('</nav>', nav.end))) : [];
};

test('kinds are links with how many there are; each leads to its own hits', async () => {
    const html = await find('q=return');
    const kinds = part(html, 'kinds');
    assert.ok(kinds.length >= 2, kinds.join());
    for (const href of kinds) {
        const answer = await client.get(href);
        const shown = /aria-current="true">[^<]*<span>(\d+)</.exec(answer.text)[1];
        const linked = new RegExp(`${href.replaceAll('&', '&amp;').replace('?', '\\?')}">[^<]*<span>(\\d+)<`).exec(html)[1];
        assert.equal(shown, linked, href);
        assert.equal(answer.status, 200);
        assert.ok(results(answer.text).length > 0, href);
    }
    const questions = results(await find('q=return&kind=question'));
    assert.ok(questions.length > 0 && questions.every((href) => href.includes('#')));
});
test('pages of ten; what is past the last page, or no page, is the nearest', async () => {
    const first = await find('q=stone');
    const next = part(first, 'pager');
    assert.equal(results(first).length, 10);
    assert.deepEqual(next, ['/search?q=stone&page=2']);
    const second = (await client.get(next[0])).text;
    assert.match(second, /<ol class="results" start="11">/);
    assert.ok(results(second).length > 0 && results(second).every((href) => !results(first).includes(href)));
    assert.match(second, /rel="prev" href="\/search\?q=stone"/);
    const last = results(await find('q=stone&page=99999'));
    assert.ok(last.length > 0);
    for (const page of ['0', '-1', 'x', '', '1e3', '99999999999999999999']) {
        assert.deepEqual(results(await find(`q=stone&page=${page}`)), results(first), page);
    }
    assert.deepEqual(results(await find('q=stone&kind=nonsense')), results(first));
    assert.deepEqual(results(await find('q=qqxyzzy&page=7')), []);
    assert.deepEqual(results(await find('keywords=stone')), results(first));
});
test('a misspelt word is taken for a near one, and the page says so', async () => {
    const html = await find('q=retrun+policy');
    assert.equal(results(html)[0], '/help/return-policy.html');
    assert.match(plain(html), new RegExp(`${words('search_corrected')} return policy`));
    assert.equal(all(html, 'input').find((t) => t.attributes.name === 'q').attributes.value, 'retrun policy');
    assert.ok(!plain(await find('q=return+policy')).includes(words('search_corrected')));
});
test('staff are told of words that are nowhere, those that were taken for near ones among them', async () => {
    await find('q=retrun+polcy');
    await find('q=qqxyzzyqq');
    await find('q=gift');
    const missed = async () => (await center.sql('SELECT words FROM v_searches_missed')).map((row) => row.words);
    await until('the misses to be counted', async () => (await missed()).includes('qqxyzzyqq') && (await missed()).includes('retrun polcy'));
    assert.ok(!(await missed()).includes('gift'));
});
test('each hit says what it is and where it stands', async () => {
    const html = await find('q=gift');
    assert.match(html, /<span class="kind">Question<\/span> <span class="place"><a href="\/faq">[^<]+<\/a><\/span><span class="place"><a href="\/faq\/[a-z-]+">/);
    assert.match(html, /<mark>/);
});
test('where nothing is found, a person may help', async () => {
    const html = await find('q=qqxyzzy');
    for (const address of ['/expert-advice', '/contact', '/help/sitemap.html']) assert.ok(links(html).includes(address), address);
    assert.match(plain(html), new RegExp(words('nothing_title')));
});
test('a long text is cut, not refused', async () => {
    assert.equal(results(await find(`q=${encodeURIComponent(`return policy ${'x'.repeat(1000)}`)}`)).includes('/help/return-policy.html'), true);
});
test('a synonym is live once its file is saved; a mistake keeps the old site', async () => {
    const file = path.join(center.templates, 'words/en/synonyms');
    const shipped = fs.readFileSync(file, 'utf8');
    assert.deepEqual(results(await find('q=zibbeldy')), []);
    fs.writeFileSync(file, `${shipped}\nzibbeldy, birthstone\n`);
    await until('the synonym', async () => results(await find('q=zibbeldy'))[0] === '/help/birthstones.html');
    fs.writeFileSync(file, `${shipped}\nzibbeldy, birthstone\nalone\n`);
    await until('the report', () => center.log().includes('synonyms'));
    assert.equal(results(await find('q=zibbeldy'))[0], '/help/birthstones.html');
});

test('suggestions are JSON for a minute, and no request of the counter', async () => {
    const answer = await client.get('/suggest?q=retur');
    assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'public, max-age=60');
    const pages = JSON.parse(answer.text);
    assert.ok(pages.length > 1 && pages.length <= 6);
    assert.deepEqual(Object.keys(pages[0]), ['title', 'address', 'kind']);
    assert.ok(pages.some((p) => p.address === '/help/return-policy.html'));
    assert.deepEqual(JSON.parse((await client.get('/suggest?q=')).text), []);
    assert.equal((await client.get('/suggest?q=%ff')).status, 400);
});
test('the script is at most 3 KB, and nowhere where suggestions are off', async () => {
    assert.ok(fs.statSync(path.join(top, 'www/suggest.js')).size <= 3072);
    const src = all((await client.get('/help.html')).text, 'script').find((t) => t.attributes.src).attributes.src;
    const script = await client.get(src, { 'Accept-Encoding': 'gzip' });
    assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(script.headers['content-encoding'], 'gzip');
    assert.match(script.headers['cache-control'], /max-age=31536000, immutable/);
    const page = await silent.client.get('/help.html');
    assert.ok(all(page.text, 'script').every((t) => t.attributes.src === undefined));
    assert.doesNotMatch(page.headers['content-security-policy'], /script-src/);
    assert.equal((await silent.client.get('/suggest?q=return')).status, 404);
});

// ---- in the browser ------------------------------------------------------------------------------

test('suggestions by keyboard: a combobox that counts, chooses, closes, and leaves the page as it stood', async () => {
    const context = await visitor(browser, { javaScriptEnabled: true });
    const page = await context.newPage();
    await page.goto(`${center.base}/help.html`);
    const field = page.getByRole('combobox').first();
    const options = page.getByRole('option');
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    await field.focus();
    await page.keyboard.type('birthst');
    await options.first().waitFor();
    assert.equal(await height(), before);
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    const count = await options.count();
    await until('the count to be told', async () => (await page.getByRole('status').first().textContent()).includes(String(count)));
    await page.keyboard.press('ArrowDown');
    const active = await field.getAttribute('aria-activedescendant');
    assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await options.count(), 0);
    assert.equal(await field.inputValue(), 'birthst');
    const nothing = page.waitForResponse(/suggest\?q=qqxyzzy/);
    await field.fill('qqxyzzy');
    await (await nothing).finished();
    await page.waitForFunction(() => new Promise((done) => { setTimeout(() => done(true)); })); // its answer was taken
    assert.equal(await page.getByRole('status').first().textContent(), '', 'no page, so no key leads to one');
    await field.fill('birthst');
    await page.keyboard.type('one');
    await options.first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/birthstones\.html|birthstone/);
    await page.goBack();
    await page.getByRole('combobox').first().fill('return');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=return$/);
    assert.deepEqual(context.told, []);
    await context.close();
});
test('a list of suggestions and a page of hits are clean for axe-core and fit every width', async () => {
    const context = await examiner(browser);
    for (const width of WIDTHS) {
        const page = await context.newPage();
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${center.base}/search?q=stone&page=2`);
        assert.deepEqual(await axe(page), []);
        assert.equal(await overflows(page), false);
        await page.getByRole('combobox').first().fill('retur');
        await page.getByRole('option').first().waitFor();
        assert.deepEqual(await axe(page), []);
        assert.equal(await overflows(page), false);
        await page.close();
    }
    await context.close();
});
test('without script the field searches', async () => {
    const context = await visitor(browser);
    const page = await context.newPage();
    await page.goto(`${center.base}/help.html`);
    await page.getByRole('searchbox').first().fill('carat');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=carat$/);
    assert.ok(!context.asked.some((url) => url.includes('/suggest?')));
    await context.close();
});

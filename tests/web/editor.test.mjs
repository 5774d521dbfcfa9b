// An editor's day, as readers and the editor see it in Chromium without script, while the program runs on: a page with a
// picture, a rename, a draft with its preview, a broken link, a new policy, an address that leads nowhere.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { axe, examiner, launch, overflows, visitor, WIDTHS } from '../lib/browser.mjs';
import { start, until } from '../lib/instance.mjs';
import { words } from '../lib/words.mjs';

const center = await start({ copy: ['templates', 'www'] });
const browser = await launch();
const context = await visitor(browser);
const page = await context.newPage();
after(async () => {
    await browser.close();
    await center.stop();
});
const { client } = center;
const pid = center.program.pid;

const file = (name) => path.join(center.templates, name);
const read = (name) => fs.readFileSync(file(name), 'utf8');
const write = (name, text) => fs.writeFileSync(file(name), text);
const text = ({ title = 'Ring sizes', head = '', body }) =>
    `---\ntitle: ${title}\nsummary: How to find the right size for a ring, at home and with a thread.\nsection: quick-help\n` +
    `order: 900\nkeywords: thread, finger\nupdated: 2026-05-03\nreviewed: 2026-05-03\n${head}---\n\n${body}\n`;

// The program has loaded what is there now, or has said why it didn't.
async function edit(change, wanted = /event=content_loaded/) {
    const from = center.log().length;
    await change();
    await center.logged(wanted, from);
    return center.log().slice(from);
}
const check = async (...options) => {
    const { code = 0, stdout } = await center.helpctl('page', 'check', ...options).catch((e) => e);
    return { code, stdout };
};
const preview = async (name) => (await center.helpctl('page', 'preview', name)).stdout.trim();
const go = async (address) => (await page.goto(new URL(address, center.base).href)).status();
const main = () => page.locator('main').innerText();
const heading = () => page.getByRole('heading', { level: 1 }).innerText();
const banner = page.locator('.preview');
const etag = async (address) => (await client.get(address)).headers.etag;
const fresh = async (address, tag) => (await client.get(address, { 'If-None-Match': tag })).status;

// A picture of 4 x 2 dots, made by hand.
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR4nGNQaFgARwzIHAB+GgoBjUI6qAAAAABJRU5ErkJggg==', 'base64');

test('a new page shows in navigation, site map, sitemap.xml and search; its picture keeps its place', async () => {
    const tag = await etag('/help/careers.html');
    assert.equal(await fresh('/help/careers.html', tag), 304);
    assert.equal(await go('/help/ring-sizes.html'), 404);
    fs.mkdirSync(path.join(center.www, 'images'), { recursive: true });
    await edit(() => {
        fs.writeFileSync(path.join(center.www, 'images/thread.png'), PNG);
        write('help/ring-sizes.md', text({ body: '## Measure\n\n![A thread around a finger](/static/images/thread.png)\n\nTake a zirconquux thread.' }));
    });
    assert.equal(await go('/help/ring-sizes.html'), 200);
    assert.equal(await heading(), 'Ring sizes');
    const picture = page.getByRole('img', { name: 'A thread around a finger' });
    assert.deepEqual([await picture.getAttribute('width'), await picture.getAttribute('height')], ['4', '2']);
    const source = await client.get(await picture.getAttribute('src'));
    assert.deepEqual([source.status, source.headers['content-type']], [200, 'image/png']);
    assert.match(source.headers['cache-control'], /immutable|max-age=31536000/);
    assert.equal(await fresh('/help/careers.html', tag), 200, 'its footer has a link more');
    await go('/help/sitemap.html');
    await page.getByRole('main').getByRole('link', { name: 'Ring sizes' }).click();
    assert.equal(new URL(page.url()).pathname, '/help/ring-sizes.html');
    assert.match((await client.get('/sitemap.xml')).text, /\/help\/ring-sizes\.html</);
    await go('/search?q=zirconquux');
    await page.getByRole('main').getByRole('link', { name: 'Ring sizes' }).click();
    const own = await etag('/help/ring-sizes.html');
    assert.equal(await fresh('/help/ring-sizes.html', own), 304);
});

test('a page that is renamed twice is found by all its addresses', async () => {
    for (const [from, to] of [['ring-sizes', 'sizes'], ['sizes', 'sizes-of-rings']]) {
        await edit(() => {
            write(`help/${to}.md`, read(`help/${from}.md`).replace('---\n\n', `old: /help/${from}.html\n---\n\n`));
            fs.rmSync(file(`help/${from}.md`));
        });
    }
    for (const old of ['ring-sizes', 'sizes']) {
        const answer = await client.get(`/help/${old}.html`);
        assert.deepEqual([answer.status, answer.headers.location], [301, '/help/sizes-of-rings.html']);
        assert.equal(await go(`/help/${old}.html`), 200);
        assert.equal(new URL(page.url()).pathname, '/help/sizes-of-rings.html');
    }
});

const DRAFT = { title: 'Engraving', head: 'draft: yes\n', body: '## Letters\n\nUp to ten quuxletters.' };

test('a draft is seen by its link alone, follows its file, and goes public under its own address', async () => {
    await edit(() => write('help/engraving.md', text(DRAFT)));
    const link = await preview('engraving'), address = '/help/engraving.html';
    assert.match(link, new RegExp(`^${center.base}/preview/[a-z2-7]{96}$`));
    assert.equal(await go(address), 404);
    assert.doesNotMatch((await client.get('/search?q=quuxletters')).text, /engraving/);
    const requests = () => center.one('SELECT sum(requests) FROM request_count');
    assert.equal(await go(link), 200);
    assert.equal(await heading(), 'Engraving');
    assert.match(await banner.innerText(), new RegExp(`^${words('preview_draft')} .* The link is good until \\d+ \\w+ \\d{4}, \\d\\d:\\d\\d\\.$`));
    const { headers } = await client.get(new URL(link).pathname);
    assert.deepEqual([headers['cache-control'], headers['referrer-policy'], headers['x-robots-tag'], headers.etag],
        ['no-store', 'no-referrer', 'noindex', undefined]);
    write('help/engraving.md', text({ ...DRAFT, body: '## Letters\n\nUp to twelve letters.' }));
    await page.reload();
    assert.match(await main(), /Up to twelve letters/);
    write('help/engraving.md', text({ ...DRAFT, body: 'See [nothing](/help/nothing.html) and <b>this</b>.' }));
    await page.reload();
    assert.equal(await heading(), words('preview_wrong_title'));
    assert.match(await main(), /help\/engraving\.md:12: HTML is not taken/);
    assert.doesNotMatch(await page.content(), new RegExp(center.dir), 'no path of the machine');
    const { code, stdout } = await check('--strict');
    assert.match(stdout, /help\/engraving\.md:12: HTML is not taken.*isn't public yet/);
    assert.equal(code, 1);
    await edit(() => write('help/engraving.md', text({ ...DRAFT, head: '' })));
    assert.equal(await go(link), 200);
    assert.equal(new URL(page.url()).pathname, address, 'the link leads to the public page now');
    assert.equal(await go('/search?q=quuxletters'), 200);
    assert.ok(await page.getByRole('main').getByRole('link', { name: 'Engraving' }).count() > 0);
    assert.doesNotMatch(center.log(), /\/preview\//, 'no token in the log');
    assert.ok(await requests() >= 0);
});

test('a preview is not counted, and links that end or are changed lead to a friendly page', async () => {
    await edit(() => write('help/later.md', text({ ...DRAFT, title: 'Later' })));
    const link = new URL(await preview('help/later.md')).pathname;
    const count = async () => Number(/(\d+) requests since/.exec((await client.get('/help/careers.html')).text)[1]);
    const before = await count();
    for (let i = 0; i < 3; i++) assert.equal((await client.get(link)).status, 200);
    assert.equal(await count(), before + 1, 'the page that shows it alone');
    for (const wrong of [`${link}a`, link.slice(0, -1), link.replace(/.$/, (c) => (c === 'a' ? 'b' : 'a')), '/preview/', '/preview/x']) {
        assert.equal(await go(wrong), 404, wrong);
        assert.equal(await heading(), words('preview_lost_title'));
    }
    assert.equal((await client.get(link.toUpperCase().replace('/PREVIEW/', '/preview/'))).status, 200, 'mail servers change case');
    await edit(() => fs.rmSync(file('help/later.md')));
    assert.equal(await go(link), 410);
    assert.equal(await heading(), words('preview_gone_title'));
    for (const nothing of ['nothing', '/help/nothing.html', '../x']) {
        await assert.rejects(center.helpctl('page', 'preview', nothing), (e) => e.code === 1 && /there is no page/.test(e.stderr));
    }
});

test('drafts link to drafts; a public page that links to one is told where', async () => {
    await edit(() => {
        write('help/one.md', text({ title: 'One', head: 'draft: yes\n', body: '[two](/help/two.html#x) [sizes](/help/sizes-of-rings.html#measure)' }));
        write('help/two.md', text({ title: 'Two', head: 'draft: yes\n', body: '[one](/help/one.html)' }));
    });
    assert.equal(await go(await preview('one')), 200);
    assert.equal(await heading(), 'One');
    const old = read('help/careers.md');
    assert.match(await edit(() => write('help/careers.md', `${old}\n[one](/help/one.html)\n`), /event=content_kept/),
        /help\/careers\.md:\d+: a link leads to \/help\/one\.html, which is a draft/);
    await edit(() => {
        write('help/careers.md', old);
        fs.rmSync(file('help/one.md'));
        fs.rmSync(file('help/two.md'));
    });
});

test('a broken link keeps the last good state; log and helpctl page check name file and line', async () => {
    const name = 'help/sizes-of-rings.md', address = '/help/sizes-of-rings.html', old = read(name), tag = await etag(address);
    const broken = `${old}\n[gone](/help/nowhere.html) and [moved](/help/sizes-of-rings.html#nothing)\n`;
    const line = broken.split('\n').findIndex((l) => l.startsWith('[gone]')) + 1;
    const told = [`help/sizes-of-rings.md:${line}: a link leads to /help/nowhere.html`, `help/sizes-of-rings.md:${line}: a link leads to ${address}#nothing`];
    const log = await edit(() => write(name, broken), /event=content_kept/);
    assert.equal(await fresh(address, tag), 304, 'readers see nothing of it');
    const { code, stdout } = await check();
    for (const one of told) {
        assert.ok(log.includes(one), log);
        assert.ok(stdout.includes(one), stdout);
    }
    assert.match(stdout, /^2 errors; visitors see all pages as they were before$/m);
    assert.equal(code, 1);
    await edit(() => write(name, old));
    assert.equal((await check()).code, 0);
    assert.equal(await fresh(address, tag), 304, 'mended: as it was');
});

test('a picture that is not there, and one without a text, are told with file and line', async () => {
    const name = 'help/sizes-of-rings.md', old = read(name);
    const log = await edit(() => write(name, `${old}\n![x](/static/images/gone.png)\n\n![](/static/images/thread.png)\n`), /event=content_kept/);
    assert.match(log, /sizes-of-rings\.md:\d+: the image \/static\/images\/gone\.png isn't there/);
    assert.match(log, /sizes-of-rings\.md:\d+: an image without a text/);
    await edit(() => write(name, old));
});

test('helpctl page check warns of stale pages, moved links and old addresses that nobody reaches', async () => {
    assert.deepEqual(await check('--strict').then((r) => r.code), 0, 'the shipped pages are clean');
    await edit(() => write('help/old.md', text({ title: 'Old', head: 'old: /help/careers.html?x=1\nold: /robots.txt\n', body: '[sizes](/help/sizes.html) [out](https://example.com/x)' })
        .replace(/^(updated|reviewed): .*$/gm, '$1: 2020-01-01').replace(/^keywords.*\n/m, '')));
    const { code, stdout } = await check();
    assert.equal(code, 0);
    for (const one of [/old\.md:1: warning: stale, last looked at 2020-01-01/, /old\.md:1: warning: no `keywords`/,
        /old\.md:\d+: warning: a link leads to \/help\/sizes\.html, which is \/help\/sizes-of-rings\.html now/,
        /old\.md:8: warning: the old address \/help\/careers\.html\?x=1 is never looked up/,
        /old\.md:9: warning: the old address \/robots\.txt is never looked up/, /0 errors, 5 warnings/]) assert.match(stdout, one);
    assert.doesNotMatch(stdout, /example\.com/);
    assert.equal((await check('--strict')).code, 1);
    assert.match((await check('--links')).stdout, /old\.md:\d+: https:\/\/example\.com\/x/);
    await edit(() => fs.rmSync(file('help/old.md')));
});

test('a policy is previewed as it would be published, published, and kept in its history', async () => {
    const name = 'help/return-policy.md', address = '/help/return-policy.html', old = read(name), tag = await etag(address);
    const link = await preview('return-policy');
    assert.equal(await go(link), 200);
    assert.equal(new URL(page.url()).pathname, address, 'nothing is edited yet');
    await edit(() => write(name, `${old.replace(/^effective: .*$/m, 'effective: 2027-02-01')}\n## Quux\n\nWe promise quuxness.\n`));
    assert.equal(await fresh(address, tag), 304, 'readers see the version in force');
    await go(link);
    assert.match(await main(), /quuxness/);
    assert.match(await banner.innerText(), new RegExp(`^${words('preview_policy')}`));
    assert.match((await center.helpctl('page', 'list')).stdout, /^\/help\/return-policy\.html +edited /m);
    await edit(() => center.helpctl('policy', 'publish', 'return-policy'));
    assert.equal(await fresh(address, tag), 200);
    await go(address);
    assert.match(await main(), /Version 2/);
    assert.match(await main(), /quuxness/);
    await go(link);
    assert.equal(new URL(page.url()).pathname, address);
    assert.match((await center.helpctl('page', 'list')).stdout, /^\/help\/return-policy\.html +public /m);
    assert.equal(await go('/help/return-policy/versions'), 200);
    for (const [version, holds] of [[1, false], [2, true]]) {
        assert.ok(await page.locator(`main a[href="/help/return-policy/versions/${version}"]`).count() > 0, `version ${version} is listed`);
        assert.equal(/quuxness/.test((await client.get(`/help/return-policy/versions/${version}`)).text), holds);
    }
});

test('an address that leads nowhere helps on, is counted once a reader asks, and is mended by an old: line', async () => {
    assert.equal(await go('/help/return-polisy.html'), 404);
    assert.equal(await page.getByRole('main').getByRole('searchbox').inputValue(), 'return polisy');
    assert.ok(await page.getByRole('main').getByRole('link').count() > 3);
    for (const probe of ['/wp-login.php', '/.env', `/help/${'x'.repeat(300)}`]) assert.equal((await client.get(probe)).status, 404);
    await client.get('/help/seen-by-a-bot.html', { 'User-Agent': 'Googlebot/2.1' });
    const rows = await until('the address in the database', async () => {
        const found = await center.sql("SELECT address, requests FROM not_found WHERE address = '/help/return-polisy.html'");
        return found.length && found;
    });
    assert.equal(rows[0].requests, 1);
    assert.deepEqual(await center.sql("SELECT address FROM not_found WHERE address LIKE '%wp-%' OR address LIKE '%.env%' OR address LIKE '%bot%' OR length(address) > 200"), []);
    assert.match((await center.helpctl('page', 'lost', '--days', '1')).stdout, /^ +1 +\d{4}-\d\d-\d\d +\/help\/return-polisy\.html$/m);
    const name = 'help/careers.md', old = read(name);
    await edit(() => write(name, old.replace('section:', 'old: /help/return-polisy.html\nsection:')));
    assert.equal((await client.get('/help/return-polisy.html')).status, 301);
    assert.doesNotMatch((await center.helpctl('page', 'lost')).stdout, /return-polisy/);
    await edit(() => write(name, old));
});

test('every page, of any kind, is previewed as its file stands while a mistake elsewhere keeps the old ones up', async () => {
    const files = fs.readdirSync(center.templates, { recursive: true }).filter((name) => /^(help|faq|forms)\/.*\.md$/.test(name));
    const old = new Map([...files, 'layout/notices.md'].map((name) => [name, read(name)]));
    assert.ok(files.length > 40, `${files.length} files`);
    await edit(() => {
        write('layout/notices.md', '{{NOTHING}}\n');
        for (const name of files) write(name, old.get(name).replace(/^title: .*$/m, 'title: Quux').replace(/^name: .*\n/m, ''));
    }, /event=content_kept/);
    for (const name of files) {
        const { status, text: html } = await client.get(new URL(await preview(name)).pathname);
        assert.equal(status, 200, name);
        assert.match(html, /<p class="preview">/, name);
        assert.match(html, /<title>Quux - /, name);
    }
    await edit(() => old.forEach((text, name) => write(name, text)));
});

test('pages about previews and lost addresses are clean, at each width', async () => {
    await edit(() => {
        write('help/draft.md', text({ ...DRAFT, title: 'Draft' }));
        write('help/wrong.md', text({ ...DRAFT, title: 'Wrong', body: '<b>x</b>' }));
    });
    const addresses = ['/help/return-polisy.html', '/preview/x', await preview('draft'), await preview('wrong'), await preview('sizes-of-rings')];
    const validate = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'no-inline-style': 'error', 'no-trailing-whitespace': 'off', 'long-title': 'off', 'void-style': 'off', 'require-sri': 'off' } });
    const look = await (await examiner(browser)).newPage();
    for (const address of addresses) {
        const html = (await client.get(new URL(address, center.base).href.replace(center.base, ''))).text;
        if (html !== '') assert.deepEqual((await validate.validateString(html)).results.flatMap((r) => r.messages.map((m) => `${address} ${m.ruleId}: ${m.message}`)), []);
        for (const width of WIDTHS) {
            await look.setViewportSize({ width, height: 800 });
            await look.goto(new URL(address, center.base).href);
            assert.equal(await overflows(look), false, `${address} at ${width}`);
        }
        assert.deepEqual(await axe(look), [], address);
    }
});

test('all of it in one run of the program, and nothing failed in the browser', () => {
    assert.equal(center.program.pid, pid);
    assert.equal(center.program.exitCode, null);
    assert.deepEqual(context.told.filter((line) => !/404|410/.test(line)), []);
});

// What an editor does to a running help center: pages added, broken, mended, renamed, removed; policies published.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { all, links, plain, results, textOf } from '../lib/html.mjs';
import { start } from '../lib/instance.mjs';

const center = await start({ copy: ['templates', 'www'] });
after(() => center.stop());
const { client } = center;

const file = (name) => path.join(center.templates, name);
const read = (name) => fs.readFileSync(file(name), 'utf8');
// Written beside and moved into place, as a careful editor's program does.
function write(name, text) {
    fs.writeFileSync(`${file(name)}.new~`, text);
    fs.renameSync(`${file(name)}.new~`, file(name));
}
const page = ({ title = 'Ring sizes', section = 'orders', order = 900, more = '', body = 'How to measure a **zirconquux** ring.' } = {}) =>
    `---\ntitle: ${title}\nsummary: How to find the right size for a ring, at home and with a thread.\nsection: ${section}\n` +
    `order: ${order}\nupdated: 2026-05-03\nreviewed: 2026-05-03\n${more}---\n\n## Measure\n\n${body}\n\n## Order\n\nThe size goes into the order.\n`;

const mark = () => center.log().length;
// Runs the change, and waits until the program has loaded what is there now.
async function edit(change) {
    const from = mark();
    await change();
    await center.logged(/event=content_loaded/, from);
}
async function refused(change, pattern) {
    const from = mark();
    await change();
    await center.logged(/event=content_kept/, from);
    assert.match(center.log().slice(from), pattern);
}
// Without waiting for the program to notice by itself, which other tests here do.
function now(change) {
    change();
    center.program.kill('SIGHUP');
}
const status = async (address) => (await client.get(address)).status;

test('a Markdown file that is added shows everywhere without a restart', async () => {
    const pid = center.program.pid;
    assert.equal(await status('/help/ring-sizes.html'), 404);
    const begin = Date.now();
    await edit(() => write('help/ring-sizes.md', page({ section: 'quick-help', more: 'keywords: thread, finger\nold: /ringsize.php\n' })));
    assert.ok(Date.now() - begin < 5000, `${Date.now() - begin} ms`);
    const answer = await client.get('/help/ring-sizes.html');
    assert.equal(answer.status, 200);
    assert.equal(textOf(answer.text, all(answer.text, 'h1')[0]), 'Ring sizes');
    const other = (await client.get('/help/careers.html')).text;
    const foot = other.slice(other.indexOf('<footer'));
    assert.ok(links(foot.split('<h2>')[1]).includes('/help/ring-sizes.html'), "in its section's column of every page's footer");
    assert.ok(links((await client.get('/help/sitemap.html')).text).includes('/help/ring-sizes.html'), 'in the site map');
    assert.ok((await client.get('/sitemap.xml')).text.includes(`<loc>${center.base}/help/ring-sizes.html</loc>`), 'in sitemap.xml');
    for (const query of ['zirconquux', 'finger', 'ring+size']) {
        assert.ok(results((await client.get(`/search?q=${query}`)).text).includes('/help/ring-sizes.html'), `found by ${query}`);
    }
    assert.equal((await client.get('/ringsize.php')).headers.location.replace(center.base, ''), '/help/ring-sizes.html');
    assert.equal(center.program.pid, pid);
    assert.equal(center.program.exitCode, null);
});

test('an edited page is shown, under another ETag', async () => {
    const { etag } = (await client.get('/help/ring-sizes.html')).headers;
    await edit(() => write('help/ring-sizes.md', page({ section: 'quick-help', body: 'Take a *thread* of linen.', more: 'old: /ringsize.php\n' })));
    const answer = await client.get('/help/ring-sizes.html', { 'If-None-Match': etag });
    assert.equal(answer.status, 200);
    assert.match(answer.text, /<em>thread<\/em>/);
    assert.deepEqual(results((await client.get('/search?q=zirconquux')).text), []);
});

// [what, file, text, what the log must name]
const BROKEN = [
    ['an unknown line in the head', 'help/ring-sizes.md', page().replace('order: 900', 'ordre: 900'), /help\/ring-sizes\.md:5\b/],
    ['an unknown section', 'help/ring-sizes.md', page({ section: 'nowhere' }), /help\/ring-sizes\.md:4\b.*nowhere/],
    ['an unknown setting', 'help/ring-sizes.md', page({ body: 'Call {{PHONEY}}.' }), /help\/ring-sizes\.md:12\b.*PHONEY/],
    ['HTML', 'help/ring-sizes.md', page({ body: 'A <b>bold</b> word.' }), /help\/ring-sizes\.md:12\b/],
    ['a link that leads nowhere', 'help/ring-sizes.md', page({ body: '[x](/help/nowhere.html)' }), /help\/ring-sizes\.md(:12)?\b.*nowhere/],
    ['no head', 'help/ring-sizes.md', 'Only text.\n', /help\/ring-sizes\.md:1\b/],
    ['an address that another page has', 'help/ring-sizes.md', page({ more: 'old: /careers\n' }), /help\/(ring-sizes|careers)\.md:\d+.*\/careers/],
    ['bytes that are no UTF-8', 'help/ring-sizes.md', Buffer.concat([Buffer.from(page()), Buffer.from([0xff, 0xfe])]), /help\/ring-sizes\.md/],
    ['a sentence that is not there', 'words/en/forms.words', (old) => old.replace(/^label_name = .*$/m, ''), /label_name/],
    ['an unknown sentence', 'words/en/forms.words', (old) => `${old}labell_name = Name\n`, /words\/en\/forms\.words:\d+.*labell_name/],
    ['an unknown variable in a template', 'layout/article.tpl', (old) => old.replace('{{TITLE}}', '{{TITEL}}'), /layout\/article\.tpl(:\d+)?.*TITEL/],
    ['a section of a template that does not end', 'layout/article.tpl', (old) => old.replace('{{/UPDATED}}', ''), /layout\/article\.tpl/],
    ['a template without its AUTOESCAPE line', 'layout/back.tpl', (old) => old.replace(/^.*AUTOESCAPE.*\n/, ''), /layout\/back\.tpl/],
    ['a broken notice', 'layout/notices.md', (old) => `${old}\n{{NOTHING}}\n`, /layout\/notices\.md:\d+.*NOTHING/],
    ['a list of sections that is broken', 'words/en/sections', (old) => old.replace('section: legal', 'sektion: legal'), /words\/en\/sections:\d+/],
];
for (const [what, name, change, wanted] of BROKEN) {
    test(`broken: ${what}: logged with its place, and the last good state stays`, async () => {
        const old = fs.readFileSync(file(name));
        const before = await client.get('/help/ring-sizes.html');
        const text = typeof change === 'function' ? change(old.toString()) : change;
        assert.notDeepEqual(Buffer.from(text), old, 'a change');
        await refused(() => now(() => write(name, text)), wanted);
        const shown = await client.get('/help/ring-sizes.html');
        assert.deepEqual([shown.status, shown.headers.etag], [200, before.headers.etag]);
        assert.equal(await status('/newsletter'), 200);
        await edit(() => now(() => write(name, old)));
    });
}

test('helpcenter --check and helpctl check name file and line of what is broken', async () => {
    const old = read('help/ring-sizes.md');
    await refused(() => write('help/ring-sizes.md', page({ section: 'nowhere' })), /nowhere/);
    await assert.rejects(center.helpctl('check'), (e) => e.code === 1 && /help\/ring-sizes\.md:4\b/.test(e.stderr + e.stdout));
    await edit(() => write('help/ring-sizes.md', old));
    await center.helpctl('check');
});

test('a start with a broken page is refused, with its place', async () => {
    const old = read('help/ring-sizes.md');
    await refused(() => write('help/ring-sizes.md', page({ section: 'nowhere' })), /nowhere/);
    assert.equal(await center.end(), 0);
    center.startProgram();
    assert.equal(await center.ended(), 1);
    assert.match(center.log(), /help\/ring-sizes\.md:4\b.*nowhere[^]*$/);
    write('help/ring-sizes.md', old);
    await center.restart();
    assert.equal(await status('/help/ring-sizes.html'), 200);
});

test('a draft is not served, listed or found', async () => {
    await edit(() => write('help/draft-page.md', page({ title: 'A page to come', more: 'draft: yes\n', body: 'Of quuxstones.' })));
    assert.equal(await status('/help/draft-page.html'), 404);
    for (const address of ['/sitemap.xml', '/help/sitemap.html', '/search?q=quuxstones']) {
        assert.doesNotMatch((await client.get(address)).text, /draft-page/);
    }
    await edit(() => fs.rmSync(file('help/draft-page.md')));
});

test('a page that is renamed, with its old address named, redirects', async () => {
    await edit(() => {
        write('help/sizes-of-rings.md', read('help/ring-sizes.md').replace('---\n\n', 'old: /help/ring-sizes.html\n---\n\n'));
        fs.rmSync(file('help/ring-sizes.md'));
    });
    const answer = await client.get('/help/ring-sizes.html');
    assert.deepEqual([answer.status, answer.headers.location.replace(center.base, '')], [301, '/help/sizes-of-rings.html']);
    assert.equal(await status('/help/sizes-of-rings.html'), 200);
    assert.doesNotMatch((await client.get('/sitemap.xml')).text, /ring-sizes/);
});

test('a page that is removed is gone everywhere', async () => {
    await edit(() => fs.rmSync(file('help/sizes-of-rings.md')));
    assert.equal(await status('/help/sizes-of-rings.html'), 404);
    assert.equal(await status('/ringsize.php'), 404);
    for (const address of ['/help/careers.html', '/help/sitemap.html', '/sitemap.xml', '/search?q=ring+sizes']) {
        assert.doesNotMatch((await client.get(address)).text, /sizes-of-rings|ring-sizes/, address);
    }
});

test('what the program needs a page for can\'t be removed', async () => {
    const old = read('forms/newsletter.md');
    await refused(() => fs.rmSync(file('forms/newsletter.md')), /\/newsletter/);
    assert.equal(await status('/newsletter'), 200);
    await edit(() => write('forms/newsletter.md', old));
});

test('answers of the FAQ and words of a form are edited the same way', async () => {
    const faq = read('faq/shipping.md');
    await edit(() => write('faq/shipping.md', `${faq}\n## Do you ship quuxgems to the moon?\n\nNot yet, but **soon**.\n`));
    const answer = (await client.get('/faq/shipping')).text;
    assert.match(plain(answer), /Do you ship quuxgems to the moon\?/);
    const hit = results((await client.get('/search?q=quuxgems')).text).find((h) => h.startsWith('/faq/shipping#'));
    assert.ok(all(answer, 'div').some((t) => `/faq/shipping#${t.attributes.id}` === hit), hit);
    await edit(() => write('faq/shipping.md', faq));
    const versions = () => center.one("SELECT max(version) FROM page_version WHERE kind = 'wording' AND page = '/newsletter'");
    const before = await versions(), old = read('words/en/forms.words');
    await edit(() => write('words/en/forms.words', old.replace(/^send_newsletter = .*$/m, 'send_newsletter = Yes, the newsletter please')));
    assert.match(plain((await client.get('/newsletter')).text), /Yes, the newsletter please/);
    assert.equal(await versions(), before + 1, 'the new words are kept as a version');
    await edit(() => write('words/en/forms.words', old));
    assert.equal(await versions(), before + 1, 'the old words were kept already');
});

test('a changed style sheet has another address, at which it is found', async () => {
    const href = async () => all((await client.get('/help.html')).text, 'link').find((t) => t.attributes.rel === 'stylesheet').attributes.href;
    const before = await href(), sheet = path.join(center.www, 'style.css');
    await edit(() => fs.appendFileSync(sheet, '\n/* quux */\n'));
    assert.notEqual(await href(), before);
    assert.match((await client.get(await href())).text, /quux/);
});

test('an edited policy is shown once it is published, not before', async () => {
    const name = 'help/privacy-policy.md', address = '/help/privacy-policy.html', old = read(name);
    const shown = async () => plain((await client.get(address)).text);
    await edit(() => write(name, `${old.replace(/^effective: .*$/m, 'effective: 2099-02-01')}\n## Quux\n\nWe promise quuxness.\n`));
    assert.doesNotMatch(await shown(), /quuxness/);
    assert.match(await shown(), /Version 1, in force from/);
    assert.deepEqual(results((await client.get('/search?q=quuxness')).text), []);
    const { stdout } = await center.helpctl('policy', 'list');
    assert.match(stdout, /privacy-policy/);
    await edit(() => center.helpctl('policy', 'publish', address));
    assert.match(await shown(), /quuxness/);
    assert.match(await shown(), /Version 2, in force from 1 February 2099/);
    assert.equal(await center.one(`SELECT count(*) FROM page_version WHERE kind = 'policy' AND page = '${address}'`), 2);
    await center.helpctl('policy', 'publish', address); // again: nothing new
    assert.equal(await center.one(`SELECT count(*) FROM page_version WHERE kind = 'policy' AND page = '${address}'`), 2);
    assert.match(await shown(), /quuxness/);
});

test('SIGHUP loads anew, though nothing changed', async () => {
    await edit(() => center.program.kill('SIGHUP'));
    assert.equal(await status('/help.html'), 200);
});

test('five edits under load: each answer is a whole page of before or after', async () => {
    const name = 'help/careers.md', old = read(name);
    let going = true, asked = 0;
    const visitors = Array.from({ length: 8 }, async () => {
        while (going) {
            const answer = await client.get('/help/careers.html');
            assert.equal(answer.status, 200);
            assert.match(answer.text, /<\/html>\s*$/);
            asked++;
        }
    });
    for (let i = 0; i < 5; i++) await edit(() => write(name, `${old}\n\nEdition ${i}.\n`));
    assert.match((await client.get('/help/careers.html')).text, /Edition 4\./);
    going = false;
    await Promise.all(visitors);
    assert.ok(asked > 50, `${asked}`);
    await edit(() => write(name, old));
});

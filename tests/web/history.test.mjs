// Policies keep their history: versions, what they changed, the text of a day; what changed lately, and its feed; what
// machines read of every page, and when a page has changed for them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { axe, examiner, launch, overflows } from '../lib/browser.mjs';
import { today } from '../lib/days.mjs';
import { forms } from '../lib/forms.mjs';
import { all, assertDead, links, plain, textOf, title } from '../lib/html.mjs';
import { configure, start } from '../lib/instance.mjs';
import { crawl } from '../lib/site.mjs';
import { words } from '../lib/words.mjs';
import { XSS } from '../lib/xss.mjs';

const center = await start({ copy: ['templates'], settings: { phone: '+1 212 555 0101' } });
after(() => center.stop());
const { client } = center;

const PAGE = '/help/return-policy.html', LIST = '/help/return-policy/versions';
const file = path.join(center.templates, 'help/return-policy.md');
const shipped = fs.readFileSync(file, 'utf8');
const head = (effective) => shipped.slice(0, shipped.indexOf('\n---\n', 4) + 5).replace(/^effective: .*$/m, `effective: ${effective}`);
const meta = (html, name) => all(html, 'meta').find((t) => t.attributes.name === name || t.attributes.property === name)?.attributes.content;
const link = (html, rel) => all(html, 'link').find((t) => t.attributes.rel === rel)?.attributes.href;
const main = (html) => html.slice(html.indexOf('<main'), html.indexOf('</main>'));
const shown = async (address) => plain(main((await client.get(address)).text));

// Runs the change, and waits until the program has loaded what is there now.
async function loaded(change) {
    const from = center.log().length;
    await change();
    await center.logged(/event=content_loaded/, from);
}
async function publish(effective, body) {
    fs.writeFileSync(file, `${head(effective)}\n${body}`);
    await loaded(() => center.helpctl('policy', 'publish', 'return-policy'));
}
const day = (iso) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));

const BODY = ['## Time', 'You may return a ring within 30 days.', '## Money', 'You get back what you paid. Call {{PHONE}}.',
    '| What | Days |\n|---|---|\n| Rings | 30 |\n| Loose stones | 10 |', '## End', 'That is all.'].join('\n\n');
const SECOND = BODY.replace('within 30 days', 'within 60 days').replace('| Rings | 30 |', '| Rings | 60 |').replace('## End', '## Gifts\n\nGifts go back too.\n\n## End');
const THIRD = SECOND.replace('what you paid', 'all that you paid');

// Version 1 is the shipped one, published at init.
await publish('2026-01-01', BODY);
const published = today();
await publish('2026-02-01', SECOND);
await publish('2099-02-01', THIRD);

test('the page shows what was published last, from when it holds, and leads to its history', async () => {
    const { text } = await client.get(PAGE);
    assert.match(plain(text), /Version 4, in force from 1 February 2099 \(until then version 3\) · History/);
    assert.match(plain(text), /all that you paid/);
    assert.ok(links(text).includes(LIST) && links(text).includes(`${LIST}/3`));
});

test('the list has every version, the newest first, with its days and what it changed in short', async () => {
    const { text, status } = await client.get(LIST);
    assert.equal(status, 200);
    const items = main(text).split('<li>').map(plain).filter((t) => /^Version \d/.test(t));
    assert.deepEqual(items.map((t) => /^Version (\d)/.exec(t)[1]), ['4', '3', '2', '1']);
    assert.match(items[0], /Not in force yet Comes into force on 1 February 2099\..*Words added: 2\. Words removed: 1\./);
    assert.match(items[1], new RegExp(`In force now In force from ${day(published)} to 31 January 2099\\..*Words added: 7\\. Words removed: 2\\.`));
    assert.match(items[2], /Replaced early/); // on the day of version 3
    assert.match(items[3], new RegExp(`In force from 1 January 2026 to .*Published on ${day(published)}.*first version`));
    assert.match(plain(main(text)), /shows version 4 already.*Until 1 February 2099 version 3 is in force/);
    for (const n of [1, 2, 3, 4]) assert.ok(links(text).includes(`${LIST}/${n}`));
    assert.deepEqual([1, 2, 3, 4].filter((n) => links(text).includes(`${LIST}/${n}/changes`)), [2, 3, 4]);
});

test('each version shows its own text, is told from the page of today, and is for no search engine', async () => {
    for (const [n, holds, lacks] of [[1, /Policies|return/i, /Call \+1 212/], [2, /within 30 days.*Call \+1 212 555 0101/, /Gifts/], [3, /60 days.*Gifts/, /all that you/], [4, /all that you paid/, /30 days\./]]) {
        const { text, status } = await client.get(`${LIST}/${n}`);
        assert.equal(status, 200);
        assert.match(plain(main(text)), holds, `${n}`);
        assert.doesNotMatch(plain(main(text)), lacks, `${n}`);
        assert.equal(textOf(text, all(text, 'h1')[0]), `Return policy, version ${n}`);
        assert.ok(plain(main(text)).includes(/^summary: (.*)$/m.exec(shipped)[1]), 'the summary that stood above it');
        assert.ok(links(main(text)).includes(PAGE), 'the page as it is');
        assert.equal(meta(text, 'robots'), 'noindex');
        assert.equal(link(text, 'canonical'), `${center.base}${LIST}/${n}`);
        const json = JSON.parse(/<script type="application\/ld\+json">([^<]*)</.exec(text)[1]);
        assert.deepEqual(json.itemListElement.map((i) => i.item.replace(center.base, '')), ['/help.html', PAGE, LIST, `${LIST}/${n}`]);
    }
    assert.equal(meta((await client.get(LIST)).text, 'robots'), undefined);
});

test('what a version changed is shown by words, marked for eyes and ears, and the rest is folded', async () => {
    const { text } = await client.get(`${LIST}/3/changes`);
    const marked = (name) => all(main(text), name).map((t) => textOf(main(text), t));
    assert.deepEqual(marked('del'), ['[removed: 30 ]', '[removed: 30 ]']);
    assert.deepEqual(marked('ins'), ['[added: 60 ]', '[added: 60 ]', '[added: Gifts ]', '[added: Gifts go back too. ]']);
    assert.match(plain(main(text)), /You may return a ring within \[removed: 30 \] \[added: 60 \] days\./);
    assert.match(plain(main(text)), /Rings \| \[removed: 30 \] \[added: 60 \]/);
    const folded = all(main(text), 'details').map((t) => textOf(main(text), t)).join(' ');
    assert.match(folded, /You get back what you paid/);
    assert.doesNotMatch(folded, /You may return a ring/);
    assert.equal(meta(text, 'robots'), 'noindex');
});

// [day, what stands on the page]
const DAYS = [
    ['2026-01-01', /Return policy, version 1\b/], [published, /Return policy, version 3\b.*this version is the one in force/],
    ['2099-01-31', /Return policy, version 3\b/], ['2099-02-01', /Return policy, version 4\b/], ['2199-12-31', /Return policy, version 4\b/],
    ['2025-12-31', /No version was in force on 31 December 2025 yet\. The first one is from 1 January 2026/], ['1900-01-01', /No version was in force on 1 January 1900/],
];
test('the version of a day is found', async () => {
    for (const [on, wanted] of DAYS) {
        const { text, status } = await client.get(`${LIST}?on=${on}`);
        assert.equal(status, 200, on);
        assert.match(plain(main(text)), wanted, on);
        assert.equal(meta(text, 'robots'), 'noindex', on);
    }
    const asked = await client.get(`${LIST}?on=2026-01-01`);
    assert.equal(link(asked.text, 'canonical'), `${center.base}${LIST}/1`);
});
test('what is no day is told at its field, with what was typed', async () => {
    for (const typed of ['', '31.02.2026', '2026-02-30', '2026-1-1', 'yesterday', '2026-01-01x', '0000-00-00', '9999-99-99', ...XSS]) {
        const { text, status, headers } = await client.get(`${LIST}?on=${encodeURIComponent(typed)}`);
        assert.equal(status, 422, typed);
        assert.equal(headers['cache-control'], 'no-store');
        const field = all(text, 'input').find((t) => t.attributes.name === 'on').attributes;
        assert.equal(field.value, typed);
        assert.equal(field['aria-describedby'], 'hc-on-error');
        assert.match(title(text), /^Error: /);
        if (typed) assertDead(text, typed.length > 2 ? typed : '<x>');
    }
});

test('other ways to write an address lead to the one that holds', async () => {
    for (const [from, to] of [[`${PAGE}/versions`, LIST], [`${PAGE}/versions/2`, `${LIST}/2`], [`${PAGE}/versions/2/changes`, `${LIST}/2/changes`],
        [`${PAGE}/versions?on=2026-01-01`, `${LIST}?on=2026-01-01`], [`${PAGE}/versions?on=%22%3E%3Cb%3E%0a`, null], [`${PAGE}/versions?on=%22%3E%3Cb%3E`, `${LIST}?on=%22%3E%3Cb%3E`]]) {
        const answer = await client.get(from);
        if (to === null) {
            assert.equal(answer.status, 400, from);
            continue;
        }
        assert.equal(answer.status, 301, from);
        assert.equal(answer.headers.location.replace(center.base, ''), to);
        assert.ok([200, 422].includes((await client.get(to)).status), to);
    }
});
test('an address of no version is not found', async () => {
    for (const rest of ['/0', '/5', '/01', '/-1', '/1.0', '/1x', '/99999999999999', '/999999999', '/18446744073709551617', '/', '/1/', '/1/changes', '/5/changes',
        '/2/change', '/2/changes/', '/2/changes/x', '/2?x/changes/', '/%31%30', '/2%00', '/２']) {
        const { status } = await client.get(encodeURI(LIST + rest).replace(/%25/g, '%'));
        assert.equal(status, rest === '/2%00' ? 400 : rest === '/2?x/changes/' ? 200 : 404, rest);
    }
    for (const address of ['/help/careers/versions', '/help/careers/versions/1', '/help/nothing/versions', '/help/versions', '/help//versions', '/help.html/versions',
        '/help/.html/versions', '/newsletter/versions', '/versions', `/help/${'a'.repeat(1900)}/versions`]) {
        assert.ok([400, 404].includes((await client.get(address)).status), address);
    }
});

test('a setting that changes rewrites no history', async () => {
    const before = (await client.get(`${LIST}/2`)).text;
    configure(center.conf, { phone: '+1 212 555 0199' });
    await center.end();
    await center.restart();
    const after = (await client.get(`${LIST}/2`)).text;
    assert.match(after.slice(after.indexOf('<footer') === -1 ? 0 : after.indexOf('class="band')), /0199/, 'the setting is in force');
    const article = (html) => html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    assert.equal(article(after), article(before));
    assert.match(article(after), /0101/);
    assert.match((await center.helpctl('policy', 'list')).stdout, /return-policy\.html +4 .*edited since/);
    await loaded(() => center.helpctl('policy', 'publish', 'return-policy'));
    assert.match(await shown(`${LIST}/5/changes`), /\[removed: 0101 \] \[added: 0199 \]/);
    assert.match((await center.helpctl('policy', 'list')).stdout, /return-policy\.html +5 .*published$/m);
});

// As a release before this one, or an editor whose rules were others, left it.
function insert(page, version, source) {
    const sql = `INSERT INTO page_version (kind, page, version, title, effective, source, hash, at) VALUES ('policy', '${page}', ${version}, 'Return policy', '2026-01-01', '${source.replaceAll("'", "''")}', randomblob(32), unixepoch());`;
    const { status, stderr } = spawnSync('sqlite3', [center.database, sql], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
}
test('what was published by other rules is still shown: settings of today, or plain words', async () => {
    await loaded(() => {
        insert('/help/gone.html', 1, `${head('2026-01-01')}\nCall {{PHONE}}.\n`);
        insert('/help/gone.html', 2, `${head('2026-01-01')}\n# Too large\n\nRaw <b>words</b> and {{NOTHING}}.\n\n- an item\n`);
        insert('/help/gone.html', 3, 'no head at all');
    });
    assert.match(await shown('/help/gone/versions/1'), /Call \+1 212 555 0199\./);
    assert.match(await shown('/help/gone/versions/2'), new RegExp(`${words('version_plain')} Too large Raw words and \\{\\{NOTHING\\}\\}\\. an item`));
    assert.match(await shown('/help/gone/versions/3'), /no head at all/);
    assert.match(await shown('/help/gone/versions/2/changes'), /removed: Call/);
    const list = await client.get('/help/gone/versions');
    assert.equal(list.status, 200, 'though the page is gone');
    assert.doesNotMatch(list.text, /Words added/);
});

test('a policy that is renamed keeps its history at its old address, and leads on by its new one', async () => {
    const source = fs.readFileSync(file, 'utf8'), other = path.join(center.templates, 'help/sending-back.md');
    await loaded(() => {
        fs.writeFileSync(other, source.replace('\n---\n', `\nold: ${PAGE}\n---\n`));
        fs.rmSync(file);
        for (const name of fs.readdirSync(center.templates, { recursive: true }).filter((n) => n.endsWith('.md'))) {
            const at = path.join(center.templates, name), text = fs.readFileSync(at, 'utf8');
            if (at !== other && text.includes(PAGE)) fs.writeFileSync(at, text.replaceAll(PAGE, '/help/sending-back.html'));
        }
        return center.helpctl('policy', 'publish', 'sending-back');
    });
    await loaded(() => center.program.kill('SIGHUP'));
    assert.equal((await client.get(PAGE)).headers.location.replace(center.base, ''), '/help/sending-back.html');
    assert.match(await shown(`${LIST}/2`), /within 30 days/);
    assert.ok(links((await client.get(`${LIST}/2`)).text).includes('/help/sending-back.html'));
    assert.match(await shown('/help/sending-back/versions'), /Version 1/);
});

test('helpctl tells the same at a terminal', async () => {
    const of = async (...operands) => (await center.helpctl('policy', ...operands)).stdout;
    const history = await of('history', PAGE);
    assert.match(history, new RegExp(`^ +1 +\\S+ \\S+ +- +2026-01-01 to `, 'm'));
    assert.match(history, /^ +3 .*\+7 -2 /m);
    const diff = await of('diff', PAGE, '3');
    assert.match(diff, /within\[- 30-\]\{\+ 60\+\} days/);
    assert.match(diff, /^\.\.\. \d+ lines?$/m);
    assert.match(await of('diff', PAGE), /version 5 against 4/);
    assert.match(await of('as-of', PAGE, '2026-01-01'), /^---\ntitle: Return policy/);
    for (const [operands, why] of [[['diff', PAGE, '1'], /the first/], [['diff', PAGE, '99'], /no version 99/], [['diff', PAGE, 'x'], /no version x/],
        [['as-of', PAGE, '2020-01-01'], /no version .* was in force on 2020-01-01/], [['as-of', PAGE, '31.2.'], /31\.2\. is no day/], [['history', 'careers'], /no policy careers/]]) {
        await assert.rejects(center.helpctl('policy', ...operands), (e) => e.code === 1 && why.test(e.stderr) && e.stdout === '', String(operands));
    }
});

// ---- what changed lately ------------------------------------------------------------------------

test('/changes has the last thirty changes by month, the newest first', async () => {
    const { text } = await client.get('/changes');
    const times = all(main(text), 'time').map((t) => t.attributes.datetime);
    assert.equal(times.length, 30);
    assert.deepEqual(times, [...times].sort().reverse());
    assert.match(plain(main(text)), /Return policy: version 3/);
    assert.ok(links(main(text)).includes(`${LIST}/3/changes`) && links(main(text)).includes(`${LIST}/1`));
    const months = all(main(text), 'h2').map((t) => textOf(main(text), t));
    assert.equal(new Set(months).size, months.length);
    assert.equal(link(text, 'alternate'), '/changes.xml');
    for (const href of links(main(text))) assert.equal((await client.get(href)).status, 200, href);
    assert.ok(links((await client.get('/help/sitemap.html')).text).includes('/changes'));
});
test('/changes.xml is an Atom feed of the same (RFC 4287)', async () => {
    const { text, headers, status } = await client.get('/changes.xml');
    assert.deepEqual([status, headers['content-type']], [200, 'application/atom+xml; charset=utf-8']);
    const checked = spawnSync('xmllint', ['--noout', '-'], { input: text, encoding: 'utf8' });
    if (!checked.error) assert.equal(checked.status, 0, checked.stderr);
    const one = (part, name) => {
        const found = [...part.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))];
        assert.equal(found.length, 1, `${name}: ${part}`);
        return found[0][1];
    };
    const parts = text.split('<entry>'), entries = parts.slice(1);
    assert.equal(entries.length, 30);
    const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, TAG = /^tag:127\.0\.0\.1,\d{4}-\d\d-\d\d:\/[a-z0-9/.-]+$/;
    assert.match(one(parts[0], 'id'), TAG);
    assert.equal(one(parts[0], 'updated'), one(entries[0], 'updated'));
    assert.ok(parts[0].includes(`<link rel="self" type="application/atom+xml" href="${center.base}/changes.xml"/>`));
    assert.match(parts[0], /<author><name>[^<]+<\/name><\/author>/);
    const ids = entries.map((e) => {
        assert.match(one(e, 'updated'), TIME);
        assert.ok(one(e, 'title') && one(e, 'summary'));
        assert.match(e, new RegExp(`<link rel="alternate" type="text/html" href="${center.base}/`));
        assert.match(one(e, 'id'), TAG);
        return one(e, 'id');
    });
    assert.equal(new Set(ids).size, ids.length);
    const before = ids;
    await loaded(() => center.program.kill('SIGHUP'));
    assert.deepEqual([...(await client.get('/changes.xml')).text.split('<entry>').slice(1)].map((e) => one(e, 'id')), before, 'they stay');
});

// ---- what machines read of every page -------------------------------------------------------------

let pages; // as they are once the tests above have run
test('a crawl finds every page, of all versions too', async () => {
    pages = await crawl(client);
    assert.equal(pages.get(PAGE).status, 301, 'the renamed page: published policies link to it still');
    pages.delete(PAGE);
    for (const [address, answer] of pages) assert.equal(answer.status, 200, address);
    assert.ok(pages.has(`${LIST}/3/changes`));
});
test('sitemap.xml: the days of its pages are true, and only what may be indexed is in it', async () => {
    const { text } = await client.get('/sitemap.xml');
    const checked = spawnSync('xmllint', ['--noout', '-'], { input: text, encoding: 'utf8' });
    if (!checked.error) assert.equal(checked.status, 0, checked.stderr);
    const lastmod = new Map([...text.matchAll(/<url><loc>([^<]*)<\/loc><lastmod>([^<]*)<\/lastmod><\/url>/g)].map((m) => [m[1].replace(center.base, ''), m[2]]));
    const indexed = [...pages].filter(([, p]) => meta(p.text, 'robots') !== 'noindex').map(([address]) => address);
    assert.deepEqual([...lastmod.keys()].sort(), indexed.sort());
    assert.equal(lastmod.get('/help/privacy-policy.html'), published, 'a policy: when it was published');
    const cut = fs.readFileSync(path.join(center.templates, 'help/diamond-cut.md'), 'utf8');
    assert.equal(lastmod.get('/help/diamond-cut.html'), /^updated: (.*)$/m.exec(cut)[1]);
    assert.match((await client.get('/robots.txt')).text, new RegExp(`^Sitemap: ${center.base}/sitemap\\.xml$`, 'm'));
});
test('every page says what it is: og:type, days of articles, breadcrumbs and questions that hold', () => {
    let articles = 0, faqs = 0;
    for (const [address, { text }] of pages) {
        const type = meta(text, 'og:type');
        assert.ok(['article', 'website'].includes(type), address);
        assert.equal(meta(text, 'article:modified_time') !== undefined, type === 'article', address);
        if (type === 'article') assert.match(meta(text, 'article:modified_time'), /^\d{4}-\d\d-\d\d$/);
        articles += type === 'article';
        assert.equal(meta(text, 'og:image'), undefined);
        const data = [...text.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)].map((m) => JSON.parse(m[1]));
        assert.equal(data.filter((d) => d['@type'] === 'BreadcrumbList').length, address === '/help.html' ? 0 : 1, address);
        for (const d of data) {
            assert.equal(d['@context'], 'https://schema.org');
            if (d['@type'] === 'BreadcrumbList') {
                assert.deepEqual(d.itemListElement.map((i) => i.position), d.itemListElement.map((_, i) => i + 1), address);
                for (const i of d.itemListElement) assert.ok(i['@type'] === 'ListItem' && i.name && i.item.startsWith(`${center.base}/`), address);
                assert.equal(d.itemListElement.at(-1).item, link(text, 'canonical'), address);
            } else {
                assert.equal(d['@type'], 'FAQPage', address);
                faqs++;
                const asked = all(text, 'summary').map((t) => textOf(text, t));
                assert.deepEqual(d.mainEntity.map((q) => q.name), asked.filter((q) => d.mainEntity.some((e) => e.name === q)), address);
                assert.ok(d.mainEntity.length >= 6, address);
                for (const q of d.mainEntity) {
                    assert.deepEqual([q['@type'], q.acceptedAnswer['@type']], ['Question', 'Answer']);
                    assert.ok(q.acceptedAnswer.text.length > 10, q.name);
                }
            }
        }
    }
    assert.ok(articles >= 15 && faqs >= 5, `${articles} articles, ${faqs} pages of questions`);
});

// [kind, address, has a tag]. A form carries a number of its own (a nonce) each time it is shown, so it has none.
const KINDS = [
    ['the start page', '/help.html', true], ['an article', '/help/diamond-cut.html', true], ['a policy', '/help/privacy-policy.html', true],
    ['questions', '/faq', true], ['answers', '/faq/shipping', true], ['the site map', '/help/sitemap.html', true], ['the search', '/search', true],
    ['results', '/search?q=return', true], ['no results', '/search?q=qqxyzzy', true], ['the finder', '/delivery', true], ['what changed', '/changes', true],
    ['versions', LIST, true], ['a version', `${LIST}/3`, true], ['changes', `${LIST}/3/changes`, true], ['the version of a day', `${LIST}?on=2026-01-01`, true],
    ['a day before all', `${LIST}?on=1999-01-01`, true], ['the feed', '/changes.xml', true], ['sitemap.xml', '/sitemap.xml', true],
    ['robots.txt', '/robots.txt', true], ['security.txt', '/.well-known/security.txt', true], ['a form', '/newsletter', false],
    ['a form with a query', `${forms[0].address}?utm_source=x`, false], ['no page', '/nothing', false], ['healthz', '/healthz', false],
];
for (const [what, address, tagged] of KINDS) {
    test(`ETag: ${what}: ${tagged ? '304 while it stays; the counter and the way here are no part of it' : 'none'}`, async () => {
        const first = await client.get(address);
        if (!tagged) {
            assert.equal(first.headers.etag, undefined);
            assert.match(first.headers['cache-control'], /no-store|no-cache/);
            return;
        }
        await client.get('/help.html'); // counts one more
        const again = await client.get(address, { Referer: `${center.base}/help/careers.html` });
        assert.equal(again.headers.etag, first.headers.etag);
        const kept = await client.get(address, { 'If-None-Match': first.headers.etag });
        assert.deepEqual([kept.status, kept.text, kept.headers.etag], [304, '', first.headers.etag]);
        assert.equal((await client.get(address, { 'If-None-Match': '"other"' })).status, 200);
        const bare = await client.request(address, { method: 'HEAD' });
        assert.deepEqual([bare.status, bare.text, bare.headers.etag], [200, '', first.headers.etag]);
    });
}
test('an ETag changes with what it stands for, and with nothing else', async () => {
    const tags = async () => new Map(await Promise.all(KINDS.filter(([, , tagged]) => tagged).map(async ([, address]) => [address, (await client.get(address)).headers.etag])));
    const before = await tags();
    await loaded(() => center.program.kill('SIGHUP'));
    assert.deepEqual(await tags(), before, 'loaded anew, nothing changed');
    const article = path.join(center.templates, 'help/diamond-cut.md');
    await loaded(() => fs.appendFileSync(article, '\nOne more line of quuxness.\n'));
    const after = await tags();
    assert.notEqual(after.get('/help/diamond-cut.html'), before.get('/help/diamond-cut.html'));
    for (const address of ['/help.html', '/faq', '/faq/shipping', LIST, `${LIST}/3`, '/changes.xml', '/robots.txt']) assert.equal(after.get(address), before.get(address), address);
});

// ---- as people see them ---------------------------------------------------------------------------

test('html-validate and axe-core find nothing, and nothing is wider than its window', async (t) => {
    const states = [LIST, `${LIST}?on=1999-01-01`, `${LIST}?on=tomorrow`, `${LIST}?on=2026-01-01`, `${LIST}/3`, `${LIST}/2/changes`, `${LIST}/3/changes`,
        '/help/gone/versions/2', '/help/gone/versions/2/changes', '/changes'];
    // search engines cut long titles, and list none of these; the style sheet keeps a phone number on one line
    const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: { 'long-title': 'off', 'tel-non-breaking': 'off' } });
    const browser = await launch();
    t.after(() => browser.close());
    for (const address of states) {
        const report = await validator.validateString((await client.get(address)).text, address);
        assert.deepEqual(report.results.flatMap((r) => r.messages.map((m) => `${address} ${m.line}:${m.column} ${m.ruleId}: ${m.message}`)), []);
    }
    for (const [width, colorScheme] of [[360, 'light'], [1440, 'dark']]) {
        const context = await examiner(browser, { viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        for (const address of states) {
            await page.goto(center.base + address);
            await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
            assert.deepEqual(await axe(page), [], `${address} ${width}`);
            assert.equal(await overflows(page), false, `${address} ${width}`);
        }
        await context.close();
    }
});

// The pages, through a web server: that all are there and whole, that old addresses lead on, and what every answer carries.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { forms, open, pairsOf } from '../lib/forms.mjs';
import { expected, front } from '../lib/front.mjs';
import { all, assertDead, footer, ids, links, ownScript, plain, results, textOf, title } from '../lib/html.mjs';
import { start, top, until } from '../lib/instance.mjs';
import { crawl, FOOTER_2008, LEGAL_2008, OLD } from '../lib/site.mjs';
import { words } from '../lib/words.mjs';
import { XSS } from '../lib/xss.mjs';

const center = await start({ settings: { trusted_proxies: '127.0.0.0/8' } });
after(() => center.stop());
const { client } = center;
const pages = await crawl(client);
const isHtml = (answer) => answer.headers['content-type'] === 'text/html; charset=utf-8';
const meta = (html, name) => all(html, 'meta').find((t) => t.attributes.name === name || t.attributes.property === name)?.attributes.content;
const link = (html, rel) => all(html, 'link').find((t) => t.attributes.rel === rel)?.attributes.href;

// ---- that all are there ------------------------------------------------------------------------

test('a crawl from /help.html finds no broken link', () => {
    for (const [address, answer] of pages) assert.equal(answer.status, 200, address);
    assert.ok(pages.size >= 45, `${pages.size} pages`);
});

test('it finds every page of the shop, and every Markdown file that is shipped', () => {
    for (const [text, , now] of OLD) assert.ok(pages.has(now), `${text}: ${now}`);
    const walk = (dir) => fs.readdirSync(path.join(top, 'templates', dir), { withFileTypes: true })
        .flatMap((e) => (e.isDirectory() ? walk(`${dir}/${e.name}`) : [`${dir}/${e.name}`])).filter((f) => f.endsWith('.md'));
    const address = (file) => file.replace(/\.md$/, '')
        .replace(/^help\/index$/, '/help.html').replace(/^help\/(.*)$/, '/help/$1.html')
        .replace(/^faq\/index$/, '/faq').replace(/^faq\//, '/faq/').replace(/^forms\//, '/');
    for (const file of [...walk('help'), ...walk('faq'), ...walk('forms')]) assert.ok(pages.has(address(file)), file);
});

test('every anchor that a link names is on its page', async () => {
    for (const [address, { text }] of pages) {
        for (const href of links(text)) {
            const url = new URL(href, new URL(address, client.base));
            if (url.origin !== client.base.origin || !url.hash) continue;
            const target = pages.get(url.pathname + url.search);
            assert.ok(ids(target.text).includes(decodeURIComponent(url.hash.slice(1))), `${address} -> ${href}`);
        }
    }
});

test('every page has title, summary, canonical address, breadcrumbs, one h1, and the footer', () => {
    const titles = new Map();
    for (const [address, { text, headers }] of pages) {
        assert.equal(headers['content-type'], 'text/html; charset=utf-8', address);
        const name = title(text);
        assert.ok(name.length > 10, address);
        assert.doesNotMatch(name, /^Error/, address);
        assert.ok(!titles.has(name), `${address} and ${titles.get(name)} have one title: ${name}`);
        titles.set(name, address);
        assert.ok(meta(text, 'description').length >= 40, `${address}: summary`);
        assert.equal(link(text, 'canonical'), center.base + address);
        assert.equal(meta(text, 'og:url'), center.base + address);
        assert.ok(meta(text, 'og:title') && meta(text, 'og:description') && meta(text, 'og:site_name'), address);
        assert.equal(all(text, 'h1').length, 1, `${address}: h1`);
        assert.ok(textOf(text, all(text, 'h1')[0]).length > 2, address);
        assert.equal(all(text, 'html')[0].attributes.lang, 'en');
        assert.ok(footer(text), `${address}: footer line`);
        assert.match(plain(text), /enhanced/i, `${address}: notices`);
        const crumbs = all(text, 'nav').find((t) => t.attributes.class === 'crumbs');
        assert.equal(!!crumbs, address !== '/help.html', `${address}: breadcrumbs`);
        if (crumbs) {
            const part = text.slice(crumbs.end, text.indexOf('</nav>', crumbs.end));
            assert.equal(all(part, 'a')[0].attributes.href, '/help.html', address);
            assert.ok(all(part, 'span').some((t) => t.attributes['aria-current'] === 'page'), address);
            const json = JSON.parse(/<script type="application\/ld\+json">([^<]*)</.exec(text)[1]);
            assert.equal(json['@type'], 'BreadcrumbList');
            assert.equal(json.itemListElement[0].item, `${center.base}/help.html`);
        }
        assert.equal(new Set(ids(text)).size, ids(text).length, `${address}: an id twice`);
        assert.doesNotMatch(text, /\{\{|\}\}|\[\[|\]\]|\u0001|\u0002/, `${address}: a place that was not filled`);
    }
});

test('at the top of every page stand a link to the help center and the heading of the help center', () => {
    for (const [address, { text }] of pages) {
        const header = text.slice(text.indexOf('<header>'), text.indexOf('</header>'));
        assert.ok(links(header).includes('/help.html'), address);
        assert.match(plain(header), /Help support and information center/, address);
    }
});

test('the footer has the five columns of the shop and the bottom line', () => {
    const { text } = pages.get('/help/careers.html');
    const part = text.slice(text.indexOf('<footer'));
    const columns = part.split('<h2>').slice(1).map((c) => links(c.slice(0, c.indexOf('</ul>'))));
    assert.deepEqual(columns, Object.values(FOOTER_2008).map((column) => column.map(([, , now, link]) => link ?? now)));
    const legal = part.slice(part.indexOf('<div class="legal">'));
    assert.deepEqual(links(legal), LEGAL_2008.map(([, , now]) => now));
    const heads = all(part, 'h2').map((t) => textOf(part, t).toLowerCase());
    assert.deepEqual(heads, Object.keys(FOOTER_2008).map((name) => name.toLowerCase()));
});

test('the FAQ has at least five categories with at least six answers each, all in the HTML', () => {
    const categories = [...pages].filter(([address]) => address.startsWith('/faq/'));
    assert.ok(categories.length >= 5);
    for (const [address, { text }] of categories) {
        const answers = all(text, 'details').length;
        assert.ok(answers >= 6, `${address}: ${answers}`);
        assert.equal(all(text, 'div').filter((t) => /\banswer\b/.test(t.attributes.class) && t.attributes.id).length, answers);
    }
});

test('every article with several headings has a contents list that leads to them', () => {
    let lists = 0;
    for (const [address, { text }] of pages) {
        const nav = all(text, 'nav').find((t) => t.attributes['aria-label'] === words('contents_title'));
        if (!nav) continue;
        lists++;
        const inside = links(text.slice(nav.end, text.indexOf('</nav>', nav.end)));
        const article = text.slice(text.indexOf('<article'), text.indexOf('</article>'));
        const heads = [...all(article, 'h2'), ...all(article, 'h3')].sort((a, b) => a.at - b.at).map((t) => `#${t.attributes.id}`);
        assert.deepEqual(inside, heads, address);
    }
    assert.ok(lists >= 15, `${lists}`);
});

test('a policy says its version and when it came into force; an article when it was updated', () => {
    for (const policy of ['privacy-policy', 'terms-and-conditions', 'return-policy']) {
        const { text } = pages.get(`/help/${policy}.html`);
        assert.match(plain(text), /Version 1, in force from \d{1,2} [A-Z][a-z]+ 20\d\d/, policy);
    }
    assert.match(plain(pages.get('/help/diamond-cut.html').text), /Updated \d{1,2} [A-Z][a-z]+ 20\d\d/);
});

// ---- old addresses -----------------------------------------------------------------------------

for (const [text, old, now] of OLD) {
    test(`2008: ${text} (${old}) leads to ${now}`, async () => {
        const answer = await client.get(old);
        if (old === now) return assert.equal(answer.status, 200);
        assert.equal(answer.status, 301);
        assert.equal(new URL(answer.headers.location, client.base).href, center.base + now);
        assert.equal((await client.get(now)).status, 200);
    });
}
test('old addresses lead on with a session id or a tracking parameter too, and by HEAD', async () => {
    for (const [old, now] of [['/faq.php?cID=2&osCsid=0123abcd', '/faq/shopping'], ['/faq.php?osCsid=0123abcd&cID=2', '/faq/shopping'],
        ['/getoffers.php?utm_source=x', '/offers'], ['/faq.php', '/faq'], ['/faq.php?cID=1', '/faq/ordering']]) {
        for (const method of ['GET', 'HEAD']) {
            const answer = await client.request(old, { method });
            assert.equal(answer.status, 301, old);
            assert.equal(new URL(answer.headers.location, client.base).pathname, now, old);
        }
    }
    assert.equal((await client.get('/')).status, 301);
    assert.equal((await client.get('/')).headers.location.replace(center.base, ''), '/help.html');
});

// ---- what machines read ------------------------------------------------------------------------

test('/sitemap.xml lists every page and nothing else', async () => {
    const answer = await client.get('/sitemap.xml');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'application/xml; charset=utf-8');
    assert.match(answer.text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9">/);
    const indexed = [...pages].filter(([, { text }]) => !text.includes('<meta name="robots" content="noindex">')).map(([address]) => address);
    const listed = [...answer.text.matchAll(/<loc>([^<]*)<\/loc>\s*<lastmod>(\d{4}-\d\d-\d\d)<\/lastmod>/g)].map((m) => m[1].replace(center.base, ''));
    assert.deepEqual(listed.sort(), indexed.sort());
});
test('/robots.txt names the sitemap', async () => {
    const answer = await client.get('/robots.txt');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    assert.match(answer.text, /^User-agent: \*$/m);
    assert.ok(answer.text.includes(`Sitemap: ${center.base}/sitemap.xml`));
    assert.doesNotMatch(answer.text, /^Disallow: \/$/m);
});
test('/.well-known/security.txt has a contact, and an end within a year (RFC 9116)', async () => {
    const answer = await client.get('/.well-known/security.txt');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    assert.match(answer.text, /^Contact: mailto:\S+@\S+$/m);
    const end = new Date(/^Expires: (\S+)$/m.exec(answer.text)[1]);
    assert.ok(end > Date.now() + 30 * 864e5 && end < Date.now() + 366 * 864e5, String(end));
    assert.ok(answer.text.includes(`Canonical: ${center.base}/.well-known/security.txt`));
});
test('/healthz says ok', async () => {
    const answer = await client.get('/healthz');
    assert.deepEqual([answer.status, answer.text, answer.headers['cache-control']], [200, 'ok\n', 'no-store']);
});

// ---- errors ------------------------------------------------------------------------------------

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const longPath = (n) => '/' + 'a'.repeat(n - 1);
// [what, request, status]
const ERRORS = [
    ['an unknown page', () => client.get('/help/no-such-page.html'), 404],
    ['an unknown page below a page', () => client.get('/help.html/x'), 404],
    ['the program of old', () => client.get('/index.php'), 404],
    ['a file of the program', () => client.get('/helpcenter.db'), 404],
    ['a source of a page', () => client.get('/help/careers.md'), 404],
    ['an unknown asset', () => client.get('/static/no-such.css'), 404],
    ['a folder of assets', () => client.get('/static/'), 403],
    ["the server's own error pages", () => client.get('/static/error/404.html'), 404],
    ['a path out of the assets', () => client.get('/static/..%2fhelpcenter.conf'), 400],
    ['a POST to a page', () => client.post('/help.html', 'x=1'), 405],
    ['a POST to the search', () => client.post('/search', 'q=1'), 405],
    ['a POST of no form to a page', () => client.request('/help.html', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }), 405],
    ['PUT', () => client.request('/newsletter', { method: 'PUT', headers: FORM, body: 'x=1' }), 405],
    ['DELETE', () => client.request('/help.html', { method: 'DELETE' }), 405],
    ['OPTIONS', () => client.request('/help.html', { method: 'OPTIONS' }), 405],
    ['bad UTF-8 in the path', () => client.get('/help/%ff.html'), 400],
    ['NUL in the path', () => client.get('/help/%00.html'), 400],
    ['a line break in the path', () => client.get('/help/%0d%0aSet-Cookie:x'), 400],
    ['bad UTF-8 in the query', () => client.get('/search?q=%c0%af'), 400],
    ['a control character in the query', () => client.get('/search?q=%01'), 400],
    ['a body past 64 KiB', () => client.post('/newsletter', 'x='.padEnd(65 * 1024, 'x')), 413],
    ['an address of 3,000 bytes', () => client.get(longPath(3000)), 414],
    ['an address of 9,000 bytes', () => client.get(longPath(9000)), 414],
    ['a form as JSON', () => client.request('/newsletter', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }), 415],
    ['a header of 100 KB', () => client.request('/help.html', { headers: { 'X-Long': 'x'.repeat(100_000) } }), 400],
];
for (const [what, ask, common] of ERRORS) {
    const status = expected(what, common);
    test(`${what}: ${status}, by a page that helps and gives nothing away`, async () => {
        const answer = await ask();
        assert.equal(answer.status, status, answer.text.slice(0, 200));
        assert.ok(isHtml(answer), answer.headers['content-type']);
        assert.match(answer.headers['cache-control'], /no-store/);
        assert.ok(links(answer.text).includes('/help.html'), 'a way on');
        assert.equal(all(answer.text, 'h1').length, 1);
        assert.doesNotMatch(answer.text.replaceAll(center.base, ''), /nginx|apache|sqlite|ctemplate|\/(usr|home|tmp|work|var)\/|\.c:\d|\bSELECT\b|\d+\.\d+\.\d+/i);
        assert.equal(answer.headers.server, front.server, 'no version');
        if (status === 405) assert.match(answer.headers.allow, /^GET, HEAD(, POST)?$/);
    });
}
test('the pages that the web server shows by itself are styled by a sheet that is there', async () => {
    const answer = await client.get('/static/no-such.css');
    const sheet = await client.get(link(answer.text, 'stylesheet'));
    assert.equal(sheet.status, 200);
    assert.equal(sheet.headers['content-type'], 'text/css; charset=utf-8');
});
test('a chunked body is held to the same limit', async () => {
    const form = forms[0], values = form.good('chunked@example.com');
    const text = new URLSearchParams(pairsOf(form, values, await open(client, form))).toString();
    const chunked = (body) => `POST /newsletter HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    for (const [what, body, status] of [['a chunked form', text, 303], ['a chunked body past 64 KiB', 'x='.padEnd(70_000, 'x'), 413]]) {
        assert.ok((await client.raw(chunked(body))).startsWith(`HTTP/1.1 ${expected(what, status)} `), what);
    }
});
test('a body that is cut off makes no row', async () => {
    const form = forms[0];
    const text = new URLSearchParams(pairsOf(form, form.good('cut@example.com'), await open(client, form))).toString();
    const before = await center.one('SELECT count(*) FROM submission');
    const socket = client.raw(`POST /newsletter HTTP/1.1\r\nHost: h\r\nContent-Length: ${text.length + 10}\r\n` +
        `Content-Type: application/x-www-form-urlencoded\r\n\r\n${text}`, 500).catch(() => '');
    assert.doesNotMatch(await socket, / 303 /);
    await client.get('/healthz');
    assert.equal(await center.one('SELECT count(*) FROM submission'), before);
});

// ---- headers -----------------------------------------------------------------------------------

const ANSWERS = {
    'a page': () => client.get('/help.html'),
    'a page by HEAD': () => client.request('/help.html', { method: 'HEAD' }),
    'a form': () => client.get('/newsletter'),
    'a form that comes back': () => client.post('/newsletter', 'name=x'),
    'a 303': async () => client.post('/newsletter', pairsOf(forms[0], forms[0].good('headers@example.com'), await open(client, forms[0]))),
    'a 301': () => client.get('/getoffers.php'),
    'a 304': async () => client.get('/help.html', { 'If-None-Match': (await client.get('/help.html')).headers.etag }),
    'a search': () => client.get('/search?q=return'),
    'the site map for machines': () => client.get('/sitemap.xml'),
    'healthz': () => client.get('/healthz'),
    ...Object.fromEntries(ERRORS.map(([what, ask]) => [what, ask])),
};
function policyOf(answer) {
    return Object.fromEntries(answer.headers['content-security-policy'].split(';').map((d) => d.trim().split(/\s+/)).map(([k, ...v]) => [k, v.join(' ')]));
}
for (const [what, ask] of Object.entries(ANSWERS)) {
    test(`security headers: ${what}`, async () => {
        const { headers } = await ask();
        const csp = policyOf({ headers });
        assert.equal(csp['default-src'], "'none'");
        assert.match(csp['style-src'], /^'self'( 'sha256-[A-Za-z0-9+/=]+')?$/);
        assert.equal(csp['img-src'], "'self'");
        assert.equal(csp['form-action'], "'self'");
        assert.equal(csp['frame-ancestors'], "'none'");
        assert.equal(csp['base-uri'], "'none'");
        assert.match(csp['script-src'] ?? '', /^('self')?$/);
        assert.equal(csp['connect-src'], csp['script-src']);
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.equal(headers['x-frame-options'], 'DENY');
        assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
        assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
        assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin');
        assert.match(headers['permissions-policy'], /camera=\(\).*geolocation=\(\)/);
        assert.equal(headers['strict-transport-security'], undefined, 'not over plain HTTP');
        assert.equal(headers['set-cookie'], undefined);
    });
}
test('the style that stands in the page is the one that the policy allows', async () => {
    const answer = await client.get('/help.html');
    const style = /<style>([^<]*)<\/style>/.exec(answer.text)[1];
    const hash = crypto.createHash('sha256').update(style).digest('base64');
    assert.ok(policyOf(answer)['style-src'].includes(`'sha256-${hash}'`));
});
test('assets that a page names may be kept for ever, and compress well', async () => {
    const { text } = await client.get('/help.html');
    for (const href of [link(text, 'stylesheet'), link(text, 'icon')]) {
        assert.match(href, /\?v=[0-9a-f]{10}$/);
        const answer = await client.get(href, { 'Accept-Encoding': 'gzip' });
        assert.equal(answer.status, 200);
        assert.match(answer.headers['cache-control'], /max-age=31536000, immutable/);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.ok(answer.bytes <= 10 * 1024, `${href}: ${answer.bytes} bytes`);
    }
});
test('a page is at most 14 KB compressed', () => Promise.all([...pages.keys()].map(async (address) => {
    const { bytes, headers } = await client.get(address, { 'Accept-Encoding': 'gzip' });
    assert.equal(headers['content-encoding'], 'gzip');
    assert.ok(bytes <= 14 * 1024, `${address}: ${bytes}`);
})));

// ---- ETag, HEAD, parameters ----------------------------------------------------------------------

test('every page has an ETag and answers 304 to it; a form has none', async () => {
    const isForm = new Set(forms.map((f) => f.address));
    for (const [address, { headers }] of pages) {
        if (isForm.has(address)) {
            assert.equal(headers.etag, undefined, address);
            continue;
        }
        assert.match(headers.etag, /^(W\/)?"[^"]+"$/, address);
        assert.match(headers['cache-control'], /no-cache/, address);
        for (const tag of [headers.etag, `"other", ${headers.etag}`, headers.etag.replace('W/', ''), '*']) {
            const again = await client.get(address, { 'If-None-Match': tag });
            assert.deepEqual([again.status, again.text, again.headers.etag], [304, '', headers.etag], `${address} ${tag}`);
        }
        assert.equal((await client.get(address, { 'If-None-Match': '"other"' })).status, 200, address);
    }
});
test('HEAD has the headers of GET and no body', async () => {
    for (const [address, page] of pages) {
        const answer = await client.request(address, { method: 'HEAD' });
        assert.equal(answer.status, 200);
        assert.equal(answer.text, '');
        for (const name of ['content-type', 'cache-control', 'etag', 'content-security-policy']) {
            assert.equal(answer.headers[name], page.headers[name], `${address}: ${name}`);
        }
    }
});
test('unknown parameters of a GET are ignored', async () => {
    for (const [address, page] of pages) {
        const answer = await client.get(`${address}?utm_source=x&osCsid=0123abcd&a=1&a=2&%3Cb%3E`);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.etag, page.headers.etag, address);
        assert.equal(link(answer.text, 'canonical'), center.base + address);
    }
});
test('no page sets a cookie, holds a script but that of suggestions, or names a foreign host for what it loads', () => {
    for (const [address, { text, headers }] of pages) {
        assert.equal(headers['set-cookie'], undefined);
        assert.ok(all(text, 'script').every(ownScript), address);
        for (const tag of ['img', 'link', 'use', 'source', 'iframe']) {
            for (const t of all(text, tag)) {
                const href = t.attributes.src ?? t.attributes.href;
                assert.ok(href.startsWith('/') || href.startsWith(center.base), `${address}: ${href}`);
            }
        }
    }
});

// ---- what differs by visitor -----------------------------------------------------------------------

const backLink = (html) => {
    const p = all(html, 'p').find((t) => t.attributes.class === 'back');
    return p && all(html.slice(p.end, html.indexOf('</p>', p.end)), 'a')[0].attributes.href;
};
test('a link leads back to the page that the visitor came from, if it is ours or the store\'s', async () => {
    const store = 'https://www.alphaimports.com';
    for (const [referer, back] of [
        [`${store}/ruby.html?id=1&c=<b>"`, undefined], [`${store}/ruby.html?id=1&c=2`, `${store}/ruby.html?id=1&c=2`], [store, store],
        [`${center.base}/help.html`, `${center.base}/help.html`], [`${center.base}/search?q=a%20b`, `${center.base}/search?q=a%20b`],
        [`${center.base}/help/careers.html`, undefined], [`${store}.evil.example/x`, undefined], ['https://evil.example/', undefined],
        ['javascript:alert(1)', undefined], [`http://www.alphaimports.com/`, undefined], [undefined, undefined], ['', undefined],
        [`https://evil@www.alphaimports.com/`, undefined], [`${store}:8443/`, undefined],
    ]) {
        const answer = await client.get('/help/careers.html', { Referer: referer });
        const shown = backLink(answer.text);
        if (referer?.includes('<')) assertDead(answer.text, '<b>"');
        else assert.equal(shown, back, String(referer));
        assert.equal(answer.headers.etag, pages.get('/help/careers.html').headers.etag, 'no part of the ETag');
    }
});

test('the footer shows the day in the shop\'s zone and counts each page once', async () => {
    const first = footer((await client.get('/help.html')).text);
    const day = (at) => {
        const part = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
            timeZone: 'America/New_York', weekday: 'long', day: '2-digit', month: 'long', year: 'numeric',
        }).formatToParts(at).map((p) => [p.type, p.value]));
        return `${part.weekday} ${part.day} ${part.month}, ${part.year}`;
    };
    const around = Date.now();
    const second = footer((await client.get('/help/careers.html')).text);
    assert.ok([day(around), day(Date.now())].includes(second.date), second.date);
    assert.equal(second.since, 'Saturday 15 May, 2004');
    assert.equal(second.count, first.count + 1);
});
test('what is counted: pages and 304s; not HEAD, redirects, errors, assets, machines\' files, POSTs, or bots', async () => {
    const count = async () => footer((await client.get('/help.html')).text).count;
    const adds = async (ask) => {
        const before = await count();
        await ask();
        return (await count()) - before - 1;
    };
    const agent = (name) => ({ 'User-Agent': name });
    for (const [what, ask, n] of [
        ['a page', () => client.get('/help/careers.html'), 1], ['a form', () => client.get('/newsletter'), 1],
        ['a search', () => client.get('/search?q=ruby'), 1], ['304', ANSWERS['a 304'], 2],
        ['HEAD', () => client.request('/help.html', { method: 'HEAD' }), 0], ['301', () => client.get('/getoffers.php'), 0],
        ['404', () => client.get('/nothing'), 0], ['405', () => client.post('/help.html', 'x=1'), 0],
        ['sitemap.xml', () => client.get('/sitemap.xml'), 0], ['robots.txt', () => client.get('/robots.txt'), 0],
        ['healthz', () => client.get('/healthz'), 0], ['an asset', () => client.get('/static/style.css'), 0],
        ['a POST', () => client.post('/newsletter', 'name=x'), 0],
        ['Googlebot', () => client.get('/help.html', agent('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)')), 0],
        ['bingbot', () => client.get('/help.html', agent('Mozilla/5.0 (compatible; bingbot/2.0)')), 0],
        ['curl', () => client.get('/help.html', agent('curl/8.5.0')), 0], ['no agent', () => client.get('/help.html', agent('')), 0],
    ]) assert.equal(await adds(ask), n, what);
    const before = await count();
    await until('the fold into the table', async () => (await center.one('SELECT sum(requests) FROM v_requests_served')) === before + 1);
});

// ---- search ------------------------------------------------------------------------------------

test('search finds words in titles, summaries, texts and answers, the best first', async () => {
    for (const [query, want] of [
        ['return policy', '/help/return-policy.html'], ['Drop Shipping', '/help/drop-shipping.html'], ['birthstone', '/help/birthstones.html'],
        ['newsletter', '/newsletter'], ['volume discount', '/help/volume-discount.html'], ['PRIVACY Policy', '/help/privacy-policy.html'],
    ]) {
        const answer = await client.get(`/search?q=${encodeURIComponent(query)}`);
        assert.equal(answer.status, 200);
        assert.ok(results(answer.text).slice(0, 3).includes(want), `${query}: ${results(answer.text).slice(0, 5)}`);
        assert.ok(all(answer.text, 'mark').length > 0, query);
        assert.equal(meta(answer.text, 'robots'), 'noindex');
    }
    const faq = results((await client.get('/search?q=ring')).text);
    for (const href of faq.filter((h) => h.includes('#'))) {
        const [address, id] = href.split('#');
        assert.ok(ids(pages.get(address).text).includes(id), href);
    }
});
test('a search keeps its words; one that finds nothing says so; an empty one asks', async () => {
    const found = await client.get('/search?q=ruby+%26+%22gold%22');
    assert.equal(all(found.text, 'input').find((t) => t.attributes.name === 'q').attributes.value, 'ruby & "gold"');
    const nothing = await client.get('/search?q=qqxyzzy');
    assert.equal(nothing.status, 200);
    assert.match(plain(nothing.text), new RegExp(words('nothing_title')));
    for (const query of ['', '?q=', '?q=+%20']) {
        assert.match(plain((await client.get(`/search${query}`)).text), new RegExp(words('ask_lead').slice(0, 20)), query);
    }
});
test('whatever is searched for is words, and nothing live', async () => {
    for (const query of [...XSS, '"', '*', 'AND', 'a OR b', 'NEAR(a b)', 'title:x', '-', '(', 'a*', "'; DROP TABLE page;--", 'x'.repeat(120), 'x'.repeat(500), '\u202e', '👍', '%', '\\']) {
        const answer = await client.get(`/search?q=${encodeURIComponent(query)}`);
        assert.equal(answer.status, 200, query);
        assertDead(answer.text, query.length > 2 ? query : '<x>');
    }
    for (const xss of XSS) {
        assertDead((await client.get(`/help/${encodeURIComponent(xss)}`)).text, xss);
        assertDead((await client.get('/help.html', { Referer: `https://www.alphaimports.com/${xss.replace(/[^\x20-\x7e]/g, '')}` })).text, xss);
    }
});

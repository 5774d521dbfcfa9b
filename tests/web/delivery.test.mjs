// The delivery date finder as a shopper and the staff use it: dates, errors, tracking numbers, helpctl delivery.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { launch, overflows, visitor } from '../lib/browser.mjs';
import { today as shopDay } from '../lib/days.mjs';
import { all, plain, textOf } from '../lib/html.mjs';
import { build, start } from '../lib/instance.mjs';

const center = await start({ settings: { time_zone: 'America/New_York' } });
after(() => center.stop());
const { client } = center;
const helpctl = (...words) => spawnSync(path.join(build, 'helpctl'), ['-c', center.conf, ...words], { encoding: 'utf8' });

// Days of the weeks to come, so that the test is right in any year; "2026-12-21" as a UTC midnight.
const DAY = 86_400_000;
const iso = (t) => new Date(t).toISOString().slice(0, 10);
const today = Date.parse(iso(Date.now()));
const yearOf = (t) => new Date(t).getUTCFullYear();
const soon = today + 28 * DAY + ((8 - new Date(today).getUTCDay()) % 7) * DAY;
const monday = yearOf(soon) === yearOf(soon + 14 * DAY) ? soon : soon + 21 * DAY; // all in one year
const on = (days) => iso(monday + days * DAY);
const written = (days, year = true) => new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC', ...(year ? { year: 'numeric' } : {}) })
    .format(monday + days * DAY).replaceAll(',', '');

// One way to two places: Tuesday is a holiday, for the shop and at home.
const tables = (more = '', holiday = on(1)) => `
method "quick" { title = "Quick <b>" summary = "By zebra." cutoff = "13:00" handling = "0" }
method "slow" { title = "Slow" summary = "By snail." cutoff = "13:00" handling = "0-1" }
zone "home" { title = "Home & near" calendar = "home" method = "quick 1" method = "slow 2-4" }
zone "far" { title = "Far" calendar = "home" method = "slow 5" }
calendar "home" { holiday = "${holiday} Founder's <i>Day</i>" holiday = "${on(400)} Later" ${more} }
calendar "shop" { like = "home" }
`;
const file = path.join(center.dir, 'dates.conf');
// Loads a file while the program runs, and waits until it has noticed.
async function load(text) {
    const from = center.log().length;
    fs.writeFileSync(file, text);
    const done = helpctl('delivery', 'load', file);
    assert.equal(done.status, 0, done.stderr);
    await center.logged(/event=content_loaded/, from);
}
const ask = (query) => client.get(`/delivery?${new URLSearchParams(query)}`);
const times = (html) => all(html, 'time').map((t) => t.attributes.datetime);
const steps = (html) => [.../<ol class="steps">([^]*?)<\/ol>/.exec(html)[1].matchAll(/<li>([^]*?)<\/li>/g)].map((m) => plain(m[1]));
const said = (html, id) => textOf(html, all(html, 'p').find((t) => t.attributes.id === id));
const inputOf = (html, id) => all(html, 'input').find((t) => t.attributes.id === id).attributes;
const chosen = (html, id) => {
    const select = all(html, 'select').find((t) => t.attributes.id === id);
    const inside = html.slice(select.end, html.indexOf('</select>', select.end));
    return (all(inside, 'option').find((t) => 'selected' in t.attributes) ?? all(inside, 'option')[0]).attributes.value;
};

test('helpctl init loads the shipped dates; show and check look at them', () => {
    const shown = helpctl('delivery', 'show');
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /^ground +Ground +13:00 +0-2 +no +no$/m);
    assert.match(shown.stdout, /^us +United States +us +ground +3-7$/m);
    assert.match(shown.stdout, /^shop +\d{4}-12-25  Christmas Day$/m);
    assert.equal(helpctl('delivery', 'check').status, 0);
});

test('the plain page is kept with an ETag, and old addresses lead to it', async () => {
    const page = await client.get('/delivery');
    assert.equal(page.status, 200);
    assert.equal((await client.get('/delivery', { 'If-None-Match': page.headers.etag })).status, 304);
    assert.equal(chosen(page.text, 'to'), 'us');
    assert.equal((await client.get('/tracking.php')).headers.location, '/delivery');
});

test('dates that are loaded are shown without a restart', async () => {
    const { etag } = (await client.get('/delivery')).headers;
    const { pid } = center.program;
    await load(tables());
    const page = await client.get('/delivery', { 'If-None-Match': etag });
    assert.equal(page.status, 200);
    assert.match(page.text, /<option value="home">Home &amp; near<\/option>/);
    assert.equal(center.program.pid, pid);
    assert.equal((await center.sql("SELECT count(*) AS n FROM v_audit WHERE action = 'delivery.load'"))[0].n, 2);
});

test('an answer says first and last day, and why', async () => {
    const answer = await ask({ to: 'home', method: 'quick', date: on(0), time: '12:59' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers.etag, undefined);
    assert.match(answer.text, /<meta name="robots" content="noindex">/);
    assert.equal(times(answer.text)[0], on(2));
    assert.deepEqual(steps(answer.text), [
        `Ordered on ${written(0, false)} before 1 pm, in time for that day.`,
        `So the order counts as of ${written(0, false)}.`,
        'It leaves on that day.',
        `${written(1, false)} is Founder's <i>Day</i>: nothing is delivered there.`,
        `The carrier takes 1 delivery day: it arrives on ${written(2, false)}.`,
    ]);
    const late = await ask({ to: 'home', method: 'quick', date: on(0), time: '13:00' });
    assert.equal(times(late.text)[0], on(3));
    assert.match(steps(late.text)[0], /at 1 pm or later, too late for that day\.$/);
    assert.match(steps(late.text)[1], /^Tuesday .* is Founder's <i>Day<\/i>: nothing leaves\.$/);
});
test('a range and the other methods', async () => {
    const { text } = await ask({ to: 'home', method: 'slow', date: on(3), time: '' });
    assert.match(plain(text), /Between .* and /);
    assert.deepEqual(times(text).slice(0, 2), [on(7), on(10)]);
    assert.match(text, /<h3>Other methods<\/h3>/);
    const link = all(text, 'a').map((t) => t.attributes.href).find((h) => h.startsWith('/delivery?to=home&method=quick'));
    assert.equal((await client.get(link)).status, 200);
    const compared = await ask({ to: 'home', method: '', date: on(3), time: '09:00' });
    assert.equal(all(compared.text, 'tr').length, 3);
    assert.doesNotMatch(compared.text, /class="steps"/);
});

test('a method that is not offered there names those that are', async () => {
    const { status, text } = await ask({ to: 'far', method: 'quick', date: on(0), time: '' });
    assert.equal(status, 200);
    assert.match(plain(text), /Quick <b> is not offered for this destination: Far/);
    assert.equal(all(text, 'tr').length, 2);
});

test('without a day it is today, by the clock of the shop', async () => {
    const { status, text } = await ask({ to: 'home', method: 'quick', date: '', time: '' });
    const now = new Date().toLocaleDateString('en-GB', { timeZone: 'America/New_York', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    assert.equal(status, 200);
    assert.ok(plain(text).includes(`ordered on ${now.replace(',', '')} at`), plain(text));
    assert.match(plain(text), / [ap]m, New York time\./);
});

test('holidays that are not entered are said', async () => {
    await load(tables('', on(-400)).replace(`holiday = "${on(400)} Later"`, ''));
    const { text } = await ask({ to: 'home', method: 'quick', date: on(0), time: '' });
    const year = on(0).slice(0, 4);
    assert.match(plain(text), new RegExp(`The holidays of ${year} are not entered here yet`));
    const check = helpctl('delivery', 'check');
    assert.equal(check.status, 1);
    assert.match(check.stderr, /the calendar shop has no holidays in the coming 12 months/);
    await load(tables());
});

test('each mistake is told at its field, with what was typed', async () => {
    const { status, text, headers } = await ask({ to: 'mars', method: 'rocket', date: '2026-02-30', time: '25:00' });
    assert.equal(status, 422);
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(said(text, 'to-error'), 'Choose where the parcel goes');
    assert.equal(said(text, 'method-error'), 'Choose one of the delivery methods');
    assert.equal(said(text, 'date-error'), 'Enter a day like 2026-12-18');
    assert.equal(said(text, 'time-error'), 'Enter a time like 14:30');
    assert.deepEqual([inputOf(text, 'date').value, inputOf(text, 'date').type], ['2026-02-30', 'text']);
    assert.equal(inputOf(text, 'time').value, '25:00');
    assert.equal(inputOf(text, 'date')['aria-invalid'], 'true');
    assert.match(inputOf(text, 'date')['aria-describedby'], /date-error/);
    assert.deepEqual(all(text, 'a').map((t) => t.attributes.href).filter((h) => /^#(to|method|date|time)$/.test(h)), ['#to', '#method', '#date', '#time']);
    assert.doesNotMatch(text, /class="window"/);
});

test('where one method alone leads there, nothing is compared: its dates and steps are shown', async () => {
    const any = await ask({ to: 'far', method: '', date: on(0), time: '10:00' });
    const one = await ask({ to: 'far', method: 'slow', date: on(0), time: '10:00' });
    assert.equal(any.status, 200);
    assert.deepEqual(steps(any.text), steps(one.text));
    assert.deepEqual(times(any.text), times(one.text));
    assert.doesNotMatch(any.text, /<table/);
});

test('days too far away are refused, the last ones taken', async () => {
    const local = Date.parse(shopDay());
    for (const [days, status] of [[366, 200], [367, 422], [-366, 200], [-367, 422]]) {
        const date = iso(local + days * DAY);
        const { status: got, text } = await ask({ to: 'home', method: 'slow', date, time: '' });
        assert.equal(got, status, date);
        if (status === 422) assert.match(said(text, 'date-error'), /^Enter a day between \w+ \d+ \w+ \d{4} and \w+ \d+ \w+ \d{4}$/);
        assert.equal(inputOf(text, 'date').value, date);
    }
    for (const date of ['1899-12-31', '9999-12-31', '0000-00-00', '-1', '2026-1-1', '20261218']) {
        assert.equal((await ask({ to: 'home', method: '', date, time: '' })).status, 422, date);
    }
});

test('hours that the clocks skip or show twice are hours of their day', async () => {
    // the second Sunday of March and the first of November, of the year that is near enough
    for (const [month, nth] of [[2, 8], [10, 1]]) {
        const year = [0, 1].map((n) => yearOf(today) + n).find((y) => Date.UTC(y, month, nth + 7) > today);
        const first = Date.UTC(year, month, nth);
        const sunday = first + ((7 - new Date(first).getUTCDay()) % 7) * DAY;
        const tuesday = sunday + 2 * DAY === monday + DAY ? sunday + 3 * DAY : sunday + 2 * DAY; // which may be the holiday
        for (const time of ['01:30', '02:30', '03:00']) {
            const { status, text } = await ask({ to: 'home', method: 'quick', date: iso(sunday), time });
            assert.equal(status, 200);
            assert.equal(times(text)[0], iso(tuesday), `${iso(sunday)} ${time}`);
        }
    }
});

test('whatever the address says, the page stands', async () => {
    const hostile = '"><script>alert(1)</script>';
    for (const query of [
        { to: hostile, method: hostile, date: hostile, time: hostile }, { to: 'home', method: 'x'.repeat(900), date: '', time: '' },
        { to: '', method: '', date: '', time: '' }, { to: 'home\n', method: '' }, { to: 'home', utm_source: 'mail' }, { method: 'quick' }, { number: '1Z999AA10123456784' },
    ]) {
        const { status, text } = await ask(query);
        assert.ok([200, 400, 422].includes(status), `${status} ${JSON.stringify(query)}`);
        assert.doesNotMatch(text, /<script>alert/);
        assert.doesNotMatch(text, /ups\.com/);
    }
    assert.equal((await client.get('/delivery?to=%ff')).status, 400);
    assert.equal((await client.get('/delivery?to=home&to=far')).status, 200);
    const preset = await ask({ method: 'quick' });
    assert.equal(preset.status, 200);
    assert.equal(chosen(preset.text, 'method'), 'quick');
    assert.doesNotMatch(preset.text, /class="error"/);
    assert.equal((await client.request('/delivery', { method: 'PUT' })).status, 405);
});

test('the form of tracking numbers takes a number, once, and nothing else', async () => {
    for (const form of ['number=1Z999AA10123456784&number=1Z999AA10123456784', 'number=1Z999AA10123456784&to=home', 'to=home'])
        assert.equal((await client.post('/delivery', form)).status, 400, form);
});

test('a tracking number leads to its carrier, and stands in no log', async () => {
    const number = '1z 999 aa1 01 2345 6784';
    const found = await client.post('/delivery', [['number', number]]);
    assert.equal(found.status, 200);
    assert.equal(found.headers['cache-control'], 'no-store');
    const link = all(found.text, 'a').find((t) => t.attributes.href.startsWith('https://www.ups.com/'));
    assert.equal(link.attributes.href, 'https://www.ups.com/track?tracknum=1Z999AA10123456784');
    assert.match(link.attributes.rel, /noreferrer/);
    const several = await client.post('/delivery', [['number', '9261292700768711948021']]);
    assert.match(several.text, /tools\.usps\.com[^]*www\.fedex\.com/);
    for (const name of fs.readdirSync(center.dir).filter((n) => n.endsWith('.log'))) {
        assert.doesNotMatch(fs.readFileSync(path.join(center.dir, name), 'latin1').toUpperCase(), /999 ?AA1|926129270/, name);
    }
});

test('a number that is mistyped, or none, is told so', async () => {
    for (const [number, pattern] of [
        ['1Z999AA10123456785', /^One of the digits is likely mistyped: .* those of UPS do/], ['HELLO', /^This does not look like a tracking number/],
        ['  ', /^Enter the tracking number$/], ['<b>&"', /^This does not look/], ['1'.repeat(5000), /^This does not look/],
    ]) {
        const { status, text } = await client.post('/delivery', [['number', number]]);
        assert.equal(status, 422);
        assert.match(said(text, 'number-error'), pattern);
        assert.equal(inputOf(text, 'number').value, number);
        assert.ok(all(text, 'a').some((t) => t.attributes.href === '#number'));
    }
    assert.equal((await client.post('/delivery', [])).status, 422);
});

test('a file with a mistake changes nothing, nor does a dry run', async () => {
    const before = await center.sql('SELECT * FROM shipping_method');
    fs.writeFileSync(file, tables().replace('13:00', '25:00'));
    const wrong = helpctl('delivery', 'load', file);
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /dates\.conf:2: cutoff is a time like 13:00/);
    assert.match(wrong.stderr, /nothing was loaded/);
    fs.writeFileSync(file, tables().replace('quick', 'other').replace('quick 1', 'other 1'));
    const dry = helpctl('delivery', 'load', '--dry-run', file);
    assert.equal(dry.status, 0, dry.stderr);
    assert.match(dry.stdout, /would load 2 methods, 2 zones and 4 holidays/);
    assert.deepEqual(await center.sql('SELECT * FROM shipping_method'), before);
    for (const words of [['load', 'a', 'b'], ['load', '--fast'], ['show', 'x'], ['check', 'x'], ['ship'], []]) {
        assert.equal(helpctl('delivery', ...words).status, 2, words.join(' '));
    }
    assert.equal(helpctl('delivery', 'load', path.join(center.dir, 'none.conf')).status, 1);
});

test('in a browser without script: asked, answered, corrected, at 360 pixels', async () => {
    const browser = await launch();
    try {
        const context = await visitor(browser, { viewport: { width: 360, height: 740 } });
        const page = await context.newPage();
        await page.goto(`${center.base}/delivery`);
        await page.selectOption('#to', 'home');
        await page.selectOption('#method', 'slow');
        await page.fill('#date', on(3));
        await page.fill('#time', '09:30');
        await page.keyboard.press('Enter');
        await page.waitForSelector('.window');
        assert.match(await page.textContent('.window'), /Between/);
        assert.equal(await page.inputValue('#date'), on(3));
        assert.equal(await page.inputValue('#time'), '09:30');
        assert.equal(await page.inputValue('#method'), 'slow');
        assert.equal(await overflows(page), false);
        await page.fill('#number', '1Z999AA10123456785');
        await page.keyboard.press('Enter');
        await page.waitForSelector('#number-error');
        assert.equal(page.url(), `${center.base}/delivery`);
        assert.equal(await overflows(page), false);
        assert.deepEqual(context.told.filter((line) => !line.includes('422')), []);
    } finally {
        await browser.close();
    }
});

test('without methods the page says so, and so does helpctl check', async () => {
    const from = center.log().length;
    const owner = spawnSync('sqlite3', [center.database, 'DELETE FROM shipping_time; DELETE FROM shipping_method; DELETE FROM shipping_zone;'], { encoding: 'utf8' });
    assert.equal(owner.status, 0, owner.stderr);
    await center.logged(/event=content_loaded/, from);
    const page = await client.get('/delivery');
    assert.equal(page.status, 200);
    assert.match(page.text, /We cannot work out dates here at the moment/);
    assert.equal(all(page.text, 'select').length, 0);
    assert.equal((await ask({ to: 'home', method: 'quick' })).status, 200);
    assert.equal((await client.post('/delivery', [['number', '1Z999AA10123456784']])).status, 200);
    const check = helpctl('check');
    assert.equal(check.status, 0);
    assert.match(check.stderr, /no methods are set up, so visitors get no dates/);
    assert.equal(helpctl('delivery', 'check').status, 1);
});

// Staff's report as a page of its own: opened from its file, it is valid, readable for all, asks for nothing, and prints;
// and the command that writes it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { axe, examiner, launch, overflows, SCHEMES, visitor, WIDTHS } from '../lib/browser.mjs';
import { all } from '../lib/html.mjs';
import { build, top } from '../lib/instance.mjs';

const scratch = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'hc-'));
const dir = path.join(scratch, 'shop');
const conf = path.join(dir, 'helpcenter.conf');
const database = path.join(dir, 'helpcenter.db');
const browser = await launch();
after(async () => {
    await browser.close();
    fs.rmSync(scratch, { recursive: true, force: true });
});

const report = (...words) => spawnSync(path.join(build, 'helpctl'), ['-c', conf, 'report', ...words], { encoding: 'utf8' });
const sql = (text) => {
    const run = spawnSync('sqlite3', [database], { input: text, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
};
// Thirty days, one of them of 23 hours in New York.
const MARCH = ['--from', '2024-03-01', '--to', '2024-03-30'];
const SPANS = { filled: MARCH, empty: ['--from', '2023-01-01', '--to', '2023-01-07'], year: ['--from', '2023-12-31', '--to', '2024-12-30'] };
const HOSTILE = '</title><script>alert(1)</script><img src=https://example.com/x onerror=alert(1)>';
const LONG = 'x'.repeat(200);
const file = (name) => path.join(scratch, `${name}.html`);

// n rows, i counting from 0
const rows = (n, text) => `WITH RECURSIVE d(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM d WHERE i < ${n - 1}) ${text};\n`;
const day = "date('2024-03-01', '+' || i || ' days')";

before(() => {
    const init = spawnSync(path.join(build, 'helpctl'), ['init', '--data', top, '--dir', dir, '--base-url', 'http://127.0.0.1:1'], { encoding: 'utf8' });
    assert.equal(init.status, 0, init.stderr);
    sql(rows(30, `INSERT INTO request_count SELECT ${day}, 'main', CASE i WHEN 12 THEN 0 WHEN 20 THEN 1 ELSE 1000 + i * 37 % 500 END FROM d`)
        + rows(30, `INSERT INTO page_read SELECT ${day}, '/help/page-' || (i % 14) || '.html', 5 + i FROM d`)
        + rows(30, `INSERT INTO search_day SELECT ${day}, 20 + i % 7 FROM d`)
        + rows(30, `INSERT INTO search_miss SELECT ${day}, 'ring ' || (i % 12), 1 + i % 4 FROM d`)
        + `INSERT INTO search_miss VALUES ('2024-03-02', '${HOSTILE}', 40), ('2024-03-02', '${LONG}', 30);\n`
        + `INSERT INTO not_found VALUES ('2024-03-02', '/${LONG}', '/help.html', 9), ('2024-03-03', '/wp-login.php', NULL, 4);\n`
        + rows(30, `INSERT INTO page_feedback (day, page, voter, helpful, at) SELECT ${day}, '/help/page-' || (i % 3) || '.html', x'00', i % 4 > 0, 1 FROM d`)
        + rows(30, `INSERT INTO consent_event (at, kind, list, address_hash, key_id, channel, reference, commitment)
            SELECT unixepoch('2024-03-01 12:00') + 86400 * i, CASE i % 5 WHEN 0 THEN 'leave' WHEN 1 THEN 'bounce' ELSE 'confirm' END,
            CASE i % 2 WHEN 0 THEN 'club' ELSE 'newsletter' END, zeroblob(32), 1, 'web', 'r' || i, zeroblob(32) FROM d`)
        + rows(12, `INSERT INTO request (reference, kind, state, channel, received_at, due_at, state_at)
            SELECT 'r' || i, 'delete', CASE i % 3 WHEN 0 THEN 'received' WHEN 1 THEN 'fulfilled' ELSE 'expired_unverified' END, 'web',
            unixepoch() - 86400 * 3 * i, unixepoch() + 86400 * (30 - 3 * i), unixepoch('2024-03-05') FROM d`)
        + rows(60, `INSERT INTO outbox (random, key_id, letter, state, created_at, due_at, ended_at)
            SELECT randomblob(16), 1, 'confirm', CASE i % 9 WHEN 0 THEN 'failed' ELSE 'sent' END, 1, 1, unixepoch('2024-03-01 12:00') + 43200 * i FROM d`)
        + "INSERT INTO bounce (outbox_id, at, kind, source) SELECT id, ended_at + 60, 'soft', 'mail' FROM outbox WHERE id % 11 = 0 AND state = 'sent';\n");
    for (const [name, span] of Object.entries(SPANS)) {
        const made = report('--html', file(name), ...span);
        assert.equal(made.status, 0, made.stderr);
        assert.equal(made.stdout, '');
    }
});

// ---- the page ----------------------------------------------------------------------------------

test('html-validate finds nothing', async () => {
    const validator = new HtmlValidate({ extends: ['html-validate:recommended'] });
    for (const name of Object.keys(SPANS)) {
        const { results } = await validator.validateString(fs.readFileSync(file(name), 'utf8'), name);
        assert.deepEqual(results.flatMap((r) => r.messages.map((m) => `${name} ${m.line}:${m.column} ${m.ruleId}: ${m.message}`)), []);
    }
});

test('axe-core finds nothing and nothing is wider than its window: at each width, light and dark, numbers open', async () => {
    const context = await examiner(browser);
    const page = await context.newPage();
    const found = [];
    for (const name of Object.keys(SPANS)) {
        await page.goto(pathToFileURL(file(name)).href);
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            if (await overflows(page)) found.push(`${name} ${width}: wider than the window`);
            for (const colorScheme of name === 'year' ? [] : SCHEMES) { // a year's rows are as a month's, and take minutes
                await page.emulateMedia({ colorScheme });
                found.push(...(await axe(page)).map((line) => `${name} ${width} ${colorScheme}: ${line}`));
            }
        }
    }
    await context.close();
    assert.deepEqual(found, []);
});

test('it opens from its file, asks for nothing else, complains of nothing, and its own style is in force', async () => {
    const context = await visitor(browser, { colorScheme: 'dark' });
    const page = await context.newPage();
    const address = pathToFileURL(file('filled')).href;
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    assert.deepEqual(context.asked, [address]);
    assert.deepEqual(context.told, []);
    await context.close();
    const looking = await browser.newContext({ colorScheme: 'dark' }); // the content policy holds here, and a test may ask
    const dark = await looking.newPage();
    await dark.goto(address);
    const seen = await dark.evaluate(() => ({
        main: getComputedStyle(document.querySelector('main')).display,
        paper: getComputedStyle(document.body).backgroundColor,
        fills: ['solid', 'striped', 'dotted'].map((c) => getComputedStyle(document.querySelector(`rect.${c}`)).fill),
        scripts: document.scripts.length,
        images: document.images.length,
    }));
    assert.equal(seen.main, 'grid');
    assert.equal(seen.paper, 'rgb(21, 23, 26)');
    assert.deepEqual([seen.scripts, seen.images], [0, 0]);
    // parts are told apart by pattern: without colour too
    assert.match(seen.fills[1], /url\(.*stripes/);
    assert.match(seen.fills[2], /url\(.*dots/);
    // and no other style is: the policy names the one by its hash
    await dark.evaluate(() => document.head.append(Object.assign(document.createElement('style'), { textContent: 'main { display: none }' })));
    assert.equal(await dark.evaluate(() => getComputedStyle(document.querySelector('main')).display), 'grid');
    await looking.close();
});

test('what people typed is shown as text', () => {
    const html = fs.readFileSync(file('filled'), 'utf8');
    assert.ok(html.includes('&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.deepEqual([...all(html, 'script'), ...all(html, 'img'), ...all(html, 'a'), ...all(html, 'link')], []);
    for (const { name, attributes } of [...all(html, 'rect'), ...all(html, 'line')]) {
        for (const key of ['x', 'y', 'width', 'height']) {
            if (key in attributes) assert.match(attributes[key], /^\d+(\.\d+)?%?$/, `${name} ${key}`);
        }
    }
});

test('each figure has a title, a sentence and its numbers; an empty one says so', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const read = () => page.evaluate(() => [...document.querySelectorAll('.figure')].map((f) => ({
        title: f.querySelector('h2').textContent,
        says: f.querySelector('.says').textContent,
        plots: f.querySelectorAll('[role=img]').length,
        rows: f.querySelectorAll('tbody tr').length,
    })));
    await page.goto(pathToFileURL(file('filled')).href);
    const filled = await read();
    assert.equal(filled.length, 13);
    for (const { title, says, plots, rows: lines } of filled) {
        assert.ok(title.length > 5 && /^[^{}]+\.$/.test(says), `${title}: ${says}`);
        assert.equal(plots > 0, lines > 0, title);
    }
    assert.match(filled[0].says, /a day; the most on Thursday 28 March 2024: 1,499\./);
    assert.equal(filled[0].rows, 30);
    assert.ok(filled.filter((f) => f.plots === 1).length >= 11);
    await page.goto(pathToFileURL(file('empty')).href);
    const empty = await read();
    assert.deepEqual(empty.filter((f) => f.plots > 0).map((f) => f.title), ['Open requests']); // those are of today
    assert.equal(empty[0].says, 'Nothing was counted in these days.');
    await context.close();
});

test('bars are as long as their numbers, from zero', async () => {
    const context = await browser.newContext({ viewport: { width: 800, height: 900 } });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file('filled')).href);
    const { bars, zero, top: scale } = await page.evaluate(() => {
        const svg = document.querySelector('svg.days');
        const ticks = [...svg.querySelectorAll('text.tick')].map((t) => [Number(t.textContent.replaceAll(',', '')), Number(t.getAttribute('y'))]);
        return {
            bars: [...svg.querySelectorAll('rect')].map((r) => ({
                value: Number(r.textContent.match(/: ([\d,]+) /)[1].replaceAll(',', '')),
                height: Number(r.getAttribute('height')),
                foot: Number(r.getAttribute('y')) + Number(r.getAttribute('height')),
            })),
            zero: ticks.find(([n]) => n === 0)[1],
            top: ticks.reduce((a, b) => (b[0] > a[0] ? b : a)),
        };
    });
    assert.equal(bars.length, 29); // a day without a page has none
    for (const { value, height, foot } of bars) {
        assert.ok(Math.abs(foot - zero) < 0.01, `${value} ends at ${foot}`);
        const right = (value / scale[0]) * (zero - scale[1]);
        assert.ok(Math.abs(height - Math.max(right, 1)) < 0.01, `${value} is ${height} high, not ${right}`);
    }
    const widths = await page.evaluate(() => [...document.querySelectorAll('.bars')][0].querySelectorAll('rect').length);
    assert.equal(widths, 10); // the ten greatest are drawn, the table has all
    await context.close();
});

test('printed, it is on white, charts stay whole, and what folds is gone', async () => {
    const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 680, height: 900 } });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file('filled')).href);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const seen = await page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        whole: [...document.querySelectorAll('.figure, .plot')].map((f) => getComputedStyle(f).breakInside),
        folds: [...document.querySelectorAll('details')].map((d) => getComputedStyle(d).display),
        highest: Math.max(...[...document.querySelectorAll('.figure')].map((f) => f.getBoundingClientRect().height)),
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }));
    assert.equal(seen.paper, 'rgb(255, 255, 255)');
    assert.ok(seen.whole.every((b) => b === 'avoid'));
    assert.ok(seen.folds.every((d) => d === 'none'));
    assert.ok(seen.highest < 1009, `a figure of ${seen.highest} px is higher than a page of A4 within its margins`);
    assert.equal(seen.wide, false);
    await context.close();
});

// ---- the command -------------------------------------------------------------------------------

test('as text it has the same figures', () => {
    const { status, stdout } = report(...MARCH);
    assert.equal(status, 0);
    assert.match(stdout, /^Alpha Imports, 1 March 2024 - 30 March 2024$/m);
    assert.match(stdout, /^ 1,499 {2}Thursday 28 March 2024$/m);
    assert.match(stdout, /^ +0 {2}Wednesday 13 March 2024$/m);
    assert.ok(stdout.includes(HOSTILE));
});

test('a page goes to a pipe or a file, the same; the usual span is the last 30 days', () => {
    const piped = report('--html', ...MARCH);
    const without = (html) => html.replace(/Made on [^.]*\./, '');
    assert.equal(without(piped.stdout), without(fs.readFileSync(file('filled'), 'utf8')));
    assert.equal(all(report('--html').stdout, 'section').length, 13);
    const rowsOf = (...words) => (report(...words).stdout.split('\n\nOpen requests')[0].match(/^ +\d[\d,]* {2}\w+day \d/gm) ?? []).length;
    sql("INSERT INTO request_count VALUES (date('now', '-3 days'), 'main', 10)");
    assert.equal(rowsOf(), 30);
    assert.equal(rowsOf('--days', '7'), 7);
});

test('a file is replaced whole or not at all, and nothing else is', () => {
    const kept = path.join(scratch, 'kept.html');
    const link = path.join(scratch, 'link.html');
    fs.writeFileSync(kept, 'before');
    fs.symlinkSync(kept, link);
    const limited = spawnSync('bash', ['-c', `trap '' XFSZ; ulimit -f 40; exec "$@"`, 'bash', path.join(build, 'helpctl'), '-c', conf,
        'report', '--html', kept, ...MARCH], { encoding: 'utf8' });
    assert.equal(limited.status, 1);
    assert.match(limited.stderr, /kept\.html: File too large/);
    assert.equal(fs.readFileSync(kept, 'utf8'), 'before');
    assert.deepEqual(fs.readdirSync(scratch).filter((n) => n.startsWith('kept')), ['kept.html']);
    assert.equal(report('--html', link, ...MARCH).status, 0);
    assert.ok(fs.lstatSync(link).isSymbolicLink());
    assert.match(fs.readFileSync(kept, 'utf8'), /^<!DOCTYPE html>/);
    const refused = [[scratch, /is a folder/], ['/dev/null', /is no plain file/], [path.join(scratch, 'none/x.html'), /No such file/]];
    for (const [name, why] of refused) {
        const answer = report('--html', name, ...MARCH);
        assert.equal(answer.status, 1, name);
        assert.match(answer.stderr, why);
    }
    for (const words of [['report'], ['page', 'list'], ['policy', 'show', 'privacy-policy'], ['list', 'counts'], ['key', 'list'], ['inquiry', 'list']]) {
        const full = spawnSync('bash', ['-c', '"$@" >/dev/full', 'bash', path.join(build, 'helpctl'), '-c', conf, ...words], { encoding: 'utf8' });
        assert.equal(full.status, 1, words.join(' '));
        assert.match(full.stderr, /standard output/);
    }
});

test('a wrong call is told with status 2, and how it is called', () => {
    const wrong = [['x'], ['--html', 'a', 'b'], ['--days', '0'], ['--days', '367'], ['--days', '7x'], ['--days', '-1'], ['--days'],
        ['--from', '2024-03-01'], ['--to', '2024-03-01'], ['--days', '3', ...MARCH], ['--from', '2024-02-30', '--to', '2024-03-01'],
        ['--from', '2024-03-02', '--to', '2024-03-01'], ['--from', '2022-01-01', '--to', '2024-03-01'],
        ['--from', '2024-03-01', '--to', '2199-03-01'], ['--none']];
    for (const call of wrong) {
        const answer = report(...call);
        assert.equal(answer.status, 2, call.join(' '));
        assert.match(answer.stderr, /^usage: helpctl .* report/m);
        assert.equal(answer.stdout, '');
    }
});

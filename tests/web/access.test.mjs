// What people need who enlarge, who see their own colours, who read from right to left, or who have no pointer: every page
// and state at 400 %, with more space in the text, at twice its size, mirrored and in forced colours; and the keyboard's way.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { each, examiner, launch, visitor } from '../lib/browser.mjs';
import { start, until } from '../lib/instance.mjs';
import { hidden, lost, tooSmall, tooWide } from '../lib/looks.mjs';
import { crawl } from '../lib/site.mjs';
import { show, states } from '../lib/states.mjs';
import { words } from '../lib/words.mjs';

const center = await start({ copy: ['templates'] });
const browser = await launch();
after(async () => {
    await browser.close();
    await center.stop();
});
const pages = [...(await crawl(center.client)).keys()].map((address) => ({ name: address, address }));
const all = [...pages, ...(await states(center))];

// ---- every page and state, as people set their browsers ----------------------------------------------

const both = async (page) => [...(await tooWide(page)), ...(await hidden(page))];
// [what, window, a style of the reader's own, the page's direction, forced colours, what to look for]
const VIEWS = [
    ['at 400 % (WCAG 1.4.10)', [320, 256], '', 'ltr', 'none', both],
    ['with space in its text (WCAG 1.4.12)', [320, 640],
        '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }', 'ltr', 'none', both],
    ['with letters twice as large (WCAG 1.4.4)', [1280, 900], ':root { font-size: 200% !important }', 'ltr', 'none', both],
    ['from right to left, on a phone', [360, 800], '', 'rtl', 'none', both],
    ['from right to left, on a desk', [1280, 900], '', 'rtl', 'none', both],
    ['under a finger (WCAG 2.5.8)', [360, 800], '', 'ltr', 'none', tooSmall],
    ['in forced colours', [1280, 900], '', 'ltr', 'active', lost],
];

async function look(page, [what, [width, height], css, dir, forcedColors, measure]) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ forcedColors });
    await page.evaluate(([style, direction]) => {
        document.documentElement.dir = direction;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style);
        document.adoptedStyleSheets = [sheet];
    }, [css, dir]);
    return (await measure(page)).map((line) => `${what}: ${line}`);
}

test('every page and state: nothing is cut off, covered, too wide, too small or lost', async (t) => {
    const context = await examiner(browser);
    const spare = [];
    await each(all, 2, async (state) => {
        const page = spare.pop() ?? (await context.newPage());
        const found = [];
        await show(page, center, state);
        for (const view of VIEWS) found.push(...(await look(page, view)));
        // and with every answer open
        await page.evaluate(() => document.querySelectorAll('details').forEach((e) => { e.removeAttribute('name'); e.open = true; }));
        found.push(...(await look(page, VIEWS[0])));
        spare.push(page);
        await t.test(state.name, () => assert.deepEqual(found, []));
    });
    await context.close();
});

test('what these measures would find is found', async () => {
    const context = await examiner(browser);
    const page = await context.newPage();
    await page.goto(`${center.base}/newsletter`);
    await page.evaluate(() => {
        document.querySelector('.lead').style.whiteSpace = 'nowrap';
        document.querySelector('.field .help').style.cssText = 'overflow:hidden;block-size:.5em';
        document.querySelector('.consent').style.marginBlockStart = '-9em';
        document.querySelector('.form button').style.cssText = 'min-block-size:0;padding:0;border:0';
    });
    const found = [];
    for (const view of VIEWS) found.push(...(await look(page, view)));
    for (const sign of [/400.* the page is/, /cut off: P\.help/, /" over "/, /finger.*BUTTON/, /forced.*no edge/]) assert.match(found.join('\n'), sign);
    await context.close();
});

test('what moves stands still for those who ask for that, and soft words are strong where contrast is wanted', async () => {
    const context = await examiner(browser);
    const page = await context.newPage();
    await page.goto(`${center.base}/faq/shipping`);
    const moves = () => page.evaluate(() => [...document.querySelectorAll('*')].flatMap((e) => ['', '::before', '::after'].map((part) => getComputedStyle(e, part)))
        .filter((s) => s.transitionDuration.split(', ').some((d) => d !== '0s') || s.animationName !== 'none').length);
    const soft = () => page.evaluate(() => getComputedStyle(document.querySelector('.lead')).color === getComputedStyle(document.body).color);
    await page.emulateMedia({ reducedMotion: 'no-preference', contrast: 'no-preference' });
    assert.ok((await moves()) > 0);
    assert.equal(await soft(), false);
    await page.emulateMedia({ reducedMotion: 'reduce', contrast: 'more' });
    assert.equal(await moves(), 0);
    assert.equal(await soft(), true);
    await context.close();
});

// ---- the keyboard alone ------------------------------------------------------------------------------

// What has the focus: its place among all that can have it, and whether people see it, ring and all.
const focus = (page) => page.evaluate(() => {
    const able = 'a[href], button, summary, input:not([type="hidden"]), select, textarea, [tabindex="0"]';
    const stops = [...document.querySelectorAll(able)].filter((e) => e.tabIndex >= 0 && e.checkVisibility() && !e.closest('.trap'));
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e.closest('.card') ?? e);
    const middle = document.elementFromPoint(Math.max(0, box.left + Math.min(box.width, 40) / 2), Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
    return {
        at: stops.indexOf(e), of: stops.length, what: `${e.tagName} ${e.textContent.trim().slice(0, 40) || e.name}`,
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= -1 && box.right <= innerWidth + 1,
        uncovered: e === middle || e.contains(middle) || middle?.contains(e),
    };
});

const WAYS = [['/help.html'], ['/help/quality-score-chart.html'], ['/help/privacy-policy.html'], ['/faq/shipping'], ['/search?q=ring'], ['/my-data/correct'], ['/help/quality-score-chart.html', 'active']];
for (const [address, forcedColors = 'none'] of WAYS) {
    for (const width of [360, 1280]) {
        test(`${address} at ${width}${forcedColors === 'active' ? ' in forced colours' : ''}: Tab stops at everything, in order, where people see it`, async () => {
            const context = await examiner(browser, { viewport: { width, height: 700 }, forcedColors });
            const page = await context.newPage();
            await page.goto(center.base + address);
            for (let i = 0, of = 1; i < of; i++) {
                await page.keyboard.press('Tab');
                const here = await focus(page);
                of = here.of;
                assert.equal(here.at, i, `stop ${i} is ${JSON.stringify(here)}`);
                assert.ok(here.ring && here.inside && here.uncovered, JSON.stringify(here));
                assert.ok(of > 20);
            }
            await context.close();
        });
    }
}

test('by keyboard alone: the answers unfold, wide tables scroll, the skip link skips, an error leads to its field', async () => {
    const context = await visitor(browser, { viewport: { width: 360, height: 700 } });
    const page = await context.newPage();
    const tabTo = async (what, found) => {
        for (let i = 0; i < 60 && !(await found()); i++) await page.keyboard.press('Tab');
        assert.ok(await found(), what);
    };
    const has = (locator) => () => locator.evaluate((e) => e === document.activeElement);

    await page.goto(`${center.base}/faq/shipping`);
    const question = page.locator('summary').first(), answer = page.locator('.answer').first();
    await tabTo('the first question', has(question));
    await page.keyboard.press('Enter');
    assert.equal(await answer.isVisible(), true);
    await page.keyboard.press('Space');
    assert.equal(await answer.isVisible(), false);

    await page.goto(`${center.base}/help/quality-score-chart.html`);
    const table = page.locator('.table').first();
    await tabTo('the table', has(table));
    await page.keyboard.press('ArrowRight');
    await until('the table to scroll', () => table.evaluate((e) => e.scrollLeft > 0));

    await page.goto(`${center.base}/newsletter`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('the main part to have the focus', has(page.locator('main')));
    await tabTo('the name', has(page.getByLabel(words('label_name'))));
    await page.keyboard.press('Enter'); // sends the form as it is: empty
    const summary = page.getByRole('alert');
    await summary.waitFor();
    await until('the focus on the summary', has(summary));
    await page.keyboard.press('Tab');
    const line = await summary.getByRole('link').first().getAttribute('href');
    await until('the focus on its first line', has(summary.getByRole('link').first()));
    await page.keyboard.press('Enter');
    await until('the focus in the field', has(page.locator(line)));
    assert.equal(await page.locator(line).evaluate((e) => parseFloat(getComputedStyle(e).outlineWidth) >= 2), true);
    await context.close();
});

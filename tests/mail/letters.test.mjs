// Letters as people get them, in Chromium without script: nothing is loaded, nothing is too wide, light and dark can be
// read, links are those of the text; axe-core and html-validate find nothing.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { axe, examiner, launch, overflows, SCHEMES, visitor } from '../lib/browser.mjs';
import { links, tags, title } from '../lib/html.mjs';
import { letters, PHONE_AND_DESK } from './letters.mjs';

const all = letters();
const browser = await launch();
after(() => browser.close());

// WCAG 2.2, "contrast ratio", of two "rgb(r, g, b)"
function contrast(one, other) {
    const light = [one, other].map((color) => {
        const [r, g, b] = color.match(/\d+/g).slice(0, 3).map((n) => n / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }).sort((a, b) => b - a);
    return (light[0] + 0.05) / (light[1] + 0.05);
}

// Each piece of text that shows: {text, size, ink, paper}
const pieces = (page) => page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const holder = walker.currentNode.parentElement;
        if (!text || !holder.checkVisibility() || holder.closest('style')) continue;
        let painted = holder;
        while (getComputedStyle(painted).backgroundColor === 'rgba(0, 0, 0, 0)') painted = painted.parentElement;
        const { color, fontSize } = getComputedStyle(holder);
        found.push({ text, size: parseFloat(fontSize), ink: color, paper: getComputedStyle(painted).backgroundColor, button: !!holder.closest('td a') });
    }
    return found;
});

test('every letter is there, and every one has both forms', () => {
    assert.ok(all.length >= 12);
    for (const { name, html, text } of all) {
        assert.ok(title(html).length > 10, name);
        assert.ok(text.length > 200, name);
        assertNoRemote(name, html);
    }
});

function assertNoRemote(name, html) {
    for (const { attributes: a } of tags(html)) {
        for (const key of ['src', 'srcset', 'background', 'poster', 'data']) assert.ok(!(key in a), `${name}: ${key}`);
        assert.doesNotMatch(a.style ?? '', /url\(/, name);
    }
}

test('links are the same in text and HTML, and whole on a line of their own', () => {
    for (const { name, html, text } of all) {
        const inText = text.split('\n').filter((line) => /^https?:/.test(line));
        assert.deepEqual([...new Set(links(html))].sort(), [...new Set(inText)].sort(), name);
    }
});

for (const width of PHONE_AND_DESK) {
    for (const colorScheme of SCHEMES) {
        test(`letters at ${width} in ${colorScheme}: nothing is asked for, nothing overflows, all can be read`, async () => {
            const context = await visitor(browser, { colorScheme, viewport: { width, height: 700 } });
            const page = await context.newPage();
            for (const { name, html } of all) {
                await page.setContent(html);
                assert.ok(!(await overflows(page)), `${name} is wider than ${width}`);
            }
            assert.deepEqual(context.asked, []);
            assert.deepEqual(context.told, []);
            await context.close();
        });
        test(`letters at ${width} in ${colorScheme}: contrast and size, and what axe-core says`, async () => {
            const context = await examiner(browser, { colorScheme, viewport: { width, height: 700 } });
            const page = await context.newPage();
            for (const { name, html } of all) {
                await page.goto('about:blank'); // where axe-core is put in
                await page.setContent(html);
                for (const { text, size, ink, paper, button } of await pieces(page)) {
                    assert.ok(contrast(ink, paper) >= (button ? 4.5 : 7), `${name}: ${contrast(ink, paper).toFixed(1)}:1 of ${text}`);
                    assert.ok(size >= 14, `${name}: ${size} px of ${text}`);
                }
                assert.deepEqual(await axe(page), [], name);
            }
            await context.close();
        });
    }
}

test('html-validate takes every letter', async () => {
    // Mail clients drop style elements: styles must stand in attributes.
    const judge = new HtmlValidate({ extends: ['html-validate:recommended', 'html-validate:document'], rules: {
        'no-inline-style': 'off', 'doctype-style': 'off', 'long-title': 'off' } });
    for (const { name, html } of all) {
        const report = await judge.validateString(html);
        const said = report.results.flatMap((r) => r.messages.map((m) => `${name}:${m.line}: ${m.ruleId}: ${m.message}`));
        assert.deepEqual(said, []);
    }
});

// Chromium as a visitor has it: no script runs. A second kind of context, where scripts may run and the content policy
// doesn't stop them, is for axe-core alone.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const WIDTHS = [360, 800, 1440];
export const SCHEMES = ['light', 'dark'];
// WCAG 2.2 A and AA, and what axe holds to be good practice
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

// args: further options for Chromium.
export function launch(args = []) {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking',
            '--disable-component-update', '--no-first-run', ...args],
    });
}

// A context without script; what its pages complain of, and whom they ask, lies in context.told and context.asked.
export async function visitor(browser, options = {}) {
    const context = await browser.newContext({ javaScriptEnabled: false, ...options });
    context.told = [];
    context.asked = [];
    context.on('page', (page) => {
        page.on('console', (m) => context.told.push(`${page.url()}: ${m.text()}`));
        page.on('pageerror', (e) => context.told.push(`${page.url()}: ${e}`));
        page.on('requestfailed', (r) => {
            const why = r.failure()?.errorText; // a page that is left takes its last requests back itself
            if (why !== 'net::ERR_ABORTED') context.told.push(`${r.url()}: ${why}`);
        });
        page.on('request', (r) => context.asked.push(r.url()));
    });
    return context;
}

export async function examiner(browser, options = {}) {
    const context = await browser.newContext({ bypassCSP: true, ...options });
    await context.addInitScript(axeSource);
    return context;
}

// What axe-core finds on the page as it stands: lines to read.
export async function axe(page) {
    const { violations } = await page.evaluate((tags) => globalThis.axe.run(document, {
        runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
    }), TAGS);
    return violations.flatMap((v) => v.nodes.map((n) => `${v.id} (${v.help}): ${n.target.join(' ')}: ${n.failureSummary.replace(/\s+/g, ' ')}`));
}

// True if the page is wider than its window.
export const overflows = (page) => page.evaluate(() =>
    document.documentElement.scrollWidth > document.documentElement.clientWidth);

// Runs fn over the items, `hands` at a time.
export async function each(items, hands, fn) {
    const queue = [...items];
    await Promise.all(Array.from({ length: hands }, async () => {
        while (queue.length) await fn(queue.shift());
    }));
}

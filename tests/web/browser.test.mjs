// What people see and do, in Chromium without script: every form by its labels, wrong input and back, double click,
// keyboard; then every page and state by axe-core and html-validate, and what the first view costs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { axe, each, examiner, launch, overflows, SCHEMES, visitor, WIDTHS } from '../lib/browser.mjs';
import { forms, formNamed, fresh, rowCounts } from '../lib/forms.mjs';
import { start, until } from '../lib/instance.mjs';
import { crawl } from '../lib/site.mjs';
import { show, states } from '../lib/states.mjs';
import { words } from '../lib/words.mjs';

const center = await start({ copy: ['templates'] });
const browser = await launch();
after(async () => {
    await browser.close();
    await center.stop();
});
const pages = [...(await crawl(center.client)).keys()];
// Before the first test is there: tests begin while a file still waits.
const all = [...pages.map((address) => ({ name: address, address })), ...(await states(center))];

// ---- a person's way through each form --------------------------------------------------------------

// The control of a field as a person finds it: by its label, in its group.
function control(page, form, field) {
    if (field.pair) {
        const label = field.name.startsWith('old_') ? 'label_old_value' : 'label_new_value';
        return page.getByRole('group', { name: words(field.label), exact: true }).getByLabel(words(label), { exact: true });
    }
    return page.locator('main').getByRole('textbox', { name: new RegExp(`^${escape(words(field.label))}( |$)`) });
}
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
// what stands beside an answer
const label = (field, one) => words(CHOICE[one] ?? `choice_${{ 'owner yes': 'owner' }[`${field.name} ${one}`] ?? one.replace('-', '_')}`);
const CHOICE = { all: 'choice_all', newsletter: 'choice_newsletter', bargains: 'choice_bargains', club: 'choice_club', 'special-offers': 'choice_offers' };

async function fill(page, form, values) {
    for (const field of form.fields) {
        if (!(field.name in values)) continue;
        if (!field.options) {
            await control(page, form, field).fill(values[field.name]);
            continue;
        }
        if (field.type === 'select') {
            await page.getByLabel(words(field.label), { exact: true }).selectOption(values[field.name]);
            continue;
        }
        const group = page.getByRole('group', { name: new RegExp(`^${escape(words(field.label))}`) });
        for (const one of [values[field.name]].flat()) {
            await group.getByRole(field.type === 'choice' ? 'radio' : 'checkbox', { name: new RegExp(`^${escape(label(field, one))}`) }).check();
        }
    }
}
const SEND = { 'opt-out': 'send_optout' };
const button = (page, form) => page.getByRole('button', { name: words(SEND[form.name] ?? `send_${form.name}`) });

// The reference on the page after a form. A double click sends twice: the first answer is given up for the second.
async function reference(page) {
    await until('the page after the form', () => /\/received\//.test(page.url()));
    const text = await page.locator('main').innerText();
    return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(text)[0];
}

async function prepared(form, word) {
    const mail = fresh(word);
    const newsletter = formNamed('newsletter');
    if (!form.known) return mail;
    const context = await visitor(browser);
    const page = await context.newPage();
    await page.goto(center.base + newsletter.address);
    await fill(page, newsletter, newsletter.good(mail));
    await button(page, newsletter).click();
    await reference(page);
    await context.close();
    return mail;
}

// Runs a visit, and holds its pages to silence: no error on the console, nobody else asked.
async function visit(steps, options) {
    const context = await visitor(browser, options);
    const page = await context.newPage();
    try {
        await steps(page, context);
        assert.deepEqual(context.told.filter((line) => !/status of 422|status of 404/.test(line)), [], 'the console is silent');
        for (const url of context.asked) assert.ok(url.startsWith(center.base), url);
        assert.deepEqual(await context.cookies(), [], 'no cookie');
    } finally {
        await context.close();
    }
}

for (const form of forms) {
    test(`${form.name}: filled in by its labels and sent; staff see it`, async () => {
        const mail = await prepared(form, 'browser');
        const values = form.good(mail);
        await visit(async (page) => {
            await page.goto(center.base + form.address);
            await fill(page, form, values);
            await button(page, form).click();
            const ref = await reference(page);
            assert.equal(await center.one(`SELECT form FROM submission WHERE reference = '${ref}'`), form.name);
            assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
            await page.reload();
            assert.equal(await reference(page), ref, 'a refresh shows the same');
        });
    });

    test(`${form.name}: wrong input comes back with its error, and is mended there`, async () => {
        const mail = await prepared(form, 'mended');
        const values = form.good(mail);
        await visit(async (page) => {
            const counts = await rowCounts(center);
            await page.goto(center.base + form.address);
            await fill(page, form, { ...values, email: 'ada@' });
            await button(page, form).click();
            const summary = page.getByRole('alert');
            await summary.waitFor(); // and there is one alone, or this throws
            assert.equal(page.url(), center.base + form.address);
            assert.deepEqual(await rowCounts(center), counts);
            const line = summary.getByRole('link', { name: words('wrong_email') });
            // a browser moves the focus when it first draws the page
            await until('the focus on the summary', () => summary.evaluate((e) => e === document.activeElement));
            await line.click();
            await page.waitForURL(/#email$/);
            const field = control(page, form, form.fields.find((f) => f.name === 'email'));
            assert.equal(await field.getAttribute('aria-invalid'), 'true');
            assert.equal(await field.inputValue(), 'ada@');
            for (const f of form.fields.filter((one) => values[one.name] && !one.options && one.name !== 'email')) {
                assert.equal(await control(page, form, f).inputValue(), values[f.name], f.name);
            }
            await field.fill(mail);
            await button(page, form).click();
            await reference(page);
            assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
        });
    });

    test(`${form.name}: a double click makes one row; so does going back and sending again`, async () => {
        const mail = await prepared(form, 'double');
        const values = form.good(mail);
        await visit(async (page, context) => {
            await page.goto(center.base + form.address);
            await fill(page, form, values);
            const counts = await rowCounts(center);
            await button(page, form).dblclick();
            const ref = await reference(page);
            await page.goBack();
            await fill(page, form, values);
            await button(page, form).click();
            assert.equal(await reference(page) === ref, !form.again);
            assert.equal((await rowCounts(center)).submission, counts.submission + (form.again ? 2 : 1));
            assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
        });
    });
}

// What has the focus, and whether people see that.
const focused = (page) => page.evaluate(() => {
    const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return {
        tag: e.tagName, name: e.name ?? '', value: e.value ?? '', text: e.textContent.trim(),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
});

for (const form of forms) {
    test(`${form.name}: filled in and sent by the keyboard alone; the trap is not on the way`, async () => {
        const mail = await prepared(form, 'keys');
        const values = form.good(mail), order = [];
        await visit(async (page) => {
            await page.goto(center.base + form.address);
            await page.keyboard.press('Tab');
            const first = await focused(page);
            assert.equal(first.text, words('skip_to_content'));
            assert.ok(first.seen, 'the skip link shows once it has the focus');
            await page.keyboard.press('Enter');
            for (let i = 0; i < 60; i++) {
                await page.keyboard.press('Tab');
                const at = await focused(page);
                assert.ok(at.seen, `the focus is seen on ${JSON.stringify(at)}`);
                if (at.tag === 'BUTTON') break;
                if (at.name && !order.includes(at.name)) order.push(at.name);
                const field = form.fields.find((f) => f.name === at.name);
                const wanted = field?.options && [values[field.name] ?? []].flat().includes(at.value);
                if (wanted && field.type !== 'select') await page.keyboard.press('Space');
                else if (field && !field.options && values[field.name]) await page.keyboard.type(values[field.name]);
            }
            assert.deepEqual(order, form.fields.map((f) => f.name), 'each field once, in its order, and no other');
            await page.keyboard.press('Enter');
            await reference(page);
            assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
        });
    });
}

test('the search, the FAQ and the way back work without script', async () => {
    await visit(async (page) => {
        await page.goto(`${center.base}/help.html`);
        await page.getByRole('searchbox').fill('return');
        await page.keyboard.press('Enter');
        await page.waitForURL(/\/search\?q=return$/);
        assert.equal(await page.locator('main').getByRole('searchbox').inputValue(), 'return');
        await page.locator('main').getByRole('link', { name: /return policy/i }).first().click();
        await page.waitForURL(/\/help\/return-policy\.html/);
        await page.getByRole('link', { name: words('back_link') }).click();
        await page.waitForURL(/\/search\?q=return$/);
        await page.goto(`${center.base}/faq/shipping`);
        const first = page.locator('details').first();
        assert.equal(await first.locator('.answer').isVisible(), false);
        const id = await first.locator('.answer').getAttribute('id');
        await first.locator('summary').click();
        assert.equal(await first.locator('.answer').isVisible(), true);
        await page.goto(`${center.base}/help.html`);
        await page.goto(`${center.base}/faq/shipping#${id}`);
        assert.equal(await page.locator(`#${id}`).isVisible(), true, 'an answer is open at its address');
    });
});

// ---- what loads ------------------------------------------------------------------------------------

test('the first view of every page: at most 30 KB in at most 4 requests, of this host alone, in silence', async () => {
    const icon = (await center.client.get('/static/icon.svg', { 'Accept-Encoding': 'gzip' })).bytes + 500; // and its headers
    await each(pages, 4, async (address) => {
        const context = await visitor(browser, { javaScriptEnabled: true }); // what a script costs is counted
        const page = await context.newPage();
        const cdp = await context.newCDPSession(page);
        let bytes = 0;
        cdp.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
        await cdp.send('Network.enable');
        await page.goto(center.base + address, { waitUntil: 'networkidle' });
        const urls = new Set(context.asked);
        // a browser with a window asks for the icon as well
        if (![...urls].some((u) => u.includes('icon.svg'))) {
            urls.add(`${center.base}/static/icon.svg`);
            bytes += icon;
        }
        assert.ok(urls.size >= 2 && urls.size <= 4, `${address}: ${[...urls].join(' ')}`);
        assert.ok(bytes > 5000 && bytes <= 30 * 1024, `${address}: ${bytes} bytes`);
        for (const url of urls) assert.ok(url.startsWith(center.base), url);
        assert.deepEqual(context.told, [], address);
        await context.close();
    });
});

// ---- every page and state --------------------------------------------------------------------------

// html-validate's recommended rules, all but for this.
const RULES = {
    // boxes to tick share a name as radio buttons do: the program takes each that is given
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'reset', 'submit'] }],
};
// Search engines cut long titles; what they don't list may have the visitor's own words in it.
const UNLISTED = { ...RULES, 'long-title': 'off' };
const judge = (rules) => new HtmlValidate({ extends: ['html-validate:recommended'], rules });
const judges = { listed: judge(RULES), unlisted: judge(UNLISTED) };

test('html-validate finds nothing on any page or state', async (t) => {
    for (const state of all) {
        await t.test(state.name, async () => {
            const { text } = state.pairs ? await center.client.post(state.address, state.pairs) : await center.client.get(state.address);
            const validator = /<meta name="robots" content="noindex">/.test(text) ? judges.unlisted : judges.listed;
            const report = await validator.validateString(text, state.address);
            const found = report.results.flatMap((r) => r.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
            assert.deepEqual(found, []);
        });
    }
});

test('axe-core finds nothing, and nothing is wider than its window: every page and state, light and dark, at 360, 800 and 1440', async (t) => {
    const context = await examiner(browser);
    const spare = [];
    await each(all, 2, async (state) => {
        const page = spare.pop() ?? (await context.newPage());
        const found = [];
        assert.ok(await show(page, center, state), state.name);
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            if (await overflows(page)) found.push(`${width}: wider than the window`);
            for (const colorScheme of SCHEMES) {
                await page.emulateMedia({ colorScheme });
                found.push(...(await axe(page)).map((line) => `${width} ${colorScheme}: ${line}`));
            }
        }
        spare.push(page);
        await t.test(state.name, () => assert.deepEqual(found, []));
    });
    await context.close();
});

test('a thing that axe-core, html-validate or the width would find is found', async () => {
    const context = await examiner(browser);
    const page = await context.newPage();
    await page.goto(`${center.base}/help.html`);
    await page.evaluate(() => {
        const p = document.createElement('p');
        p.style = 'color:#999;background:#fff;width:3000px';
        p.append('pale', document.createElement('img'));
        document.querySelector('main').append(p);
    });
    const found = (await axe(page)).join('\n');
    assert.match(found, /color-contrast/);
    assert.match(found, /image-alt/);
    assert.equal(await overflows(page), true);
    await context.close();
    const report = await judges.listed.validateString('<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body><p><div></div></p></body></html>');
    assert.equal(report.valid, false);
});

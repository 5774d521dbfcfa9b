// Every letter, drawn by the mail program's own code: [{name, html, text}]. PICTURES=/tmp/pictures node tests/mail/letters.mjs
// [WORD...] leaves pictures of them for people to look at.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, SCHEMES } from '../lib/browser.mjs';

const top = fileURLToPath(new URL('../..', import.meta.url));
export const PHONE_AND_DESK = [360, 800];

export function letters() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'letters-'));
    try {
        execFileSync(path.join(top, 'build/tests/mail/draw'), [folder, path.join(top, 'templates')]);
        return fs.readdirSync(folder).filter((file) => file.endsWith('.html')).sort().map((file) => ({
            name: file.slice(0, -5),
            html: fs.readFileSync(path.join(folder, file), 'utf8'),
            text: fs.readFileSync(path.join(folder, file.replace('.html', '.txt')), 'utf8'),
        }));
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}

// The text as a mail client on a screen of that width shows it.
const asPage = (text) => `<!DOCTYPE html><meta name="color-scheme" content="light dark"><pre style="white-space:pre-wrap;overflow-wrap:anywhere">${
    text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</pre>`;

async function pictures(folder, wanted) {
    const browser = await launch();
    fs.mkdirSync(folder, { recursive: true });
    for (const { name, html, text } of letters()) {
        if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
        for (const [kind, content] of [['html', html], ['text', asPage(text)]]) {
            for (const width of PHONE_AND_DESK) {
                for (const colorScheme of kind === 'html' ? SCHEMES : ['light']) {
                    const context = await browser.newContext({ javaScriptEnabled: false, colorScheme, viewport: { width, height: 700 } });
                    const page = await context.newPage();
                    await page.setContent(content);
                    await page.screenshot({ path: path.join(folder, `${name}.${kind}.${width}.${colorScheme}.png`), fullPage: true });
                    await context.close();
                }
            }
        }
        console.log(name);
    }
    await browser.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    if (!process.env.PICTURES) {
        console.error('letters: name a folder in the environment variable PICTURES');
        process.exit(2);
    }
    await pictures(process.env.PICTURES, process.argv.slice(2));
}

// Pictures of every page and state, for people to look at:
//   PICTURES=/tmp/pictures node tests/web/pictures.mjs [WORD...]     those whose name holds a word
import fs from 'node:fs';
import path from 'node:path';
import { launch, SCHEMES, WIDTHS } from '../lib/browser.mjs';
import { start } from '../lib/instance.mjs';
import { crawl } from '../lib/site.mjs';
import { show, states } from '../lib/states.mjs';

const folder = process.env.PICTURES;
if (!folder) {
    console.error('pictures: name a folder in the environment variable PICTURES');
    process.exit(2);
}
const wanted = process.argv.slice(2);
const center = await start({ copy: ['templates'] });
const browser = await launch();
const pages = [...(await crawl(center.client)).keys()].map((address) => ({ name: address.slice(1), address }));
fs.mkdirSync(folder, { recursive: true });
for (const state of [...pages, ...(await states(center))]) {
    if (wanted.length && !wanted.some((word) => state.name.includes(word))) continue;
    for (const width of WIDTHS) {
        for (const colorScheme of SCHEMES) {
            const context = await browser.newContext({ javaScriptEnabled: false, colorScheme, viewport: { width, height: 900 } });
            const page = await context.newPage();
            await show(page, center, state);
            const file = `${state.name.replace(/[^A-Za-z0-9]+/g, '-')}.${width}.${colorScheme}.png`;
            await page.screenshot({ path: path.join(folder, file), fullPage: true });
            await context.close();
        }
    }
    console.log(state.name);
}
await browser.close();
await center.stop();

// Lighthouse as a library, on Debian's Chromium: nothing is asked beyond the pages' own host.
import lighthouse from 'lighthouse';
import { launch } from './browser.mjs';
import { freePort } from './instance.mjs';

// What it looks at: a page of each kind.
export const ADDRESSES = ['/help.html', '/help/return-policy.html', '/faq/shipping', '/search?q=ring', '/newsletter', '/delivery?to=us', '/help/privacy-policy.html/versions'];

// A Chromium that Lighthouse can steer.
export async function steered() {
    const port = await freePort();
    return { port, browser: await launch([`--remote-debugging-port=${port}`]) };
}

// Looks at a page as on a phone. skip: names of audits to leave out. Gives the score of each category, of 100, and
// what cost points: lines to read.
export async function examine(port, url, categories, skip = []) {
    let lhr;
    // Its trace fails now and then (NO_NAVSTART), of which it says itself that one should run it again.
    for (let tries = 0; tries < 3 && (!lhr || lhr.runtimeError); tries++) {
        ({ lhr } = await lighthouse(url, { port, logLevel: 'error', onlyCategories: categories, skipAudits: skip }));
    }
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    const scores = {}, lost = [];
    for (const { id, score, auditRefs } of Object.values(lhr.categories)) {
        scores[id] = Math.round(score * 100);
        for (const ref of auditRefs) {
            const audit = lhr.audits[ref.id];
            if (ref.weight && audit.score !== null && audit.score < 1) lost.push(`${id}: ${ref.id} (${audit.title}) ${audit.displayValue ?? ''}`);
        }
    }
    return { scores, lost };
}

// How fast Lighthouse finds a page of each kind on a simulated phone; at least 98 of 100 is asked for. Not part of the
// check, since it is the machine that is measured too.
//   node tests/web/lighthouse.mjs [ADDRESS...]
import { start } from '../lib/instance.mjs';
import { ADDRESSES, examine, steered } from '../lib/lighthouse.mjs';

const LEAST = 98;
const center = await start();
const { port, browser } = await steered();
let slow = 0;
for (const address of process.argv.length > 2 ? process.argv.slice(2) : ADDRESSES) {
    const { scores, lost } = await examine(port, center.base + address, ['performance']);
    console.log(`${String(scores.performance).padStart(3)}  ${address}`);
    for (const line of lost) console.log(`       ${line}`);
    if (scores.performance < LEAST) slow++;
}
await browser.close();
await center.stop();
process.exitCode = slow ? 1 : 0;

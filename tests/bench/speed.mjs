// Requests a second, latency and CPU for a request: every target in turn, round after round, so that what the machine
// does meanwhile falls on all alike. Each figure is the median of its rounds, with the least and the greatest.
import { start } from '../lib/instance.mjs';
import { load } from './load.mjs';
import { FLOOR_NAME, PAGES, stop, targets } from './targets.mjs';

const COLUMNS = [
    ['requests/s', 'rate', 0], ['p50 ms', 'p50', 2], ['p99 ms', 'p99', 2], ['server µs', 'front', 1], ['program µs', 'program', 1],
    ['CPU µs', 'cpu', 1],
];

const median = (numbers) => {
    const sorted = [...numbers].sort((a, b) => a - b), half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};
const shown = (numbers, digits) =>
    `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}-${Math.max(...numbers).toFixed(digits)})`;

// The floor of a target: bare libfcgi behind the same web server.
const floorOf = (name, all) => all.find((t) => t.name === `${name.startsWith('Apache') ? 'Apache' : 'nginx'} + ${FLOOR_NAME}`);

function table(all) {
    const rows = all.map((t) => {
        const floor = floorOf(t.name, all);
        const ratio = t.runs.map((run, round) => run.cpu / floor.runs[round].cpu);
        return [t.name, ...COLUMNS.map(([, key, digits]) => shown(t.runs.map((run) => run[key]), digits)),
            t === floor ? '1' : shown(ratio, 2)];
    });
    const head = ['', ...COLUMNS.map(([title]) => title), `CPU / ${FLOOR_NAME}`];
    const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)));
    for (const row of [head, ...rows]) console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd());
}

export async function speed({ seconds, rounds, only }) {
    const center = await start();
    const pages = [];
    for (const [name, address] of Object.entries(PAGES)) {
        const all = await targets(center, address, only);
        pages.push({ name, address, all: all.map((t) => ({ ...t, runs: [] })) });
    }
    const every = pages.flatMap((page) => page.all);
    for (const target of every) await load(target, 1); // warm
    for (let round = 0; round < rounds; round++) for (const target of every) target.runs.push(await load(target, seconds));
    for (const { name, address, all } of pages) {
        console.log(`${name}: ${address}; medians of ${rounds} runs of ${seconds} s (least-greatest)`);
        table(all);
    }
    await stop(every);
    await center.stop();
    return true;
}

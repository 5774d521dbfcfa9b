// See tests/bench/slow.
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { Client } from '../lib/http.mjs';
import { sleep, start } from '../lib/instance.mjs';

const run = promisify(execFile);
const { values } = parseArgs({ options: { clients: { type: 'string', default: '2000' }, seconds: { type: 'string', default: '12' } } });
const VISITORS = 8, P99_MS = 1000;
const KINDS = {
    headers: { path: '/help.html', options: ['-H', '-i', '3', '-x', '24'] },
    bodies: { path: '/newsletter', options: ['-B', '-i', '3', '-s', '8192', '-x', '24'] },
    reading: { path: '/help.html', options: ['-X', '-k', '10', '-w', '64', '-y', '256', '-n', '3', '-z', '16'] },
};
const percentile = (times, percent) => times[Math.max(0, Math.ceil((times.length * percent) / 100) - 1)];

// Slow clients of one kind; the most that the server held open at a time.
async function slow(center, { path, options }) {
    const args = [...options, '-c', values.clients, '-r', values.clients, '-l', values.seconds, '-p', '10', '-v', '1', '-u', center.base + path];
    const { stdout } = await run('slowhttptest', args, { maxBuffer: 1 << 26 });
    const plain = stdout.replace(/\x1b\[[0-9;]*[A-Za-z]/g, '');
    return Math.max(0, ...[...plain.matchAll(/connected: +(\d+)/g)].map(([, n]) => Number(n)));
}

// What visitors saw while they were there. Each page is asked for over a new connection.
async function visited(center, kind) {
    const client = new Client(center.base, { keepAlive: false }), times = [];
    let going = true, failed = 0;
    const visitor = async () => {
        while (going) {
            const begun = performance.now();
            const answer = await client.get('/help.html').catch(() => null);
            if (answer?.status !== 200) failed++;
            times.push(performance.now() - begun);
            await sleep(10);
        }
    };
    const visitors = Array.from({ length: VISITORS }, visitor);
    const held = await slow(center, kind).finally(() => (going = false));
    await Promise.all(visitors);
    client.close();
    times.sort((a, b) => a - b);
    return { held, failed, visits: times.length, p50: percentile(times, 50), p99: percentile(times, 99), most: times.at(-1) };
}

const center = await start();
let holds = true;
for (const [name, kind] of Object.entries(KINDS)) {
    const seen = await visited(center, kind);
    const ms = [seen.p50, seen.p99, seen.most].map((t) => t.toFixed(1));
    holds &&= seen.failed === 0 && seen.p99 < P99_MS && seen.held > 0;
    console.log(`slow ${name}: ${seen.held} held at a time; ${seen.visits} visits, ${seen.failed} failed, ` +
        `p50 ${ms[0]} ms, p99 ${ms[1]} ms, most ${ms[2]} ms`);
}
await center.stop();
process.exitCode = holds ? 0 : 1;

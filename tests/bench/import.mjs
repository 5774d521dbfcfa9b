// Rows a second of `helpctl list import` and the most memory it holds, at 100,000 addresses and at a million; beside it,
// what the sqlite3 shell takes to put the same file into one bare table.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { build, keep, sleep } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';

const SIZES = [100_000, 1_000_000];
const MEMORY_KB = 1024; // how much more a million may hold than a tenth of it

function people(dir, n) {
    const file = path.join(dir, `${n}.csv`), out = fs.openSync(file, 'w');
    fs.writeSync(out, 'email,name,consent_source,consent_at\n');
    for (let i = 0; i < n;) {
        let text = '';
        for (const end = Math.min(n, i + 10_000); i < end; i++) {
            text += `reader${(i * 7919) % n}@example${i % 997}.com,"Reader, Number ${i}",card at the counter,2024-05-03\n`;
        }
        fs.writeSync(out, text);
    }
    fs.closeSync(out);
    return file;
}

// Runs a command to its end: seconds, and the most memory it held, as often as one can look.
async function timed(command, args, input) {
    const begin = process.hrtime.bigint();
    const child = keep(spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'] }));
    let memory = 0, said = '';
    child.stderr.on('data', (part) => { said += part; });
    child.stdin.end(input);
    const ended = once(child, 'close');
    while (child.exitCode === null && child.signalCode === null) {
        const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
        memory = Math.max(memory, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
        await Promise.race([sleep(20), ended]);
    }
    await ended;
    if (child.exitCode !== 0) throw new Error(`${command}: ${said}`);
    return { seconds: Number(process.hrtime.bigint() - begin) / 1e9, memory };
}

const shown = (title, n, { seconds, memory }, ratio) =>
    console.log(`${title.padEnd(38)} ${String(n).padStart(8)} rows  ${(n / seconds).toFixed(0).padStart(7)} rows/s  ${String(memory).padStart(6)} KB` +
        (ratio ? `  ${ratio.toFixed(1)} times the time of .import` : ''));

export async function imports() {
    const peaks = [];
    for (const n of SIZES) {
        const room = await mailroom(), file = people(room.dir, n);
        const bare = await timed('sqlite3', [path.join(room.dir, 'bare.db')],
            `PRAGMA journal_mode = WAL;\nCREATE TABLE bare (email TEXT PRIMARY KEY, name TEXT, source TEXT, at TEXT);\n.import --csv --skip 1 ${file} bare\n`);
        const own = await timed(path.join(build, 'helpctl'), ['-c', room.conf, 'list', 'import', 'newsletter', file]);
        const dry = await timed(path.join(build, 'helpctl'), ['-c', room.conf, 'list', 'import', 'club', file, '--dry-run']);
        const active = await room.one("SELECT count(*) FROM subscription WHERE state = 'active'");
        if (active !== n) throw new Error(`${active} of ${n} are on the list`);
        shown('sqlite3 .import into one table', n, bare);
        shown('helpctl list import', n, own, own.seconds / bare.seconds);
        shown('helpctl list import --dry-run', n, dry);
        peaks.push(own.memory);
        await room.close();
    }
    const more = peaks[1] - peaks[0];
    console.log(`a million takes ${more} KB more than ${SIZES[0]}`);
    return more <= MEMORY_KB;
}

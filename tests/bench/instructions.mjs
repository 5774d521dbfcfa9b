// Instructions for a page: callgrind counts those of the one worker (all that its thread function does) for two numbers
// of requests; the difference, divided, is a request's. Start and warming up fall out, the kernel's work isn't counted.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { end, keep, sleep, start, until } from '../lib/instance.mjs';
import { ask } from './fastcgi.mjs';
import { HEADERS } from './load.mjs';
import { FLOOR, HELPCENTER, pageOf, PAGES } from './targets.mjs';

const FEW = 200, MANY = 1200;

// Instructions of the function `work` in a program that answers `times` requests for a page.
async function counted({ dir }, command, socket, address, times) {
    const out = path.join(dir, 'callgrind.out');
    fs.rmSync(socket, { force: true });
    const said = fs.openSync(path.join(dir, 'valgrind.log'), 'w');
    const child = keep(spawn('valgrind', ['--tool=callgrind', '--toggle-collect=work', `--callgrind-out-file=${out}`, ...command],
        { stdio: ['ignore', said, said], env: { PATH: process.env.PATH, TZ: 'UTC' } }));
    fs.closeSync(said);
    await until(socket, () => fs.existsSync(socket), { seconds: 120 });
    await ask(socket, address, HEADERS, times);
    await sleep(100); // what the worker does after the last request, it has done
    const code = await end(child, 'SIGTERM');
    if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${fs.readFileSync(path.join(dir, 'valgrind.log'))}`);
    return Number(/^(?:summary|totals): (\d+)/m.exec(fs.readFileSync(out, 'utf8'))[1]);
}

async function perRequest(...of) {
    const few = await counted(...of, FEW);
    return (await counted(...of, MANY) - few) / (MANY - FEW);
}

// profile: where to leave callgrind's own files, for callgrind_annotate; their names end in the page's.
export async function instructions({ profile }) {
    // the counter always has as many digits
    const center = await start({ settings: { workers: 1, counter_start_number: 1_000_000 } });
    const pages = {};
    for (const [name, address] of Object.entries(PAGES)) pages[name] = { address, ...await pageOf(center, address) };
    await center.end();
    for (const [name, { address, cgi }] of Object.entries(pages)) {
        const socket = path.join(center.dir, 'floor.sock'), answer = path.join(center.dir, 'answer');
        fs.writeFileSync(answer, cgi);
        const own = await perRequest(center, [HELPCENTER, '-c', center.conf], center.socket, address);
        if (profile) fs.copyFileSync(path.join(center.dir, 'callgrind.out'), `${profile}.${name.split(' ')[0]}`);
        const bare = await perRequest(center, [FLOOR, socket, '1', answer], socket, address);
        console.log(`${name}: ${address}: ${own} instructions; bare libfcgi ${bare}`);
    }
    await center.stop();
    return true;
}

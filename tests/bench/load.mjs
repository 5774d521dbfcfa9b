// One run of wrk, and what it cost the processes under measure.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TICKS = 100; // a second: USER_HZ is 100 on every Linux that Debian runs on
const CONNECTIONS = 32;
const UNIT = { us: 0.001, ms: 1, s: 1000 };
// what a browser sends, but for Accept-Encoding: compressing is the web server's work, and would hide the rest
export const HEADERS = {
    'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'Accept-Language': 'en-US,en;q=0.5',
    'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'none', 'Sec-Fetch-User': '?1',
};

// Every process: {pid: {parent, ticks}}; ticks: CPU of its own and of its children that ended (proc(5): fields 14-17).
function processes() {
    const all = new Map();
    for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
        let line;
        try {
            line = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        } catch {
            continue; // it ended meanwhile
        }
        const field = line.slice(line.lastIndexOf(')') + 2).split(' ');
        all.set(Number(pid), { parent: Number(field[1]), ticks: field.slice(11, 15).reduce((sum, n) => sum + Number(n), 0) });
    }
    return all;
}

// Seconds of CPU of a process and all below it.
export function cpu(child) {
    const all = processes();
    const under = (pid) => pid === child.pid || (all.has(pid) && under(all.get(pid).parent));
    return [...all].reduce((sum, [pid, { ticks }]) => sum + (under(pid) ? ticks : 0), 0) / TICKS;
}

function percentile(said, percent) {
    const [, value, unit] = new RegExp(`^ +${percent}% +([0-9.]+)(us|ms|s)$`, 'm').exec(said);
    return value * UNIT[unit];
}

// Apache closes idle connections when it ends a process that it has too many of, which wrk calls a read error.
function failed(said) {
    const [, ...errors] = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(said) ?? [];
    const [connect = 0, read = 0, write = 0, timeout = 0] = errors.map(Number);
    return /Non-2xx/.test(said) || connect + write + timeout > 0 || read > CONNECTIONS;
}

// {rate a second, p50 and p99 in ms, front and program in µs of CPU for a request}. target: see targets.mjs. A request
// that failed, or was not answered 200, makes the run worth nothing: it throws.
export async function load(target, seconds) {
    const headers = Object.entries(HEADERS).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
    const before = target.processes.map(cpu);
    const { stdout } = await run('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', ...headers,
        `http://127.0.0.1:${target.port}${target.path}`]);
    const spent = target.processes.map((child, i) => cpu(child) - before[i]);
    if (failed(stdout)) throw new Error(`${target.name}: ${stdout}`);
    const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
    const [front, program = 0] = spent.map((s) => (s * 1e6) / requests);
    return {
        rate: Number(/Requests\/sec: +([0-9.]+)/.exec(stdout)[1]), p50: percentile(stdout, 50), p99: percentile(stdout, 99),
        front, program, cpu: front + program,
    };
}

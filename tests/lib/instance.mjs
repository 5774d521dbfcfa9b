// A private help center: a folder of its own, the program, and a web server with the shipped configuration before it
// (front.mjs has which).
//   const center = await start({settings: {form_min_seconds: 2}, copy: ['templates']});
//   await center.client.get('/help.html'); await center.sql('SELECT ...'); await center.stop();
// BUILD names the folder of the programs, build/ by default.
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { front, prepareFront, top } from './front.mjs';
import { Client } from './http.mjs';

const run = promisify(execFile);
export { top };
export const build = path.resolve(process.env.BUILD ?? path.join(top, 'build'));
const SANITIZED = path.join(top, 'build-asan');

// What a test's help center has other than the shipped settings: forms may come fast, and nobody is held back.
const FREE = {
    form_min_seconds: 0, form_limit_network: 0, form_limit_address: 0, form_limit_total: 0,
    letter_limit_network: 1_000_000, letter_limit_domain: 1_000_000, letter_limit_total: 10_000_000,
};

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Waits until probe() gives something true, and returns that. what: for the error.
export async function until(what, probe, { seconds = 15, every = 25 } = {}) {
    for (const end = Date.now() + seconds * 1000; ; await sleep(every)) {
        const value = await probe();
        if (value) return value;
        if (Date.now() > end) throw new Error(`waited ${seconds} seconds for ${what}`);
    }
}

export async function freePort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
}

const quoted = (value) => (typeof value === 'number' ? String(value) : `"${value}"`);

// Sets options in the settings file that helpctl made.
export function configure(file, settings) {
    let text = fs.readFileSync(file, 'utf8');
    for (const [name, value] of Object.entries(settings)) {
        const line = new RegExp(`^${name} = .*$`, 'm');
        if (!line.test(text)) throw new Error(`${file} has no ${name}`);
        text = text.replace(line, () => `${name} = ${quoted(value)}`);
    }
    fs.writeFileSync(file, text);
}

// Programs that run and folders that stand: nothing of them is left when the tests end, however they end. A program
// alone doesn't keep the tests from ending.
const living = new Set();
export const folders = new Set();
export function keep(child) {
    child.gone = new Promise((resolve) => child.once('exit', resolve));
    living.add(child);
    child.gone.then(() => living.delete(child));
    child.unref();
    return child;
}
process.on('exit', () => {
    for (const child of living) child.kill(child.lastSignal ?? 'SIGKILL');
    for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

// Sends a signal, and waits for the end: the exit status, null if the signal ended it.
export async function end(child, signal) {
    child.ref();
    if (running(child)) child.kill(signal);
    return child.gone;
}
const running = (child) => child.exitCode === null && child.signalCode === null;

class Center {
    constructor(dir, port, programs) {
        this.dir = dir;
        this.programs = programs;
        this.port = port;
        this.base = `http://127.0.0.1:${port}`;
        this.conf = path.join(dir, 'helpcenter.conf');
        this.socket = path.join(dir, 'helpcenter.sock');
        this.database = path.join(dir, 'helpcenter.db');
        this.logFile = path.join(dir, 'helpcenter.log');
        this.templates = path.join(top, 'templates');
        this.client = new Client(this.base);
    }

    // ---- the programs ----

    startProgram() {
        const log = fs.openSync(this.logFile, 'a');
        const options = { cwd: this.dir, stdio: ['ignore', this.inherited ? 'pipe' : 'ignore', log] };
        const command = [path.join(this.programs, 'helpcenter'), '-c', this.conf];
        if (this.inherited) command.unshift(path.join(this.programs, 'tests/fault/starter'), this.socket);
        this.program = keep(spawn(command[0], command.slice(1), options));
        this.starts = 0;
        this.program.stdout?.on('data', (said) => (this.starts = Number(String(said).trim().split('\n').pop()))).unref();
        fs.closeSync(log);
    }

    startFront() {
        const out = fs.openSync(path.join(this.dir, 'front-said.log'), 'a');
        this.front = keep(spawn(front.program, front.options(this.dir), { stdio: ['ignore', out, out] }));
        fs.closeSync(out);
        this.front.lastSignal = 'SIGTERM'; // the web server's workers go with it
    }

    async healthy() {
        const answer = await this.client.get('/healthz').catch(() => null);
        return answer?.status === 200;
    }

    // Waits until the program answers; says why it doesn't.
    async ready() {
        await until('an answer from /healthz', async () => {
            if (!running(this.program)) throw new Error(`helpcenter ended: ${this.log()}`);
            if (!running(this.front)) {
                throw new Error(`${front.name} ended: ${fs.readFileSync(path.join(this.dir, 'front-said.log'))}`);
            }
            return this.healthy();
        }, { every: 10 });
    }

    // Ends the program alone, at once and without a chance to tidy up.
    kill() {
        return end(this.program, 'SIGKILL');
    }

    // Where it inherits its listener: ends the program and starts it anew, as systemd does; returns once that is begun.
    async startAnew() {
        const starts = this.starts;
        this.program.kill('SIGHUP');
        await until('a new start', () => {
            if (!running(this.program)) throw new Error(`the starter ended: ${this.log()}`);
            return this.starts > starts;
        });
    }

    // Ends the program as systemd would; the exit status.
    end() {
        return end(this.program, 'SIGTERM');
    }

    // Waits until the program has ended by itself; the exit status.
    ended() {
        this.program.ref();
        return this.program.gone;
    }

    async restart() {
        this.startProgram();
        await this.ready();
    }

    // Ends all, and takes the folder away. Throws if the program didn't leave in good order.
    async stop() {
        this.client.close();
        await end(this.front, 'SIGTERM');
        const code = running(this.program) ? await this.end() : 0;
        const log = this.log();
        fs.rmSync(this.dir, { recursive: true, force: true });
        folders.delete(this.dir);
        if (code !== 0) throw new Error(`helpcenter ended with ${code}: ${log}`);
    }

    // ---- what it holds ----

    log() {
        return fs.existsSync(this.logFile) ? fs.readFileSync(this.logFile, 'utf8') : '';
    }

    // What the log said since `mark` (an earlier length); waits for the pattern.
    logged(pattern, mark = 0) {
        return until(`${pattern} in the log`, () => pattern.exec(this.log().slice(mark)));
    }

    // Rows of a query, as staff ask: sqlite3 -readonly while the program runs.
    async sql(query) {
        const { stdout } = await run('sqlite3', ['-readonly', '-json', this.database, query], { maxBuffer: 1 << 26 });
        return stdout.trim() ? JSON.parse(stdout) : [];
    }

    async one(query) {
        const rows = await this.sql(query);
        return rows.length ? Object.values(rows[0])[0] : undefined;
    }

    helpctl(...args) {
        return run(path.join(this.programs, 'helpctl'), ['-c', this.conf, ...args]);
    }
}

// settings: options to set beside FREE; copy: folders ("templates", "www") to have copies of, to change; shipped: true
// leaves the shipped limits in force. sanitized: true takes the programs of build-asan/, where they are built. inherited:
// true has a starter open the socket.
export async function start({ settings = {}, copy = [], shipped = false, sanitized = false, inherited = false } = {}) {
    const dir = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'hc-'));
    const port = await freePort();
    const center = new Center(dir, port, sanitized && fs.existsSync(path.join(SANITIZED, 'helpcenter')) ? SANITIZED : build);
    const own = {};
    folders.add(dir);
    fs.chmodSync(dir, 0o755);
    for (const name of copy) {
        own[name] = path.join(dir, name);
        fs.cpSync(path.join(top, name), own[name], { recursive: true });
        center[name] = own[name];
    }
    await run(path.join(center.programs, 'helpctl'), ['init', '--dir', dir, '--base-url', center.base, '--data', top]);
    configure(center.conf, { ...(shipped ? {} : FREE), ...own, ...settings });
    prepareFront(front, dir, { port, socket: center.socket, www: own.www ?? path.join(top, 'www') });
    center.inherited = inherited;
    center.startProgram();
    center.startFront();
    await center.ready();
    return center;
}

// Holds the database's write lock in a process of its own; release() lets it go.
export async function lock(center) {
    const child = keep(spawn('sqlite3', [center.database], { stdio: ['pipe', 'pipe', 'inherit'] }));
    child.stdin.write("BEGIN IMMEDIATE;\nSELECT 'held';\n");
    await once(child.stdout, 'data');
    child.stdin.unref();
    child.stdout.unref();
    return async () => {
        child.ref();
        child.stdin.end('ROLLBACK;\n');
        await child.gone;
    };
}

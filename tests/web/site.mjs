// A help center of a test's own: the real programs behind the real nginx, as ./bootstrap run starts them, in a new folder.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const build = process.env.BUILD ?? join(top, 'build');
const START_MS = 60000;

const freePort = () => new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => done(port));
    });
});

// Puts settings into the file: { form_min_seconds: 0 }.
const settle = (conf, settings) => {
    let text = readFileSync(conf, 'utf8');
    for (const [name, value] of Object.entries(settings)) {
        const row = new RegExp(`^${name} = .*$`, 'm');
        if (!row.test(text)) throw new Error(`there is no setting ${name}`);
        text = text.replace(row, () => `${name} = ${typeof value === 'string' ? JSON.stringify(value) : value}`);
    }
    writeFileSync(conf, text);
};

// Waits for what matches in what the process says; fails when it ends before, or takes too long.
const said = (child, pattern) => new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`no answer in ${START_MS} ms:\n${text}`)), START_MS);
    const hear = (chunk) => {
        text += chunk;
        if (!pattern.test(text)) return;
        clearTimeout(timer);
        done(text);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => {
        clearTimeout(timer);
        fail(new Error(`ended with ${code}:\n${text}`));
    });
});

// Starts one. Gives { url, port, dir, conf, sql(query), helpctl(...words), file(name), stop() }.
// Forms may be sent at once and without limits, unless settings say otherwise: a test is quicker than a person.
export const startSite = async (settings = {}) => {
    const dir = mkdtempSync(join(tmpdir(), 'hc-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const conf = join(dir, 'helpcenter.conf');
    execFileSync(join(build, 'helpctl'), ['init', '--dir', dir, '--base-url', url, '--data', top]);
    settle(conf, { form_min_seconds: 0, form_limit_network: 0, form_limit_address: 0, form_limit_total: 0, ...settings });
    const child = spawn(join(top, 'bootstrap'), ['run', '--port', `${port}`, '--var', dir], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((done) => { child.on('exit', done); });
    await said(child, /^The help center is at /m);
    return {
        url, port, dir, conf,
        sql: (query) => JSON.parse(execFileSync('sqlite3', ['-readonly', '-json', join(dir, 'helpcenter.db'), query], { encoding: 'utf8' }) || '[]'),
        helpctl: (...words) => execFileSync(join(build, 'helpctl'), ['-c', conf, ...words], { encoding: 'utf8' }),
        file: (name) => readFileSync(join(dir, name), 'utf8'),
        stop: async () => {
            child.kill('SIGTERM');
            const code = await ended;
            rmSync(dir, { recursive: true, force: true });
            return code;
        },
    };
};

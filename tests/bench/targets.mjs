// What is measured: each a web server and what stands behind it. They run all at once; only one has work at a time.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fill, FRONTS, prepareFront, top } from '../lib/front.mjs';
import { build, end, freePort, keep, until } from '../lib/instance.mjs';
import { Client } from '../lib/http.mjs';
import { HEADERS } from './load.mjs';

const here = path.join(top, 'tests/bench');
const PHP = fs.readdirSync('/usr/sbin').map((name) => `/usr/sbin/${name}`).find((name) => /php-fpm[0-9.]+$/.test(name));
// The pages that are measured.
export const PAGES = { 'help page': '/help/rewards.html', 'form page': '/newsletter' };
export const HELPCENTER = path.join(build, 'helpcenter');
export const FLOOR = path.join(build, 'tests/bench/floor');
const run = promisify(execFile);
const user = os.userInfo().username;
// set by the web server, which sets them again
const OF_THE_SERVER = ['server', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'accept-ranges'];

function start(dir, command, args) {
    const log = fs.openSync(path.join(dir, 'said.log'), 'a');
    const child = keep(spawn(command, args, { stdio: ['ignore', log, log] }));
    child.lastSignal = 'SIGTERM'; // web servers and PHP take their workers with them
    fs.closeSync(log);
    return child;
}

async function answers(target, dir) {
    await until(`an answer of ${target.name}`, async () => {
        const ended = target.processes.find((child) => child.exitCode !== null);
        if (ended) throw new Error(`${target.name}: a program ended: ${fs.readFileSync(`${dir}/said.log`)}`);
        const client = new Client(`http://127.0.0.1:${target.port}`, { keepAlive: false });
        return (await client.get(target.path).catch(() => null))?.status === 200;
    });
}

// A web server in a folder of its own, with the shipped configuration. www: what it has as assets; edit(text) may change
// nginx's part for the server block.
async function serve(server, dir, { socket, www = path.join(top, 'www'), edit = (text) => text }) {
    const port = await freePort();
    prepareFront(server, dir, { port, socket, www });
    if (server === FRONTS.nginx) {
        const file = path.join(dir, 'nginx-server.conf');
        fs.writeFileSync(file, edit(fs.readFileSync(file, 'utf8')));
    } else {
        fs.chmodSync(socket, 0o666); // started by root, Apache runs as a user of its own
    }
    return { port, child: start(dir, server.program, server.options(dir)) };
}
const nginx = (dir, how) => serve(FRONTS.nginx, dir, how);
const apache = (dir, how) => serve(FRONTS.apache, dir, how);

// The page of the help center as a program would print it: CGI headers and body.
export async function pageOf(center, address) {
    const { status, headers, text } = await center.client.get(address, HEADERS);
    if (status !== 200) throw new Error(`${address} was answered ${status}`);
    const own = Object.entries(headers).filter(([name]) => !OF_THE_SERVER.includes(name));
    return { headers: own, body: text, cgi: own.map(([name, value]) => `${name}: ${value}\r\n`).join('') + `\r\n${text}` };
}

// Bare libfcgi: tests/bench/floor.c, with as many workers as the help center's program has.
async function floor(dir, page) {
    const socket = path.join(dir, 'floor.sock');
    fs.writeFileSync(path.join(dir, 'answer'), page.cgi);
    const child = start(dir, FLOOR, [socket, String(2 * os.cpus().length), path.join(dir, 'answer')]);
    await until('the floor\'s socket', () => fs.existsSync(socket));
    return { socket, child };
}

// PHP-FPM: the page as a script that reads one row by PDO and prints it where the counter stands.
async function php(dir, page) {
    const socket = path.join(dir, 'php.sock');
    const [before, after] = page.body.split(/\d+(?= requests since)/);
    const headers = page.headers.map(([name, value]) => `header(${quoted(`${name}: ${value}`)});\n`).join('');
    fs.writeFileSync(path.join(dir, 'page.php'), `<?php\n${headers}$db = new PDO(${quoted(`sqlite:${dir}/row.db`)});\n`
        + `$row = $db->query('SELECT n FROM counter WHERE id = 1')->fetch();\n?>\n${before}<?= $row['n'] ?>${after}`);
    await run('sqlite3', [path.join(dir, 'row.db'), 'CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL);'
        + 'INSERT INTO counter VALUES (1, 1234567)']);
    fill(path.join(here, 'php-fpm.conf.in'), path.join(dir, 'php-fpm.conf'), { DIR: dir, SOCKET: socket, USER: user });
    const child = start(dir, PHP, ['-F', '-R', '-y', path.join(dir, 'php-fpm.conf')]);
    await until('PHP\'s socket', () => fs.existsSync(socket));
    return { socket, child };
}
const quoted = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const scripted = (dir) => (text) => text.replace('fastcgi_keep_conn on;', // a kept connection would bind one of its workers
    `fastcgi_keep_conn off; fastcgi_param SCRIPT_FILENAME "${dir}/page.php";`);

export const FLOOR_NAME = 'bare libfcgi';
// What can answer a page, by name; each gives the processes under measure, web server first. what: {center, page, dir}
const KINDS = {
    'nginx + helpcenter': async ({ center }) => ({ port: center.port, processes: [center.front, center.program] }),
    [`nginx + ${FLOOR_NAME}`]: async ({ dir, page }) => {
        const { socket, child } = await floor(dir, page);
        const front = await nginx(dir, { socket });
        return { port: front.port, processes: [front.child, child] };
    },
    [`${FLOOR_NAME}, nginx without log and limits`]: async ({ dir, page }) => {
        const { socket, child } = await floor(dir, page);
        const front = await nginx(dir, { socket, edit: (text) => `${text.replace(/^(access_log|limit_).*$/gm, '')}access_log off;` });
        return { port: front.port, processes: [front.child, child] };
    },
    'nginx, static file': async ({ dir, page }) => {
        fs.writeFileSync(path.join(dir, 'page'), page.body);
        const front = await nginx(dir, { socket: 'unused', www: dir });
        return { port: front.port, processes: [front.child], path: '/static/page' };
    },
    'nginx + PHP-FPM, one row': async ({ dir, page }) => {
        const { socket, child } = await php(dir, page);
        const front = await nginx(dir, { socket, edit: scripted(dir) });
        return { port: front.port, processes: [front.child, child] };
    },
    'Apache + helpcenter': async ({ dir, center }) => {
        const front = await apache(dir, { socket: center.socket });
        return { port: front.port, processes: [front.child, center.program] };
    },
    [`Apache + ${FLOOR_NAME}`]: async ({ dir, page }) => {
        const { socket, child } = await floor(dir, page);
        const front = await apache(dir, { socket });
        return { port: front.port, processes: [front.child, child] };
    },
};

// Starts them for one page: [{name, port, processes, path}], in the order of the table; those whose name holds `only`.
export async function targets(center, address, only) {
    const page = await pageOf(center, address);
    const all = [];
    for (const [name, make] of Object.entries(KINDS)) {
        if (!name.includes(only) && !name.endsWith(FLOOR_NAME)) continue;
        const dir = path.join(center.dir, `bench${serial++}`);
        fs.mkdirSync(dir);
        const target = { name, path: address, ...await make({ center, page, dir }) };
        await answers(target, dir);
        all.push(target);
    }
    return all;
}
let serial = 0;

// Ends what targets() started.
export async function stop(all) {
    for (const child of new Set(all.flatMap((target) => target.processes))) await end(child, 'SIGTERM');
}

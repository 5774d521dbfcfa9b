// The web servers that the program stands behind, each with the shipped configuration. FRONT names the one that a run of
// the tests uses: nginx, the default, or apache.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const root = process.getuid() === 0;
const installed = (name) => ['/usr/sbin', '/usr/local/sbin', '/usr/bin'].map((dir) => path.join(dir, name)).find((p) => fs.existsSync(p)) ?? name;

// program, options(dir): how it is started in the foreground. parts: of its configuration, cgi/conf/PART.conf.in.
// server: what it calls itself. differs: what this server alone does, by the name that the tests have for it.
export const FRONTS = {
    nginx: {
        name: 'nginx', server: 'nginx', program: installed('nginx'), parts: ['nginx-http', 'nginx-server', 'nginx-run'],
        options: (dir) => ['-p', dir, '-e', path.join(dir, 'front-error.log'), '-c', path.join(dir, 'nginx-run.conf')],
        folders: ['nginx-temp'],
        differs: {
            // calls the program a gateway whatever its state is
            'the program is away': 502,
        },
    },
    apache: {
        name: 'Apache', server: 'Apache', program: installed('apache2'), parts: ['apache-http', 'apache-server', 'apache-run'],
        options: (dir) => ['-d', dir, '-f', path.join(dir, 'apache-run.conf'), '-DFOREGROUND'],
        folders: [],
        user: 'www-data', // where root starts it: Apache doesn't serve as root
        differs: {
            // decodes no slash in the name of a file, and so finds none
            'a path out of the assets': 404,
            // has no limit for a chunked body on its way to a program, and so takes none
            'a chunked form': 411,
            'a chunked body past 64 KiB': 411,
        },
    },
};

export const front = FRONTS[process.env.FRONT ?? 'nginx'];
if (!front) throw new Error(`FRONT is ${Object.keys(FRONTS).join(' or ')}, not ${process.env.FRONT}`);

// The status with which this web server answers what the tests name so.
export const expected = (what, status) => front.differs[what] ?? status;

// Copies SOURCE with each @NAME@ replaced, as bootstrap does in the same files.
export function fill(source, target, values) {
    const text = fs.readFileSync(source, 'utf8').replace(/@([A-Z_]+)@/g, (all, name) => values[name] ?? all);
    fs.writeFileSync(target, text);
}

// A web server with a user of its own reads its copy of www, and opens the program's socket by its group, which the
// socket takes from the folder.
function admit(user, dir, www) {
    const own = path.join(dir, 'www');
    if (www !== own) fs.cpSync(www, own, { recursive: true });
    fs.chownSync(dir, 0, Number(execFileSync('id', ['-g', user])));
    fs.chmodSync(dir, 0o2755);
    return own;
}

// Writes the configuration of a web server (one of FRONTS) into dir.
export function prepareFront(server, dir, { port, socket, www }) {
    for (const name of server.folders) fs.mkdirSync(path.join(dir, name), { recursive: true });
    const places = {
        DIR: dir, PORT: port, USER: root ? 'user root;' : '', SOCKET: socket,
        WWW: root && server.user ? admit(server.user, dir, www) : www,
        ACCESS_LOG: path.join(dir, 'access.log'), ERROR_LOG: path.join(dir, 'front-error.log'),
    };
    for (const part of server.parts) fill(path.join(top, `cgi/conf/${part}.conf.in`), path.join(dir, `${part}.conf`), places);
}

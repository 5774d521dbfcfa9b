// A help center without its web program: settings, key, database and outbox, and mailout to work on them.
//   const room = await mailroom({ settings: sink.settings() });
//   await room.letters(100); const { code } = await room.mailout('--once');
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, configure, end, folders, keep, top } from './instance.mjs';

const run = promisify(execFile);

class Mailroom {
    constructor(dir) {
        Object.assign(this, { dir, conf: path.join(dir, 'helpcenter.conf'), database: path.join(dir, 'helpcenter.db'),
            mails: path.join(dir, 'mail'), logFile: path.join(dir, 'mailout.log'), env: { ...process.env }, programs: [] });
    }

    set(settings) {
        configure(this.conf, settings);
    }

    // Puts n letters in the outbox, each for a member of its own: reader1@example.com and so on.
    async letters(n, { first = 1, letter = 'already' } = {}) {
        await this.write(`BEGIN;
            WITH RECURSIVE number (n) AS (SELECT ${first} UNION ALL SELECT n + 1 FROM number WHERE n < ${first + n - 1})
            INSERT INTO person (id, email, email_typed, created_at, updated_at)
            SELECT n, 'reader' || n || '@example.com', 'Reader' || n || '@Example.com', unixepoch(), unixepoch() FROM number;
            INSERT INTO subscription (person_id, list, state, since, source, created_at)
            SELECT id, 'newsletter', 'active', unixepoch(), 'test', unixepoch() FROM person WHERE id >= ${first};
            INSERT INTO outbox (random, key_id, letter, person_id, lists, created_at, due_at)
            SELECT randomblob(16), 1, '${letter}', id, 'newsletter', unixepoch(), unixepoch() FROM person WHERE id >= ${first};
            COMMIT;`);
    }

    // Runs mailout to its end: its exit status and what it said.
    async mailout(...args) {
        const { code = 0, stderr } = await run(path.join(build, 'mailout'), ['-c', this.conf, ...args], { env: this.env })
            .catch((error) => error);
        return { code, said: stderr };
    }

    // Starts mailout as a service.
    serve() {
        const log = fs.openSync(this.logFile, 'a');
        const child = keep(spawn(path.join(build, 'mailout'), ['-c', this.conf], { env: this.env, stdio: ['ignore', 'ignore', log] }));
        fs.closeSync(log);
        this.programs.push(child);
        return child;
    }

    log() {
        return fs.existsSync(this.logFile) ? fs.readFileSync(this.logFile, 'utf8') : '';
    }

    helpctl(...args) {
        return run(path.join(build, 'helpctl'), ['-c', this.conf, ...args], { env: this.env });
    }

    async sql(query) {
        const { stdout } = await run('sqlite3', ['-readonly', '-json', '-cmd', '.timeout 5000', this.database, query], { maxBuffer: 1 << 26 });
        return stdout.trim() ? JSON.parse(stdout) : [];
    }

    async one(query) {
        const [row] = await this.sql(query);
        return row && Object.values(row)[0];
    }

    write(query) {
        return run('sqlite3', ['-cmd', '.timeout 5000', this.database, query]);
    }

    // How many letters are in each state: { sent: 3, queued: 1 }.
    async states() {
        const rows = await this.sql('SELECT state, count(*) AS n FROM outbox GROUP BY state');
        return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
    }

    async close() {
        for (const child of this.programs) await end(child, 'SIGTERM');
        fs.rmSync(this.dir, { recursive: true, force: true });
        folders.delete(this.dir);
    }
}

export async function mailroom({ settings = {} } = {}) {
    const room = new Mailroom(fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'hc-')));
    folders.add(room.dir);
    execFileSync(path.join(build, 'helpctl'), ['init', '--dir', room.dir, '--base-url', 'http://127.0.0.1:8080', '--data', top]);
    room.set({ smtp_timeout: 10, ...settings });
    return room;
}

// What the database says: of one address by the views that staff query, and of everybody by all tables.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

// { newsletter: 'active', ... }
export const states = async (center, mail) =>
    Object.fromEntries((await center.sql(`SELECT list, state FROM v_subscribers WHERE email = '${mail}'`)).map((r) => [r.list, r.state]));

// The ledger of an address, oldest first.
export const story = (center, mail) => center.sql(`SELECT e.kind AS event, coalesce(e.list, 'all') AS list, e.channel, e.page
    FROM consent_event e JOIN person p ON p.id = e.person_id WHERE p.email = '${mail}' ORDER BY e.id`);

export const optouts = (center, mail) => center.sql(`SELECT list, channel FROM v_optouts WHERE email = '${mail}' ORDER BY list`);

// Writes as no program of ours does: sets rows back in time.
export const change = (center, sql) => execFileSync('sqlite3', [center.database, `PRAGMA busy_timeout = 5000; ${sql}`]);

// What goes on by itself and is about nobody: tallies, and what follows them.
export const TALLIES = ['request_count', 'counter_slot', 'page_read', 'search_day'];
export const BY_ITSELF = [...TALLIES, 'seal', 'search_miss', 'not_found', 'setting'];

// All tables but those: a line for each, which differs once any row of it does.
export async function everything(center, but = BY_ITSELF) {
    const tables = (await center.sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).map((t) => t.name);
    const dump = {};
    for (const table of tables.filter((t) => !but.includes(t) && !t.startsWith('sqlite_'))) {
        const rows = execFileSync('sqlite3', ['-readonly', '-quote', center.database, `SELECT * FROM "${table}"`], { maxBuffer: 1 << 28 }).toString();
        dump[table] = `${rows.split('\n').length - 1} rows, ${createHash('sha256').update(rows).digest('hex')}`;
    }
    return dump;
}

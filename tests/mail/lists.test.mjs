// helpctl list, key, person and audit: taking in and off, CSV both ways, and what outlives a new key or an erasure.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { build, lock, sleep, until } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';

const HEADER = 'line,email,outcome,why';
let room;
before(async () => { room = await mailroom(); });
after(() => room.close());

// What a command says, however it ends.
async function helpctl(...words) {
    const { code = 0, stdout, stderr } = await room.helpctl(...words).catch((error) => error);
    return { code, out: stdout, said: stderr };
}
async function done(...words) {
    const answer = await helpctl(...words);
    assert.equal(answer.code, 0, answer.said);
    return answer.out;
}
const file = (name, ...lines) => {
    const at = path.join(room.dir, name);
    fs.writeFileSync(at, lines.join('\r\n') + '\r\n');
    return at;
};
const csv = (text) => text.trim().split('\r\n');
const rows = (table, where = '1') => room.one(`SELECT count(*) FROM ${table} WHERE ${where}`);
const state = (email, list = 'newsletter') => room.one(`SELECT state FROM v_subscribers WHERE email = '${email}' AND list = '${list}'`);
const reference = (text) => /reference ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(text)[1];

test('a wrong call ends with status 2 and tells the right one; a wrong value with status 1', async () => {
    const good = file('good.csv', 'email', 'a@example.com');
    const calls = [['list'], ['list', 'none'], ['list', 'show'], ['list', 'show', 'a@example.com', 'x'], ['list', 'add', 'newsletter', 'a@example.com'],
        ['list', 'add', 'none', 'a@example.com', '--reason', 'x'], ['list', 'add', 'all', 'a@example.com', '--reason', 'x'],
        ['list', 'add', 'club', 'a@example.com', '--reason', 'x', '--channel', 'import'], ['list', 'optout'], ['list', 'optout', 'a@example.com', '--list', 'x'],
        ['list', 'import', 'club'], ['list', 'import', 'none', good], ['list', 'import', 'club', good, '--none'], ['list', 'export'],
        ['list', 'export', 'club', '--state', 'none'], ['list', 'counts', 'x'], ['person'], ['person', 'erase'], ['audit'], ['audit', 'verify', '--head', 'abc'],
        ['key'], ['key', 'list', 'x'], ['key', 'rotate', '--yes']];
    for (const words of calls) {
        const answer = await helpctl(...words);
        assert.equal(answer.code, 2, words.join(' '));
        assert.match(answer.said, /^usage: helpctl .*/m);
    }
    const values = [['list', 'show', 'nobody'], ['list', 'optout', '@'], ['list', 'add', 'club', 'a@example.com', '--reason', 'x'.repeat(501)],
        ['list', 'add', 'club', 'a@example.com', '--reason', 'x\ny'], ['list', 'import', 'club', good], ['list', 'import', 'club', path.join(room.dir, 'none.csv')],
        ['list', 'import', 'club', good, '--source', 'x'.repeat(121)], ['list', 'import', 'club', good, '--source', 'x', '--report', '/nowhere/report.csv'],
        ['person', 'erase', 'nobody@example.com', '--yes']];
    for (const words of values) {
        const answer = await helpctl(...words);
        assert.equal(answer.code, 1, words.join(' '));
        assert.match(answer.said, /^helpctl: /);
    }
    assert.equal(await rows('person'), 0);
});

test('staff take somebody in: pending, with a letter that asks them, and a trail that says why', async () => {
    const said = await done('list', 'add', 'newsletter', 'Ada@Example.com', '--reason', 'asked at the counter', '--name', 'Ada', '--channel', 'phone');
    assert.equal(await state('ada@example.com'), 'pending');
    assert.deepEqual(await room.sql('SELECT letter, lists FROM outbox'), [{ letter: 'confirm', lists: 'newsletter' }]);
    assert.deepEqual(await room.sql("SELECT event, channel, reference FROM v_consent WHERE email = 'ada@example.com'"),
        [{ event: 'join', channel: 'phone', reference: reference(said) }]);
    assert.match(await room.one("SELECT details FROM v_audit WHERE action = 'list.add'"), /reason=asked at the counter/);
    const again = await done('list', 'add', 'newsletter', 'ada@example.com', '--reason', 'asked once more');
    assert.equal(reference(again), reference(said));
    assert.equal(await rows('outbox'), 1);
    assert.equal(await rows('audit', "action = 'list.add'"), 1);
});

test('staff take somebody off: at once, known or not, twice is harmless, and nobody comes back by staff or import', async () => {
    const members = file('members.csv', 'email,name,consent_source', 'bea@example.com,Bea,card', 'cyd@example.com,Cyd,card');
    await done('list', 'import', 'club', members);
    const said = await done('list', 'optout', 'Bea@example.com', '--channel', 'post', '--reason', 'wrote a letter');
    assert.equal(await state('bea@example.com', 'club'), 'opted_out');
    assert.deepEqual(await room.sql("SELECT list, channel FROM v_optouts WHERE email = 'bea@example.com'"), [{ list: 'all', channel: 'post' }]);
    assert.equal(await rows('outbox', "letter = 'left'"), 1);
    const events = await rows('consent_event');
    assert.equal(reference(await done('list', 'optout', 'bea@example.com')), reference(said));
    assert.equal(await rows('consent_event'), events);
    await done('list', 'optout', 'stranger@example.com', '--list', 'club');
    assert.equal(await rows('person', "email = 'stranger@example.com'"), 0);

    for (const address of ['bea@example.com', 'stranger@example.com']) {
        const refused = await helpctl('list', 'add', 'club', address, '--reason', 'x');
        assert.equal(refused.code, 1);
        assert.match(refused.said, /has opted out of club on \d{4}-\d\d-\d\d .*only they can come back, by the form at/);
    }
    await done('list', 'add', 'newsletter', 'stranger@example.com', '--reason', 'x'); // it was of the club alone
    const both = file('both.csv', 'email', 'bea@example.com', 'stranger@example.com', 'cyd@example.com');
    const answer = await helpctl('list', 'import', 'club', both, '--source', 'card');
    assert.equal(answer.code, 0, 'that people have opted out is no mistake');
    assert.match(answer.said, /club: 3 rows, 0 imported, 1 already, 2 suppressed, 0 bounced, 0 refused/);
    assert.equal(await state('bea@example.com', 'club'), 'opted_out');
});

test('list show tells how an address stands, of somebody unknown too', async () => {
    const bea = await done('list', 'show', 'BEA@example.com');
    assert.match(bea, /^club +opted_out +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}-\d\d-\d\d \d\d:\d\d +import card$/m);
    assert.match(bea, /^\d{4}-\d\d-\d\d \d\d:\d\d +leave +all +post +[0-9A-Z-]{9} /m);
    assert.match(bea, /^\d{4}-\d\d-\d\d \d\d:\d\d +import +club +import /m);
    await done('list', 'optout', 'unknown@example.com', '--list', 'bargains');
    const unknown = await done('list', 'show', 'unknown@example.com');
    assert.match(unknown, /belongs to nobody known/);
    assert.match(unknown, /^bargains +- +- +\d{4}-/m);
    assert.match(unknown, /leave +bargains +staff/);
    assert.match(await done('list', 'counts'), /^club +1 +0 +1 +0$/m);
});

const ODD = [
    'Notes,E-Mail,EMAIL,Name,consent_source,consent_at',
    'x,x,dan@example.com,"Dan, the ""man""",paper form,2024-05-03',
    'x,x,eve@example.com,,paper form,',
    'x,x,"unclosed@example.com,Fay,paper form,',
    'x,x,DAN@EXAMPLE.COM,Dan,paper form,',
    'x,x,not an address,Gus,paper form,',
    'x,x,hal@example.com,Hal,paper form,05/03/2024',
    'x,x,ivy@example.com,Ivy,,',
    'x,x,bea@example.com,Bea,paper form,',
    "x,x,joe@example.com,'=Joe,\"two\r\nlines\",",
    'x,x,kim@example.com',
    'x,x,lee@example.com,Caf\xe9,paper form,', // ISO 8859-1
];
const OUTCOMES = ['2,dan@example.com,imported,', '3,eve@example.com,imported,', '4,,refused,', '5,DAN@EXAMPLE.COM,already,',
    '6,"not an address",refused,', '7,hal@example.com,refused,', '8,ivy@example.com,refused,', '9,bea@example.com,suppressed,',
    '10,joe@example.com,imported,', '12,,refused,', '13,,refused,'];

test('an import says of each row what became of it; a dry run says the same, and writes nothing', async () => {
    const odd = path.join(room.dir, 'odd.csv'), report = path.join(room.dir, 'report.csv');
    fs.writeFileSync(odd, Buffer.from(ODD.join('\r\n'), 'latin1'));
    const mark = () => room.sql('SELECT (SELECT count(*) FROM audit) AS a, (SELECT count(*) FROM consent_event) AS e, (SELECT count(*) FROM person) AS p');
    const before = await mark();
    const dry = await helpctl('list', 'import', 'special-offers', odd, '--dry-run', '--report', report);
    const foretold = fs.readFileSync(report, 'utf8');
    assert.equal(dry.code, 1);
    assert.equal(dry.out, '');
    assert.match(dry.said, /columns that are not read: Notes, E-Mail\n/);
    assert.match(dry.said, /special-offers: 11 rows, 3 imported, 1 already, 1 suppressed, 0 bounced, 6 refused; .*nothing was written/);
    assert.deepEqual(await mark(), before);
    const answer = await helpctl('list', 'import', 'special-offers', odd, '--report', report);
    assert.equal(answer.code, 1);
    assert.equal(fs.readFileSync(report, 'utf8'), foretold);
    const told = csv(foretold);
    assert.equal(told.shift(), HEADER);
    assert.equal(told.length, OUTCOMES.length);
    told.forEach((line, i) => assert.ok(line.startsWith(OUTCOMES[i]), line));
    assert.deepEqual(await room.sql("SELECT email, name, state, source FROM v_subscribers WHERE list = 'special-offers' AND email <> 'bea@example.com' ORDER BY email"), [
        { email: 'dan@example.com', name: 'Dan, the "man"', state: 'active', source: 'import paper form' },
        { email: 'eve@example.com', name: null, state: 'active', source: 'import paper form' },
        { email: 'joe@example.com', name: '=Joe', state: 'active', source: 'import two lines' },
    ]);
    assert.equal(await rows('outbox', "letter IN ('confirm', 'welcome') AND lists = 'special-offers'"), 0);
    const again = await helpctl('list', 'import', 'special-offers', odd);
    assert.match(again.said, /0 imported, 4 already, 1 suppressed/);
    assert.equal(csv(again.out).length, 11, 'without --report, what was not imported');
});

test('what is no list of addresses is refused as a whole', async () => {
    const wrong = [['', /empty/], ['name\r\nAda', /email among them/], ['email;name\r\na@example.com;Ada', /commas/], ['email,email\r\n', /twice/],
        [Buffer.from('email\r\na@example.com', 'utf16le'), /first row/], ['email\r\na@example.com\r\n', /nothing says how these people agreed/]];
    for (const [text, why] of wrong) {
        fs.writeFileSync(path.join(room.dir, 'wrong.csv'), text);
        const answer = await helpctl('list', 'import', 'club', path.join(room.dir, 'wrong.csv'));
        assert.equal(answer.code, 1);
        assert.match(answer.said, why);
    }
});

test('an export goes into another help center as it is, without formulas, and brings nobody back', async () => {
    const out = await done('list', 'export', 'special-offers');
    assert.match(out, /^email,name,list,state,since,consent_source,consent_at\r\n/);
    assert.match(out, /\r\njoe@example\.com,"'=Joe",special-offers,active,/);
    assert.doesNotMatch(out, /bea@/);
    const trail = "SELECT detail, details FROM v_audit WHERE action = 'list.export' ORDER BY id DESC LIMIT 1";
    assert.deepEqual(await room.sql(trail), [{ detail: 'special-offers', details: 'state=active' }]);
    await done('list', 'optout', 'eve@example.com');
    const other = await mailroom();
    const all = path.join(room.dir, 'all.csv');
    fs.writeFileSync(all, await done('list', 'export', 'special-offers', '--state', 'any'));
    const answer = await other.helpctl('list', 'import', 'club', all).catch((error) => error);
    assert.match(answer.stderr, /2 imported, .* 1 refused/);
    assert.match(answer.stdout, /eve@example\.com,refused,"its state is not active"/);
    assert.deepEqual(await other.sql('SELECT email, name FROM v_subscribers ORDER BY email'),
        [{ email: 'dan@example.com', name: 'Dan, the "man"' }, { email: 'joe@example.com', name: '=Joe' }]);
    await other.close();
});

// A list of n people, on disk.
function many(name, n) {
    const at = path.join(room.dir, name), out = fs.openSync(at, 'w');
    fs.writeSync(out, 'email,consent_source\n');
    for (let i = 0; i < n; i++) fs.writeSync(out, `${name}${i}@example.com,card\n`);
    fs.closeSync(out);
    return at;
}

test('Ctrl-C ends an import between two transactions, and running it again goes on', async () => {
    const people = many('stop', 20_000), child = spawn(path.join(build, 'helpctl'), ['-c', room.conf, 'list', 'import', 'club', people]);
    let said = '';
    child.stderr.on('data', (part) => { said += part; });
    await until('the first rows', () => rows('subscription', "source = 'import card' AND person_id IN (SELECT id FROM person WHERE email LIKE 'stop%')"));
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    const behind = Number(/stopped behind (\d+) rows/.exec(said)[1]);
    assert.equal(await rows('person', "email LIKE 'stop%'"), behind, 'what it says is what was done');
    assert.ok(behind > 0 && behind < 20_000, said);
    const rest = await helpctl('list', 'import', 'club', people);
    assert.match(rest.said, new RegExp(`${20_000 - behind} imported, ${behind} already`));
});

test('an import waits while the database is locked, and others get their turn while it runs', async () => {
    const people = many('turn', 5_000), release = await lock(room);
    const child = spawn(path.join(build, 'helpctl'), ['-c', room.conf, 'list', 'import', 'club', people]), closed = once(child, 'close');
    let said = '', slowest = 0, turns = 0;
    child.stderr.on('data', (part) => { said += part; });
    await until('it to wait', () => /busy; waiting/.test(said));
    await release();
    while (child.exitCode === null) {
        const begin = performance.now();
        await room.write("INSERT INTO setting (name, value) VALUES ('turn', 'x') ON CONFLICT (name) DO UPDATE SET value = value || 'x'");
        slowest = Math.max(slowest, performance.now() - begin);
        turns++;
        await sleep(10);
    }
    assert.equal((await closed)[0], 0, said);
    assert.equal(await rows('person', "email LIKE 'turn%'"), 5_000);
    assert.ok(turns > 3 && slowest < 1000, `${turns} turns, the slowest in ${slowest} ms`);
});

test('after a new key, old opt-outs hold for staff and import, and the key list tells what needs which', async () => {
    const before = fs.readFileSync(path.join(room.dir, 'helpcenter.key'), 'utf8');
    const mode = fs.statSync(path.join(room.dir, 'helpcenter.key')).mode;
    const said = await done('key', 'rotate');
    assert.match(said, /key 2 is the newest now/);
    assert.match(said, /take it up within a second/);
    assert.ok(fs.readFileSync(path.join(room.dir, 'helpcenter.key'), 'utf8').startsWith(before));
    assert.equal(fs.statSync(path.join(room.dir, 'helpcenter.key')).mode, mode);
    assert.equal(await rows('audit', "action = 'key.rotate'"), 1);
    for (const address of ['bea@example.com', 'unknown@example.com']) {
        assert.equal((await helpctl('list', 'add', 'bargains', address, '--reason', 'x')).code, 1, address);
    }
    const both = file('both.csv', 'email', 'bea@example.com', 'unknown@example.com');
    assert.match((await helpctl('list', 'import', 'bargains', both, '--source', 'card')).said, /2 suppressed/);
    assert.match(await done('list', 'show', 'unknown@example.com'), /leave +bargains +staff/);
    await done('list', 'optout', 'later@example.com');
    assert.match(await done('key', 'list'), /^ +2 +newest +1 +1 +0\n +1 +kept +\d/m);
    fs.writeFileSync(path.join(room.dir, 'helpcenter.key'), before); // a wrong backup
    const missing = await helpctl('key', 'list');
    assert.equal(missing.code, 1);
    assert.match(missing.out, /^ +2 +missing +1 +1 +0$/m);
    assert.match(missing.said, /a key is missing/);
});

test('a person is erased only with --yes; the opt-out holds for import after it', async () => {
    await done('list', 'import', 'club', file('gone.csv', 'email,name,consent_source', 'gone@example.com,Gone,card'));
    await done('list', 'optout', 'gone@example.com');
    const asked = await helpctl('person', 'erase', 'gone@example.com');
    assert.equal(asked.code, 1);
    assert.match(asked.out, /^subscriptions +1 +removed$/m);
    assert.match(asked.said, /--yes/);
    assert.equal(await rows('person', "email = 'gone@example.com'"), 1);
    const erased = await done('person', 'erase', 'Gone@example.com', '--yes');
    assert.match(erased, /is erased; the address is opted out of every list, and stays so/);
    assert.equal(await rows('person', "email = 'gone@example.com'"), 0);
    const answer = await helpctl('list', 'import', 'club', file('gone.csv', 'email,consent_source', 'gone@example.com,card'));
    assert.match(answer.said, /1 suppressed/);
    assert.equal((await helpctl('list', 'add', 'club', 'gone@example.com', '--reason', 'x')).code, 1);
    assert.equal((await helpctl('person', 'erase', 'gone@example.com', '--yes')).code, 1);
});

test('whoever is erased while on a list is not brought back by the next import, nor written to', async () => {
    const card = file('kept.csv', 'email,name,consent_source', 'kept@example.com,Kept,card');
    await done('list', 'import', 'club', card);
    const letters = await rows('outbox', "state = 'queued'");
    await done('person', 'erase', 'kept@example.com', '--yes');
    assert.match((await helpctl('list', 'import', 'club', card)).said, /1 suppressed/);
    assert.equal(await rows('person', "email = 'kept@example.com'"), 0);
    assert.equal(await rows('outbox', "state = 'queued'"), letters);
    assert.equal(await rows('audit_value', "value IN ('kept@example.com', 'Kept')"), 0);
});

test('audit verify proves the ledgers, and finds what was changed behind their back', async () => {
    const good = await done('audit', 'verify');
    assert.match(good, /^It proves\.$/m);
    assert.equal((await helpctl('audit', 'verify', '--head', 'ab'.repeat(32))).code, 1);
});

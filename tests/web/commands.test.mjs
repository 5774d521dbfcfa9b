// The commands: ./bootstrap run as people start and stop it, and helpctl with what it answers and refuses.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { top, until } from '../lib/instance.mjs';
import { Client } from '../lib/http.mjs';

const build = path.resolve(process.env.BUILD ?? path.join(top, 'build'));
const scratch = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'hc-'));
const dir = path.join(scratch, 'first');
const conf = path.join(dir, 'helpcenter.conf');
after(() => fs.rmSync(scratch, { recursive: true, force: true }));

const helpctl = (...words) => spawnSync(path.join(build, 'helpctl'), words, { encoding: 'utf8' });
const init = (...words) => helpctl('init', '--data', top, ...words);
const lines = (text) => text.trim().split('\n');

const freePort = async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((done) => server.on('listening', done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
};
const bootstrap = (port, folder) => {
    const child = spawn(path.join(top, 'bootstrap'), ['run', '--port', `${port}`, '--var', folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.said = '';
    child.stdout.on('data', (part) => { child.said += part; });
    child.stderr.on('data', (part) => { child.said += part; });
    child.ended = new Promise((done) => child.on('close', (code) => { child.code = code; done(code); }));
    return child;
};

before(() => {
    const made = init('--dir', dir, '--base-url', 'http://127.0.0.1:1');
    assert.equal(made.status, 0, made.stderr);
});

test('helpctl init makes all that is needed, and keeps what is there', () => {
    for (const name of ['helpcenter.conf', 'helpcenter.key', 'helpcenter.db', 'mail']) assert.ok(fs.existsSync(path.join(dir, name)), name);
    assert.equal(fs.statSync(dir).mode & 0o777, 0o750);
    assert.equal(fs.statSync(path.join(dir, 'helpcenter.key')).mode & 0o777, 0o600);
    assert.equal(fs.statSync(path.join(dir, 'helpcenter.db')).mode & 0o777, 0o640);
    const before = ['helpcenter.conf', 'helpcenter.key'].map((name) => fs.readFileSync(path.join(dir, name), 'utf8'));
    const again = init('--dir', dir, '--base-url', 'https://other.example.com');
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(['helpcenter.conf', 'helpcenter.key'].map((name) => fs.readFileSync(path.join(dir, name), 'utf8')), before);
    assert.doesNotMatch(again.stdout, /made/);
});

test('helpctl init with a wrong value leaves no settings that the next run would keep', () => {
    const folder = path.join(scratch, 'wrong');
    const wrong = init('--dir', folder, '--base-url', 'help.example.com');
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /base_url must be/);
    const right = init('--dir', folder, '--base-url', 'https://help.example.com');
    assert.equal(right.status, 0, right.stderr);
});

test('helpctl tells a wrong call with status 2, and how it is called', () => {
    const wrong = [[], ['none'], ['init', '--nothing'], ['init', '--dir'], ['init', 'x'], ['check', 'x'], ['policy'], ['policy', 'none'],
        ['policy', 'publish'], ['policy', 'publish', 'a', '--all'], ['policy', 'list', 'x'], ['sql', '--csv', '--json'], ['sql', 'a', 'b'], ['-c']];
    for (const words of wrong) {
        const answer = helpctl(...words);
        assert.equal(answer.status, 2, words.join(' '));
        assert.match(answer.stderr, /^usage: helpctl/m);
        assert.equal(answer.stdout, '');
    }
    assert.equal(helpctl('--help').status, 0);
    assert.match(helpctl('--version').stdout, /\d/);
});

test('helpctl check names file and line of each mistake', () => {
    assert.equal(helpctl('-c', conf, 'check').status, 0);
    const broken = path.join(scratch, 'broken.conf');
    fs.writeFileSync(broken, fs.readFileSync(conf, 'utf8').replace(/^base_url = .*$/m, 'base_url = "help.example.com/"\nnone = 1'));
    const answer = helpctl('-c', broken, 'check');
    assert.equal(answer.status, 1);
    assert.match(answer.stderr, /broken\.conf:\d+: /);
    const none = helpctl('-c', path.join(scratch, 'none.conf'), 'check');
    assert.equal(none.status, 1);
    assert.match(none.stderr, /none\.conf/);
});

test('helpctl policy lists, publishes an edited file as a new version, and shows what is in force', () => {
    const data = path.join(scratch, 'data');
    for (const name of ['templates', 'www']) fs.cpSync(path.join(top, name), path.join(data, name), { recursive: true });
    const own = path.join(scratch, 'own');
    assert.equal(helpctl('init', '--dir', own, '--data', data).status, 0);
    const of = (...words) => helpctl('-c', path.join(own, 'helpcenter.conf'), 'policy', ...words);
    const file = path.join(data, 'templates/help/privacy-policy.md');
    fs.appendFileSync(file, '\nAdded for a test.\n');
    assert.match(of('list').stdout, /privacy-policy\.html +1 .*edited since/);
    assert.doesNotMatch(of('show', 'privacy-policy').stdout, /Added for a test/);
    assert.match(of('publish', 'privacy-policy').stdout, /version 2 published/);
    assert.match(of('publish', '--all').stdout, /privacy-policy\.html version 2 is in force already/);
    const shown = of('show', '/help/privacy-policy.html').stdout;
    assert.match(shown, /\nAdded for a test\.\n$/);
    assert.doesNotMatch(shown, /\{\{/, 'the settings are put in');
    assert.match(of('list').stdout, /privacy-policy\.html +2 .*published/);
    assert.equal(of('publish', 'none').status, 1);
});

test('helpctl sql reads, in three forms, and can change nothing', () => {
    const sql = (...words) => helpctl('-c', conf, 'sql', ...words);
    assert.deepEqual(lines(sql('--csv', 'SELECT 1 AS a, 2 AS b').stdout.replaceAll('\r', '')), ['a,b', '1,2']);
    assert.deepEqual(JSON.parse(sql('--json', 'SELECT 1 AS a').stdout), [{ a: 1 }]);
    assert.match(sql('SELECT count(*) AS n FROM v_subscribers').stdout, /n/);
    for (const query of ['DELETE FROM person', 'CREATE TABLE t (a)', '.shell id', `ATTACH '${scratch}/x.db' AS x`, `.output ${scratch}/x`]) {
        assert.notEqual(sql(query).status, 0, query);
    }
    assert.ok(!fs.existsSync(path.join(scratch, 'x')) && !fs.existsSync(path.join(scratch, 'x.db')));
    const size = fs.statSync(path.join(dir, 'helpcenter.db')).size;
    sql(`.trace ${path.join(dir, 'helpcenter.db')}`); // the shell's safe mode lets this pass, and it would empty the file
    assert.equal(fs.statSync(path.join(dir, 'helpcenter.db')).size, size);
    assert.equal(sql('SELECT count(*) FROM person').status, 0);
});

test('the program checks itself, and refuses a wrong call', () => {
    const program = (...words) => spawnSync(path.join(build, 'helpcenter'), words, { encoding: 'utf8' });
    assert.equal(program('-c', conf, '--check').status, 0);
    assert.equal(program('-c', path.join(scratch, 'none.conf'), '--check').status, 1);
    assert.equal(program('--none').status, 2);
    assert.equal(program('--help').status, 0);
});

test('./bootstrap run answers, refuses a folder or a port in use in one line, and stops when told', async () => {
    const port = await freePort();
    const running = bootstrap(port, dir); // made for another port: it moves to this one
    await until('the help center', () => /The help center is at/.test(running.said) || (running.code !== undefined && assert.fail(running.said)),
        { seconds: 60 });
    const answer = await new Client(`http://127.0.0.1:${port}`).get('/help.html');
    assert.equal(answer.status, 200);
    assert.match(answer.text, new RegExp(`http://127\\.0\\.0\\.1:${port}/help\\.html`));
    for (const [other, folder, why] of [[await freePort(), dir, /is in use/], [port, path.join(scratch, 'second'), /port \d+ is in use/]]) {
        const refused = bootstrap(other, folder);
        assert.equal(await refused.ended, 1);
        assert.equal(lines(refused.said).length, 1, refused.said);
        assert.match(refused.said, why);
    }
    running.kill('SIGTERM');
    assert.equal(await running.ended, 0);
    assert.match(running.said, /stopped/);
    const free = net.createServer().listen(port, '127.0.0.1');
    await new Promise((done, fail) => { free.on('listening', done); free.on('error', fail); });
    free.close();
});

test('./bootstrap tells a wrong call with status 2, and a wrong value with status 1', () => {
    const call = (...words) => spawnSync(path.join(top, 'bootstrap'), words, { encoding: 'utf8' });
    for (const words of [['none'], ['run', '--none'], ['run', '--port'], ['check', 'x']]) assert.equal(call(...words).status, 2, words.join(' '));
    for (const words of [['run', '--port', '0'], ['run', '--port', '70000'], ['run', '--var', `${scratch}/${'x'.repeat(100)}`]]) {
        assert.equal(call(...words).status, 1, words.join(' '));
    }
});

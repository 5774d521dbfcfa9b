// New content while something else is wrong: it is shown once that has passed, and nobody is told again and again.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { lock, sleep, start, until } from '../lib/instance.mjs';

const SUMMARY = 'These words came while the database was locked.';

// Changes a file of the center's own templates as an editor does.
function edit(center, name, change) {
    const file = path.join(center.templates, name);
    fs.writeFileSync(file, change(fs.readFileSync(file, 'utf8')));
}
const count = (center, event) => center.log().split(`event=${event}`).length - 1;

test('words of a form that could not be kept, since the database was locked, are shown once it is free', async () => {
    const center = await start({ copy: ['templates'] });
    const release = await lock(center);
    edit(center, 'forms/newsletter.md', (text) => text.replace(/^summary: .*$/m, `summary: ${SUMMARY}`));
    await center.logged(/event=content_kept/);
    assert.ok(!(await center.client.get('/newsletter')).text.includes(SUMMARY));
    await release();
    await until('the new words', async () => (await center.client.get('/newsletter')).text.includes(SUMMARY));
    assert.equal(await center.one("SELECT count(*) FROM page_version WHERE page = '/newsletter' AND kind = 'wording'"), 2);
    await center.stop();
});

test('a policy published while a page is broken: the mistake is told once, and its mending shows the policy', async () => {
    const center = await start({ copy: ['templates'] });
    edit(center, 'help/terms-and-conditions.md', (text) => text.replace(/\s*$/, '\n\nA clause of **quuxite**.\n'));
    await center.logged(/event=content_loaded/);
    edit(center, 'layout/message.tpl', (text) => `${text}{{`);
    await center.logged(/event=content_kept/);
    await center.helpctl('policy', 'publish', 'terms-and-conditions');
    await sleep(4000);
    assert.ok(count(center, 'content_kept') <= 2, center.log());
    assert.ok(!(await center.client.get('/help/terms-and-conditions.html')).text.includes('quuxite'));
    edit(center, 'layout/message.tpl', (text) => text.slice(0, -2));
    await until('the policy', async () => (await center.client.get('/help/terms-and-conditions.html')).text.includes('quuxite'));
    await center.stop();
});

test('a stop is heard while reloads are asked for without end', async () => {
    const center = await start();
    const { program } = center;
    const storm = setInterval(() => program.kill('SIGHUP'), 1);
    try {
        await center.logged(/event=content_loaded[^]*event=content_loaded/);
        program.kill('SIGTERM');
        await until('the end', () => program.exitCode !== null, { seconds: 6 });
    } finally {
        clearInterval(storm);
    }
    assert.equal(program.exitCode, 0);
    await center.stop();
});

// What the web program does by itself each second: it seals the ledgers, lets sign-ups lapse, and gets over a locked database.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { formNamed, fresh, send } from '../lib/forms.mjs';
import { lock, sleep, start, until } from '../lib/instance.mjs';

const waiting = (center) => center.one(`SELECT (SELECT count(*) FROM audit) + (SELECT count(*) FROM consent_event)
    - (SELECT count(*) FROM seal)`);
// As time would, at once: the owner of the file may.
const age = (center, sql) => execFileSync('sqlite3', ['-cmd', '.timeout 5000', center.database, sql]);

test('the ledgers are sealed seconds after they were written; a sign-up that nobody confirms lapses, and is forgotten', async () => {
    const center = await start(), form = formNamed('newsletter'), mail = fresh('lapse');
    assert.equal((await send(center.client, form, form.good(mail))).status, 303);
    assert.ok(await waiting(center) > 0);
    await until('the seals', async () => await waiting(center) === 0);
    assert.deepEqual(await center.sql(form.view(mail)), form.rows(form.good(mail)));
    age(center, 'UPDATE subscription SET since = since - 8 * 86400 - 60');
    await until('the lapse', async () => (await center.sql(form.view(mail))).length === 0);
    assert.equal(await center.one("SELECT count(*) FROM v_consent WHERE event = 'lapse' AND channel = 'program'"), 1);
    assert.equal(await center.one(`SELECT count(*) FROM person WHERE email = '${mail}'`), 0);
    assert.equal(await center.one(`SELECT count(*) FROM audit_value WHERE value = '${mail}'`), 0);
    await until('the seals', async () => await waiting(center) === 0);
    await center.stop();
});

test('while another program holds the lock: told once when it begins, once when it is over', async () => {
    const center = await start();
    await sleep(1500);
    const mark = center.log().length, release = await lock(center);
    await center.logged(/upkeep_failed/, mark);
    await sleep(5000);
    await release();
    await center.logged(/upkeep_back/, mark);
    const said = center.log().slice(mark);
    assert.equal(said.match(/upkeep_failed/g).length, 1, said);
    assert.equal(said.match(/upkeep_back/g).length, 1, said);
    await center.stop();
});

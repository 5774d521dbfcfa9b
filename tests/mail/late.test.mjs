// Letters whose time comes late: after a new key, in a slow batch, or when the mail server is back after days.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { lock, sleep, until } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';
import { Sink } from '../lib/smtp.mjs';

let room, sink;
beforeEach(async () => {
    sink = await Sink.start();
    room = await mailroom({ settings: { ...sink.settings(), smtp_timeout: 5 } });
});
afterEach(async () => {
    await sink.stop();
    await room.close();
});

const readers = () => sink.mails.map(({ to }) => to[0]);

test('a letter made with a key that came during the pass goes out with it', async () => {
    await room.letters(40); // more than a batch
    sink.mood = async (step) => {
        if (step !== 'end') return;
        sink.mood = () => undefined;
        await room.helpctl('key', 'rotate');
        await room.write('UPDATE outbox SET key_id = 2 WHERE id = 40');
    };
    assert.equal((await room.mailout('--once')).code, 0);
    assert.deepEqual(await room.states(), { sent: 40 });
});

test('whoever leaves or is erased while a batch is under way gets nothing more', async () => {
    await room.letters(5);
    sink.mood = async (step) => {
        if (step !== 'end') return;
        sink.mood = () => undefined;
        await room.write(`UPDATE person SET email = NULL, email_typed = NULL, state = 'erased' WHERE id = 2;
            UPDATE subscription SET state = 'opted_out' WHERE person_id = 3;
            UPDATE person SET email = 'new@example.com', email_typed = 'new@example.com' WHERE id = 4;
            UPDATE outbox SET leased_by = 7 WHERE id = 5`);
    };
    const { code, said } = await room.mailout('--once');
    assert.equal(code, 0);
    assert.match(said, /lease_lost/);
    assert.deepEqual(readers(), ['Reader1@example.com', 'new@example.com']);
    assert.deepEqual(await room.states(), { sent: 2, dropped: 2, queued: 1 });
});

test('settings that are read anew while the database is locked make no letter go twice', async () => {
    await room.letters(1);
    let letGo;
    sink.mood = async (step) => {
        if (step !== 'end') return;
        letGo = await lock(room);
    };
    const program = room.serve();
    await until('the database to be missed', () => room.log().includes('outcome_waits'));
    program.kill('SIGHUP');
    await sleep(8000); // longer than the tries that a program makes which is told to end
    await letGo();
    await until('the letter', async () => (await room.states()).sent === 1);
    assert.equal(sink.mails.length, 1);
    assert.doesNotMatch(room.log(), /outbox_fails/);
});

test('one whose key is missing waits for it', async () => {
    await room.letters(2);
    await room.write('UPDATE outbox SET key_id = 2 WHERE id = 2');
    const { code, said } = await room.mailout('--once');
    assert.equal(code, 1);
    assert.match(said, /letter_not_made letter=already/);
    assert.deepEqual(await room.states(), { sent: 1, queued: 1 });
    await room.helpctl('key', 'rotate');
    await room.helpctl('mail', 'queue', '--retry');
    assert.equal((await room.mailout('--once')).code, 0);
    assert.deepEqual(await room.states(), { sent: 2 });
});

// Letters whose time comes late: after a new key, in a slow batch, or when the mail server is back after days.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
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

// mailout killed again and again, wherever it stands: every letter is accepted, at most one twice for a kill, and each with
// one Message-ID. KILLS=100 LETTERS=10000 is the whole of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { end, until } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';
import { Sink } from '../lib/smtp.mjs';

const KILLS = Number(process.env.KILLS ?? 20), LETTERS = Number(process.env.LETTERS ?? 1000);

test(`${KILLS} kills over ${LETTERS} letters`, { timeout: 880_000 }, async (t) => {
    const sink = await Sink.start();
    const room = await mailroom({ settings: sink.settings() });
    await room.letters(LETTERS);
    for (let kill = 1; kill <= KILLS; kill++) {
        const program = room.serve();
        const enough = Math.min(LETTERS * kill / (KILLS + 1), LETTERS - 1);
        await until(`letter ${enough}`, () => sink.mails.length >= enough, { every: 1, seconds: 60 });
        await end(program, 'SIGKILL');
        room.programs.pop();
    }
    const { code, said } = await room.mailout('--once');
    assert.equal(code, 0, said);
    const times = new Map();
    for (const { id, to } of sink.mails) times.set(id, [...(times.get(id) ?? []), to[0]]);
    const twice = [...times.values()].filter((all) => all.length > 1);
    t.diagnostic(`${sink.mails.length} accepted, ${twice.length} of them twice`);
    assert.equal(times.size, LETTERS, 'each letter has its Message-ID, and was accepted');
    assert.ok(sink.mails.length - LETTERS <= KILLS, `${sink.mails.length - LETTERS} too many`);
    for (const all of times.values()) assert.equal(new Set(all).size, 1, 'an id is of one reader');
    assert.deepEqual(await room.states(), { sent: LETTERS });
    assert.equal(await room.one('PRAGMA integrity_check'), 'ok');
    await room.close();
    await sink.stop();
});

// Letters a second that mailout hands to a server on this machine, the CPU of each, and whether its memory stays level.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { build, keep, sleep } from '../lib/instance.mjs';
import { mailroom } from '../lib/mailroom.mjs';

const LETTERS = 10_000, GOAL = 1000;
const MEMORY_KB = 1024; // how much more the end may hold than when half was sent, once SQLite's cache is full
const TICKS = 100; // of a second, in /proc/PID/stat

async function sink(...args) {
    const child = keep(spawn(path.join(build, 'tests/bench/sink'), args, { stdio: ['ignore', 'pipe', 'inherit'] }));
    const [port] = await once(child.stdout, 'data');
    child.stdout.unref();
    return { child, port: Number(port) };
}

// CPU seconds of a process, and what it holds in memory.
function look(pid) {
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) };
}

async function measure(title, settings) {
    const room = await mailroom({ settings });
    await room.letters(LETTERS);
    const begin = process.hrtime.bigint(), child = room.serve();
    let first, last = look(child.pid), left = LETTERS;
    while (left > 0) {
        await sleep(500);
        last = look(child.pid);
        left = await room.one("SELECT count(*) FROM outbox WHERE state = 'queued'");
        if (!first && left < LETTERS / 2) first = last;
    }
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9, rate = LETTERS / seconds, more = last.memory - first.memory;
    console.log(`${title.padEnd(34)} ${rate.toFixed(0).padStart(6)} letters/s  ${(last.cpu * 1e6 / LETTERS).toFixed(0).padStart(5)} µs CPU each  ` +
        `${last.memory} KB, ${more} KB more than at half time`);
    const states = await room.states();
    await room.close();
    return { rate, good: states.sent === LETTERS && more <= MEMORY_KB };
}

export async function mail() {
    const kept = await sink(), single = await sink('--single');
    const to = (port) => ({ smtp_host: '127.0.0.1', smtp_port: port, smtp_security: 'none' });
    const fast = await measure('one connection kept', to(kept.port));
    const slow = await measure('a connection for each letter', to(single.port));
    const files = await measure('as files', {});
    for (const { child } of [kept, single]) child.kill();
    if (fast.rate < GOAL) console.log(`the goal is ${GOAL} letters a second over a kept connection`);
    return fast.rate >= GOAL && fast.good && slow.good && files.good;
}

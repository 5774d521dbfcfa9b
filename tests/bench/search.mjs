// What a search costs: tests/bench/search.c does the work and judges it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { top } from '../lib/instance.mjs';

const PAGES = 10000, QUERIES = 2000;

export async function search() {
    const program = path.join(top, 'build/tests/bench/search');
    return spawnSync(program, [PAGES, QUERIES].map(String), { stdio: 'inherit' }).status === 0;
}

// The command line of tests/bench/run, which says what the parts are.
import { parseArgs } from 'node:util';
import { imports } from './import.mjs';
import { instructions } from './instructions.mjs';
import { mail } from './mail.mjs';
import { search } from './search.mjs';
import { leaks, level } from './soak.mjs';
import { speed } from './speed.mjs';

const PARTS = { speed, instructions, leaks, level, mail, import: imports, search };
const { values, positionals } = parseArgs({
    options: { seconds: { type: 'string', default: '3' }, rounds: { type: 'string', default: '7' }, only: { type: 'string', default: '' },
        profile: { type: 'string' } },
    allowPositionals: true,
});
const options = { ...values, seconds: Number(values.seconds), rounds: Number(values.rounds) };
const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
if (unknown || !(options.seconds >= 1 && options.rounds >= 1)) {
    console.error(`tests/bench/run: ${unknown ? `there is no part ${unknown}` : 'seconds and rounds are numbers from 1'}`);
    process.exit(2);
}
let good = true;
for (const name of positionals.length ? positionals : ['speed', 'instructions']) {
    console.log(`# ${name}`);
    good = (await PARTS[name](options)) && good;
}
process.exitCode = good ? 0 : 1;

// The sentences of templates/words/en, so that a test doesn't hold to the wording of today.
import fs from 'node:fs';
import path from 'node:path';
import { top } from './instance.mjs';

const folder = path.join(top, 'templates/words/en');
const table = new Map();
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.words'))) {
    for (const line of fs.readFileSync(path.join(folder, file), 'utf8').split('\n')) {
        const m = /^([a-z0-9_]+) = (.*)$/.exec(line);
        if (m) table.set(m[1], m[2].trim());
    }
}

// The sentence of an id, {name} put in from values.
export function words(id, values = {}) {
    if (!table.has(id)) throw new Error(`no words for ${id}`);
    return table.get(id).replace(/\{([a-z]+)\}/g, (all, name) => values[name] ?? all);
}

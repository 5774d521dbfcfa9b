// Reads the help center's own pages, which html-validate holds to be well formed: attributes stand in double quotes.
import assert from 'node:assert/strict';

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export function decode(text) {
    return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (all, name) => {
        if (name[0] !== '#') return NAMED[name] ?? all;
        return String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10));
    });
}

// Every start tag: {name, attributes, at, end}; at and end are offsets into html.
export function* tags(html) {
    const bare = html.replace(/<!--[^]*?-->/g, (c) => ' '.repeat(c.length));
    for (const m of bare.matchAll(/<([a-z][a-z0-9-]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*>/gi)) {
        const attributes = {};
        for (const a of m[2].matchAll(/([^\s=>"]+)(?:="([^"]*)")?/g)) attributes[a[1]] = decode(a[2] ?? '');
        yield { name: m[1].toLowerCase(), attributes, at: m.index, end: m.index + m[0].length };
    }
}

export const all = (html, name) => [...tags(html)].filter((t) => t.name === name);

// What stands between a start tag and its end tag, mark-up taken off.
export function textOf(html, tag) {
    const end = html.indexOf(`</${tag.name}>`, tag.end);
    return plain(html.slice(tag.end, end));
}
export const plain = (html) => decode(html.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ').trim();

export const links = (html) => all(html, 'a').map((t) => t.attributes.href).filter((h) => h !== undefined);
export const ids = (html) => [...tags(html)].map((t) => t.attributes.id).filter((i) => i !== undefined);

// The footer's line: {date, count, since}
export function footer(html) {
    const line = /<p class="line"><span>([^<]*)<\/span> <span>(\d+) requests since ([^<]*)<\/span><\/p>/.exec(html);
    return line && { date: line[1], count: Number(line[2]), since: line[3] };
}

// The form that posts: {action, fields: Map name -> {type, value, required, describedBy, invalid, options}}. The
// values are those that a browser would send.
export function postForm(html) {
    const start = all(html, 'form').find((t) => t.attributes.method === 'post');
    if (!start) return null;
    const end = html.indexOf('</form>', start.end);
    const fields = new Map();
    let list; // the select whose options come
    for (const t of tags(html.slice(start.end, end))) {
        const a = t.attributes;
        if (t.name === 'option') {
            list.options.push(a.value);
            if ('selected' in a) list.values.push(a.value);
        }
        if (!['input', 'textarea', 'select'].includes(t.name) || a.name === undefined) continue;
        const type = t.name === 'input' ? a.type : t.name;
        const field = fields.get(a.name) ?? {
            type, value: '', values: [], options: [], required: 'required' in a,
            describedBy: a['aria-describedby'] ?? '', invalid: 'aria-invalid' in a,
        };
        if (type === 'radio' || type === 'checkbox') {
            field.options.push(a.value);
            if ('checked' in a) field.values.push(a.value);
        } else if (type === 'select') {
            list = field;
        } else if (type === 'textarea') {
            const from = start.end + t.end;
            // HTML 13.1.2.5: one line break right after the tag is not part of the value
            field.value = decode(html.slice(from, html.indexOf('</textarea>', from)).replace(/^\n/, ''));
        } else {
            field.value = a.value ?? '';
        }
        fields.set(a.name, field);
    }
    return { action: start.attributes.action, fields };
}

// The error summary's lines: [{href, text}]
export function errors(html) {
    const box = all(html, 'div').find((t) => t.attributes.class === 'errors');
    if (!box) return [];
    const part = html.slice(box.end, html.indexOf('</div>', box.end));
    return all(part, 'a').map((t) => ({ href: t.attributes.href, text: textOf(part, t) }));
}

// Where the results of a search lead.
export function results(html) {
    const list = all(html, 'ol').find((t) => t.attributes.class === 'results');
    const part = list ? html.slice(list.end, html.indexOf('</ol>', list.end)) : '';
    return [...part.matchAll(/<h2>(.*?)<\/h2>/g)].flatMap(([, heading]) => links(heading));
}

// The notice above a form that came back for another reason than a field.
export function note(html) {
    const p = all(html, 'p').find((t) => t.attributes.class === 'note');
    return p ? textOf(html, p) : '';
}

// The reference on the page after a form.
export const reference = (html) => /<strong>([0-9A-Z]{4}-[0-9A-Z]{4})<\/strong>/.exec(html)?.[1];

export const title = (html) => textOf(html, all(html, 'title')[0]);

// The script of suggestions and data for machines are ours; no other is.
export const ownScript = ({ attributes: a }) => a.type === 'application/ld+json' || /^\/static\/suggest\.js\?v=[0-9a-f]+$/.test(a.src);

// Nothing on the page runs, whatever was put in; `put` itself does not stand there as mark-up.
export function assertDead(html, put) {
    if (/[<>"]/.test(put)) assert.ok(!html.includes(put), `stands there unescaped: ${put}`);
    for (const tag of tags(html)) {
        const { name, attributes: a } = tag;
        assert.ok(!['iframe', 'img', 'object', 'embed', 'base'].includes(name), `<${name}> of ${put}`);
        assert.ok(name !== 'script' || ownScript(tag), `a script of ${put}`);
        for (const [key, value] of Object.entries(a)) {
            assert.ok(!/^(on|srcdoc$|formaction$|style$)/.test(key), `${key} of ${put}`);
            if (/^(href|src|action)$/.test(key)) assert.doesNotMatch(value, /^\s*(javascript|data|vbscript):/i);
        }
    }
}

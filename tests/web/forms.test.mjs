// The forms, through a web server: what is right leads to rows and a reference, what is wrong to no row and a page that helps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { badInputs } from '../lib/bad.mjs';
import { formNamed, forms, fresh, open, pairsOf, rowCounts, send } from '../lib/forms.mjs';
import { assertDead, errors, footer, note, postForm, reference, tags, title } from '../lib/html.mjs';
import { encode } from '../lib/http.mjs';
import { start, until } from '../lib/instance.mjs';
import { forge } from '../lib/nonce.mjs';
import { words } from '../lib/words.mjs';
import { XSS } from '../lib/xss.mjs';

const center = await start();
after(() => center.stop());
const { client } = center;
const newsletter = formNamed('newsletter'), optOut = formNamed('opt-out');

// Follows the 303 after a form: the page's reference.
async function received(answer) {
    assert.equal(answer.status, 303, answer.text);
    assert.match(answer.headers.location, /^\/received\//);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const page = await client.get(answer.headers.location);
    assert.equal(page.status, 200);
    assert.equal(page.headers['cache-control'], 'no-store');
    const ref = reference(page.text);
    assert.ok(ref, 'the page shows a reference');
    return ref;
}
const submit = async (form, values) => received(await send(client, form, values));

// ---- what is right ---------------------------------------------------------------------------

for (const form of forms) {
    test(`${form.name}: its fields are those of the table`, async () => {
        const { fields, action } = postForm((await client.get(form.address)).text);
        assert.equal(action, form.address);
        assert.deepEqual([...fields.keys()], [...form.fields.map((f) => f.name), 'website', 'nonce']);
        for (const f of form.fields) {
            const shown = fields.get(f.name);
            assert.equal(shown.value, '', f.name);
            if (f.options) assert.deepEqual(shown.options, f.options);
            else assert.equal(shown.required, !!f.required, f.name);
        }
    });

    test(`${form.name}: what is right shows in its staff view while the program runs`, async () => {
        const mail = fresh(form.name);
        if (form.known) await submit(newsletter, newsletter.good(mail));
        const values = form.good(mail);
        const ref = await submit(form, values);
        assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
        assert.equal(await center.one(`SELECT count(*) FROM submission WHERE reference = '${ref}' AND form = '${form.name}'`), 1);
        assert.ok(await center.one(`SELECT count(*) FROM v_audit`) > 0);
    });

    test(`${form.name}: each field takes as many characters as it says`, async () => {
        const mail = fresh('long');
        const values = form.good(mail);
        const domain = ['y', 'z', 'w'].map((c) => c.repeat(62)).join('.');
        const fill = { email: (n) => `${'x'.repeat(n - 193)}@${domain}.com`, phone: (n) => '5'.repeat(n), zip: (n) => 'A'.repeat(n),
            number: (n) => '9'.repeat(n), link: (n) => `https://a.example/${'x'.repeat(n - 18)}` };
        for (const f of form.fields.filter((one) => !one.options)) values[f.name] = (fill[f.type] ?? ((n) => 'ü'.repeat(n)))(f.max);
        for (const f of form.fields.filter((one) => one.type === 'email')) assert.equal(values[f.name].length, 254);
        await submit(form, values);
    });

    test(`${form.name}: a POST without a word about its origin is taken, by its nonce`, async () => {
        await received(await send(client, form, form.good(fresh('origin'))));
    });
    test(`${form.name}: a POST that a browser calls its own is taken`, async () => {
        for (const headers of [{ 'Sec-Fetch-Site': 'same-origin', Origin: center.base }, { Origin: center.base }, { 'Sec-Fetch-Site': 'none' }]) {
            await received(await send(client, form, form.good(fresh('own')), headers));
        }
    });
}

test('an address is kept as typed and matched in lower case', async () => {
    const mail = fresh('case');
    await submit(newsletter, { name: ' Ada   Lovelace ', email: `  ${mail.toUpperCase()} ` });
    assert.deepEqual(await center.sql(newsletter.view(mail)), [{ list: 'newsletter', state: 'pending', name: 'Ada Lovelace' }]);
    assert.equal(await center.one(`SELECT email_typed FROM person WHERE email = '${mail}'`), mail.toUpperCase());
});

test('a sign-up records who, when, from where, with which words and which policy', async () => {
    const mail = fresh('ledger');
    const ref = await submit(newsletter, newsletter.good(mail));
    const rows = await center.sql(`SELECT * FROM v_consent WHERE email = '${mail}'`);
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.equal(row.reference, ref);
    assert.equal(row.event, 'join');
    assert.equal(row.page, '/newsletter');
    assert.equal(row.channel, 'web');
    assert.match(row.network, /^127\.0\.0\./);
    assert.match(row.words, /^\/newsletter version \d+$/);
    assert.match(row.words_hash, /^[0-9a-f]{64}$/);
    assert.match(row.policy, /^\/help\/privacy-policy\.html version 1$/);
    assert.match(row.at, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
});

test('texts that mean something to SQL, HTML or a shell are kept as they are', async () => {
    for (const name of ["Robert'); DROP TABLE person;--", '<b>Ada</b> & "Co"', '$(id) `id`', '{{SHOP_NAME}} [[label_name]] %s', 'a\u202eb']) {
        const mail = fresh('odd');
        await submit(newsletter, { name, email: mail });
        assert.equal((await center.sql(newsletter.view(mail)))[0].name, name);
    }
});

// ---- opt-out ---------------------------------------------------------------------------------

test('opt-out: a known and an unknown address get identical bytes', async () => {
    const known = fresh('known'), unknown = fresh('nobody').padEnd(known.length, 'x').slice(0, known.length);
    await submit(newsletter, newsletter.good(known));
    const seen = [];
    for (const mail of [known, unknown]) {
        const nonce = await open(client, optOut);
        const sent = await client.post('/opt-out', pairsOf(optOut, { email: mail, list: 'all' }, nonce));
        assert.equal(sent.status, 303);
        const page = await client.get(sent.headers.location);
        const ref = reference(page.text);
        const { count } = footer(page.text);
        const bare = (answer) => JSON.stringify([answer.status, { ...answer.headers, date: '' }, answer.text])
            .replaceAll(ref, 'REF').replace(/([?&]s=)[a-z2-7]{16}/g, '$1SEAL').replaceAll(`${count} requests`, 'N requests');
        seen.push([bare(sent), bare(page)]);
    }
    assert.deepEqual(seen[0], seen[1]);
});

test('opt-out: a known and an unknown address take the same time', async () => {
    const took = { known: [], unknown: [] };
    for (let i = 0; i < 25; i++) {
        const known = fresh('timed');
        await submit(newsletter, newsletter.good(known));
        for (const [kind, mail] of [['known', known], ['unknown', fresh('timed')]]) {
            const nonce = await open(client, optOut);
            const begin = process.hrtime.bigint();
            const answer = await client.post('/opt-out', pairsOf(optOut, { email: mail, list: 'all' }, nonce));
            took[kind].push(Number(process.hrtime.bigint() - begin) / 1e6);
            assert.equal(answer.status, 303);
        }
    }
    const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
    const difference = Math.abs(median(took.known) - median(took.unknown));
    assert.ok(difference < 5, `medians differ by ${difference.toFixed(2)} ms`);
});

const states = async (mail) =>
    Object.fromEntries((await center.sql(`SELECT list, state FROM v_subscribers WHERE email = '${mail}'`)).map((r) => [r.list, r.state]));
const optouts = async (mail) => (await center.sql(`SELECT list FROM v_optouts WHERE email = '${mail}' ORDER BY list`)).map((r) => r.list);

test('opt-out: of one list leaves the others', async () => {
    const mail = fresh('one'), club = formNamed('club');
    await submit(club, { name: 'Ada', email: mail, list: ['newsletter', 'bargains'] });
    await submit(optOut, { email: mail, list: 'newsletter' });
    assert.deepEqual(await states(mail), { club: 'pending', newsletter: 'opted_out', bargains: 'pending' });
    assert.deepEqual(await optouts(mail), ['newsletter']);
});

test('opt-out: of everything leaves no list', async () => {
    const mail = fresh('all'), club = formNamed('club');
    await submit(club, { name: 'Ada', email: mail, list: ['newsletter', 'bargains', 'special-offers'] });
    await submit(optOut, { email: mail.toUpperCase(), list: 'all' });
    const left = await states(mail);
    assert.deepEqual([...new Set(Object.values(left))], ['opted_out'], JSON.stringify(left));
    assert.ok((await optouts(mail)).includes('all'));
});

test('opt-out: of an unknown address is kept without the address', async () => {
    const mail = fresh('stranger');
    const before = await center.one('SELECT count(*) FROM v_optouts WHERE email IS NULL');
    await submit(optOut, { email: mail, list: 'club' });
    assert.equal(await center.one('SELECT count(*) FROM v_optouts WHERE email IS NULL'), before + 1);
    assert.equal(await center.one(`SELECT count(*) FROM person WHERE email = '${mail}'`), 0);
});

test('opt-out, sign-up, opt-out again within the day: the last one takes effect, from an old tab too', async () => {
    const mail = fresh('again');
    const leave = { email: mail, list: 'newsletter' };
    await submit(newsletter, newsletter.good(mail));
    const tab = await open(client, optOut);
    await received(await client.post('/opt-out', pairsOf(optOut, leave, tab)));
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
    await submit(newsletter, { name: 'Ada L.', email: mail });
    assert.deepEqual(await states(mail), { newsletter: 'pending' });
    await received(await client.post('/opt-out', pairsOf(optOut, leave, tab)));
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
    // the same sign-up as the first one, word for word
    await submit(newsletter, newsletter.good(mail));
    assert.deepEqual(await states(mail), { newsletter: 'pending' });
    await submit(optOut, leave);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
});

// ---- what is wrong ---------------------------------------------------------------------------

// What a visitor typed must stand in the form that comes back.
function assertKept(form, values, html) {
    const { fields } = postForm(html);
    for (const f of form.fields) {
        const shown = fields.get(f.name), typed = values[f.name];
        if (!f.options) assert.equal(shown.value, (typed ?? '').replace(/\r?\n/g, '\n'), `${f.name} is kept`);
        else assert.deepEqual(shown.values, [typed ?? []].flat().filter((v) => f.options.includes(v)), `${f.name} is kept`);
    }
}

function assertErrors(wanted, html) {
    assert.deepEqual(errors(html), wanted);
    const { fields } = postForm(html);
    const invalid = new Set(wanted.map((e) => e.href.slice(1)));
    for (const [name, field] of fields) {
        if (field.options.length) continue; // a group tells it on its fieldset
        assert.equal(field.invalid, invalid.has(name), `${name} is marked as wrong only if it is`);
        if (field.invalid) assert.ok(field.describedBy.split(' ').includes(`${name}-error`));
    }
    for (const id of invalid) assert.ok([...tags(html)].some((t) => t.attributes.id === id), `#${id} is on the page`);
}

const TITLES = { 400: 'bad_title', 403: 'denied_title', 415: 'media_title' };
const bad = badInputs();

test('there are at least 200 kinds of bad input, over every field of every form', () => {
    assert.ok(bad.length >= 200, `${bad.length}`);
    assert.equal(new Set(bad.map((b) => b.what)).size, bad.length, 'each is another');
    for (const form of forms) for (const f of form.fields) assert.ok(bad.some((b) => b.form === form && b.what.includes(` ${f.name} `)));
});

test('bad input leaves no row, and a page that says what is wrong', async (t) => {
    let counts = await rowCounts(center);
    for (const b of bad) {
        await t.test(b.what, async () => {
            const values = (b.values ?? b.form.good)(fresh('bad'));
            const opened = await open(client, b.nonceOf ?? b.form);
            const nonce = b.forged ? forge(center, opened, b.forged) : opened;
            let pairs = pairsOf(b.form, values, nonce);
            if (b.change) pairs = b.change(pairs);
            const body = b.body ? b.body(encode(pairs)) : encode(pairs);
            const headers = { ...b.headers };
            if (headers.Origin) headers.Origin = headers.Origin.replace('BASE', center.base);
            const answer = await client.post(b.form.address, body, headers);
            assert.equal(answer.status, b.status, answer.text);
            const now = await rowCounts(center);
            const before = counts;
            counts = now;
            assert.deepEqual(now, before, 'no row was made');
            assert.match(answer.headers['cache-control'], /no-store/);
            assert.doesNotMatch(answer.text, /sqlite|\.c:\d|\/lib\/|(?<![</])\bSELECT\b|Traceback/i);
            if (b.status === 422) {
                assertKept(b.form, values, answer.text);
                assertErrors(b.errors ?? [], answer.text);
                assert.equal(note(answer.text), b.note ? words(b.note) : '');
                assert.match(title(answer.text), /^Error: /);
            } else if (TITLES[b.status]) {
                assert.ok(title(answer.text).startsWith(words(TITLES[b.status])), title(answer.text));
            }
        });
    }
});

test('after an error the same form can be sent, and makes its row', async () => {
    for (const form of forms) {
        const mail = fresh('mended');
        if (form.known) await submit(newsletter, newsletter.good(mail));
        const back = await client.post(form.address, pairsOf(form, { ...form.good(mail), email: 'no address' }, await open(client, form)));
        assert.equal(back.status, 422);
        const nonce = postForm(back.text).fields.get('nonce').value;
        await received(await client.post(form.address, pairsOf(form, form.good(mail), nonce)));
        assert.deepEqual(await center.sql(form.view(mail)), form.rows(form.good(mail)));
    }
});

test('a renewed form, after an expired one, can be sent', async () => {
    const mail = fresh('renewed');
    const old = forge(center, await open(client, newsletter), { seconds: -25 * 3600 });
    const back = await client.post('/newsletter', pairsOf(newsletter, newsletter.good(mail), old));
    assert.equal(back.status, 422);
    const nonce = postForm(back.text).fields.get('nonce').value;
    assert.notEqual(nonce, old);
    await received(await client.post('/newsletter', pairsOf(newsletter, newsletter.good(mail), nonce)));
});

test('nothing that was typed is live on the page that comes back', async () => {
    for (const form of forms) {
        for (const xss of XSS) {
            const values = { ...form.good('x') };
            for (const f of form.fields.filter((one) => !one.options)) values[f.name] = xss;
            const answer = await send(client, form, values);
            assert.equal(answer.status, 422);
            assertKept(form, values, answer.text);
            assertDead(answer.text, xss);
        }
    }
});

// ---- the same thing twice ----------------------------------------------------------------------

for (const form of forms) {
    test(`${form.name}: a double click, a refresh and a second tab make one row`, async () => {
        const mail = fresh('twice');
        if (form.known) await submit(newsletter, newsletter.good(mail));
        const values = form.good(mail);
        const nonce = await open(client, form), tab = form.again ? nonce : await open(client, form);
        const sendBy = (n) => client.post(form.address, pairsOf(form, values, n));
        const before = await rowCounts(center);
        const answers = await Promise.all([nonce, nonce, nonce, nonce, tab].map(sendBy)); // at once
        answers.push(await sendBy(nonce)); // a refresh
        answers.push(await sendBy(tab)); // the other tab, later
        const references = new Set();
        for (const answer of answers) references.add(await received(answer));
        assert.equal(references.size, 1, [...references].join(' '));
        assert.deepEqual(await center.sql(form.view(mail)), form.rows(values));
        const now = await rowCounts(center);
        for (const table of ['submission', 'request', 'inquiry']) {
            const most = table === 'submission' || (table === 'request' && /correct|update|delete|deactivate/.test(form.name)) ||
                (table === 'inquiry' && form.inquiry) ? 1 : 0;
            assert.equal(now[table] - before[table], most, table);
        }
        // each list once
        const lists = { newsletter: 1, offers: 1, club: 3, 'opt-out': 1 }[form.name] ?? 0;
        assert.equal(now.consent_event - before.consent_event, lists, 'consent_event');
    });
}

test('two forms sent from one tab, with other contents, are two', async () => {
    const nonce = await open(client, newsletter);
    const mails = [fresh('two'), fresh('two')];
    const refs = [];
    for (const mail of mails) refs.push(await received(await client.post('/newsletter', pairsOf(newsletter, newsletter.good(mail), nonce))));
    assert.notEqual(refs[0], refs[1]);
    for (const mail of mails) assert.equal((await center.sql(newsletter.view(mail))).length, 1);
});

test('the page with the reference can be loaded again, and is nobody else\'s to make up', async () => {
    const answer = await send(client, newsletter, newsletter.good(fresh('page')));
    const to = answer.headers.location;
    const counts = await rowCounts(center);
    for (let i = 0; i < 3; i++) assert.equal((await client.get(to)).status, 200);
    const seal = /s=([a-z2-7]+)/.exec(to)[1];
    for (const wrong of [to.replace(seal, ''), to.replace(seal, seal.replace(/^./, (c) => (c === 'a' ? 'b' : 'a'))),
        to.replace('/newsletter?', '/offers?'), to.replace(/ref=[^&]*/, 'ref=AAAA-AAAA'), '/received/newsletter', '/received/']) {
        assert.equal((await client.get(wrong)).status, 404, wrong);
    }
    assert.deepEqual(await rowCounts(center), counts);
});

test('GET and HEAD with the values of a form change nothing', async () => {
    const counts = await rowCounts(center);
    for (const form of forms) {
        const values = { ...form.good(fresh('get')), message: 'One line.' };
        const query = encode(pairsOf(form, values, await open(client, form)));
        for (const method of ['GET', 'HEAD']) {
            assert.equal((await client.request(`${form.address}?${query}`, { method })).status, 200);
        }
    }
    assert.deepEqual(await rowCounts(center), counts);
});

// ---- robots and limits ---------------------------------------------------------------------------

test('with the shipped settings: too fast comes back, a person\'s pace is taken', async () => {
    const strict = await start({ shipped: true });
    try {
        const form = newsletter, values = form.good(fresh('fast'));
        const nonce = await open(strict.client, form);
        const back = await strict.client.post(form.address, pairsOf(form, values, nonce));
        assert.equal(back.status, 422);
        assert.equal(note(back.text), words('note_fast'));
        assertKept(form, values, back.text);
        assert.deepEqual(errors(back.text), []);
        assert.equal(await strict.one('SELECT count(*) FROM submission'), 0);
        assert.equal(postForm(back.text).fields.get('nonce').value, nonce);
        const slow = forge(strict, nonce, { seconds: -3 });
        assert.equal((await strict.client.post(form.address, pairsOf(form, values, slow))).status, 303);
    } finally {
        await strict.stop();
    }
});

test('past a limit: 429 with Retry-After, and the values are kept', async (t) => {
    const limited = await start({
        settings: { form_limit_network: 6, form_limit_address: 3, trusted_proxies: '127.0.0.0/8' },
    });
    const from = (address) => ({ 'X-Forwarded-For': address });
    const post = (form, values, address) => send(limited.client, form, values, from(address));
    function assertLimited(form, values, answer) {
        assert.equal(answer.status, 429);
        const wait = Number(answer.headers['retry-after']);
        assert.ok(wait > 0 && wait <= 3600, `Retry-After: ${wait}`);
        assertKept(form, values, answer.text);
        assert.match(note(answer.text), /\S/);
    }
    try {
        await t.test('by network', async () => {
            for (let i = 0; i < 6; i++) assert.equal((await post(newsletter, newsletter.good(fresh('net')), `192.0.2.${i}`)).status, 303);
            const values = newsletter.good(fresh('net'));
            const before = await rowCounts(limited);
            assertLimited(newsletter, values, await post(newsletter, values, '192.0.2.77'));
            assert.deepEqual(await rowCounts(limited), before);
            for (let i = 0; i < 60; i++) { // ways out are counted by themselves, ten times as wide
                assert.equal((await post(optOut, optOut.good(fresh('out')), '192.0.2.78')).status, 303);
            }
            assertLimited(optOut, optOut.good('x@example.com'), await post(optOut, optOut.good('x@example.com'), '192.0.2.78'));
            assert.equal((await post(newsletter, values, '198.51.100.1')).status, 303, 'another network is free');
        });
        await t.test('by address', async () => {
            const mail = fresh('victim');
            for (const [i, form] of ['newsletter', 'offers', 'delete'].map(formNamed).entries()) {
                assert.equal((await post(form, form.good(mail), `203.0.${i}.1`)).status, 303);
            }
            const form = formNamed('club'), values = form.good(mail.toUpperCase());
            assertLimited(form, values, await post(form, values, '203.0.10.1'));
            for (let i = 0; i < 4; i++) {
                assert.equal((await post(optOut, { email: mail, list: 'all' }, `203.0.${20 + i}.1`)).status, 303, 'an opt-out is never refused for its address');
            }
        });
        await t.test('wrong input costs nothing', async () => {
            for (let i = 0; i < 12; i++) assert.equal((await post(newsletter, { name: 'A', email: 'x' }, '100.64.0.1')).status, 422);
            assert.equal((await post(newsletter, newsletter.good(fresh('free')), '100.64.0.1')).status, 303);
        });
    } finally {
        await limited.stop();
    }
});

test('no address and no value of a form is in a log', async () => {
    const mail = fresh('unlogged'), accessLog = () => readFileSync(`${center.dir}/access.log`, 'utf8');
    await submit(newsletter, { name: 'Unlogged Person', email: mail });
    await client.get(`/help/careers.html?email=${mail}`);
    await until('the request in the access log', () => accessLog().includes('"GET /help/careers.html"'));
    for (const log of [center.log(), accessLog()]) assert.doesNotMatch(log, /example\.com|Unlogged|nonce=|email=|ref=/);
});

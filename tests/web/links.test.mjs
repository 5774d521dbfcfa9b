// The links in letters, through a web server: what each page shows, what its button does, and that nothing else does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { formNamed, fresh, open, pairsOf, rowCounts, send } from '../lib/forms.mjs';
import { all, errors, footer, links, note, plain, postForm, reference, tags, textOf, title } from '../lib/html.mjs';
import { lock, start, until } from '../lib/instance.mjs';
import * as rows from '../lib/rows.mjs';
import { leaveLink, linkOf, rowToken } from '../lib/token.mjs';
import { words } from '../lib/words.mjs';

const center = await start();
after(() => center.stop());
const { client } = center;
const newsletter = formNamed('newsletter'), club = formNamed('club'), optOut = formNamed('opt-out');

const submit = async (form, values) => assert.equal((await send(client, form, values)).status, 303);
const signUp = async (mail) => submit(newsletter, newsletter.good(mail));
const change = (sql) => rows.change(center, sql);

// What a visitor's page holds: all forms that post, with their hidden values and buttons.
function buttons(html) {
    return all(html, 'form').filter((f) => f.attributes.method === 'post').map((f) => {
        const part = html.slice(f.end, html.indexOf('</form>', f.end));
        const hidden = all(part, 'input').filter((i) => i.attributes.type === 'hidden').map((i) => [i.attributes.name, i.attributes.value]);
        const button = all(part, 'button')[0];
        const own = button.attributes.name === undefined ? [] : [[button.attributes.name, button.attributes.value]];
        return { action: f.attributes.action, pairs: [...hidden, ...own], text: textOf(part, button) };
    });
}
const listed = (html) => {
    const list = all(html, 'ul').find((t) => t.attributes.class === 'steps');
    return list ? [...html.slice(list.end, html.indexOf('</ul>', list.end)).matchAll(/<li>([^<]*)/g)].map((m) => m[1]) : [];
};
const heading = (html) => textOf(html, all(html, 'h1')[0]);

// Opens a link; its page is one that nobody keeps, finds or hears of.
async function visit(link, status = 200) {
    const answer = await client.get(link);
    assert.equal(answer.status, status, `${link}: ${plain(answer.text)}`);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    assert.equal(answer.headers['set-cookie'], undefined);
    assert.ok(all(answer.text, 'meta').some((m) => m.attributes.name === 'robots' && m.attributes.content === 'noindex'));
    const token = link.split(/[/?]/)[2];
    const bare = answer.text.replaceAll(`action="${link.split('?')[0]}"`, '');
    assert.ok(!bare.includes(token), 'the token stands in the form and nowhere else');
    return answer.text;
}

// Presses the nth button of the page at a link, and follows; the page after.
async function press(link, nth = 0) {
    const button = buttons(await visit(link))[nth];
    const answer = await client.post(button.action, button.pairs);
    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.ok(answer.headers.location.startsWith(link.split('?')[0]), answer.headers.location);
    return visit(answer.headers.location);
}

const states = (mail) => rows.states(center, mail);
const story = (mail) => rows.story(center, mail);
const everything = () => rows.everything(center);

async function active(mail, form = newsletter) {
    await submit(form, form.good(mail));
    await press(await linkOf(center, 'confirm', mail));
}
const tokenFor = async (mail, purpose) => linkOf(center, purpose, mail);
async function choices(mail) {
    await submit(formNamed('preferences'), { email: mail });
    return tokenFor(mail, 'preferences');
}

// ---- looking changes nothing -------------------------------------------------------------------

test('GET and HEAD, twice and by whatever fetches them, change nothing and are not counted', async () => {
    const mail = fresh('scan'), left = fresh('scan');
    await active(left);
    await press(leaveLink(center, left, 'newsletter'));
    await signUp(mail);
    const all = [await tokenFor(mail, 'confirm'), await tokenFor(left, 'undo'), leaveLink(center, mail, 'newsletter'),
        leaveLink(center, fresh('nobody'), 'all'), await choices(mail)];
    const before = await everything();
    const count = footer((await client.get('/help.html')).text).count;
    for (const link of [...all, ...all]) {
        for (const method of ['GET', 'HEAD']) {
            for (const agent of [undefined, 'Mozilla/5.0 BarracudaCentral', '']) {
                const answer = await client.request(link, { method, headers: agent === undefined ? {} : { 'User-Agent': agent } });
                assert.equal(answer.status, 200);
            }
        }
        const shown = await client.get(`${link}?list=newsletter&all=1&done=1&List-Unsubscribe=One-Click`);
        assert.equal(shown.status, 200);
    }
    assert.deepEqual(await everything(), before);
    assert.equal(footer((await client.get('/help.html')).text).count, count + 1);
    for (const link of all) { // and the person's own click still works
        if (!link.startsWith('/preferences')) await press(link);
        else assert.equal((await client.post(link, choicePairs(postForm(await visit(link)).fields))).status, 303);
    }
});

test('no page has a script, or a button that presses itself', async () => {
    const mail = fresh('still');
    await signUp(mail);
    for (const link of [await tokenFor(mail, 'confirm'), leaveLink(center, mail, 'all'), await choices(mail)]) {
        for (const tag of tags(await visit(link))) {
            assert.ok(tag.name !== 'script' || tag.attributes.type === 'application/ld+json');
            assert.ok(tag.name !== 'meta' || tag.attributes['http-equiv'] === undefined);
        }
    }
});

// ---- confirm -----------------------------------------------------------------------------------

test('confirm: names what waits, and the button starts exactly that', async () => {
    const mail = fresh('confirm');
    await submit(club, club.good(mail));
    const link = await tokenFor(mail, 'confirm');
    const page = await visit(link);
    assert.equal(heading(page), words('confirm_title'));
    assert.ok(plain(page).includes(mail));
    assert.deepEqual(listed(page), ['choice_newsletter', 'choice_club', 'choice_offers'].map((w) => words(w)));
    assert.equal(buttons(page).length, 1);
    const done = await press(link);
    assert.equal(heading(done), words('confirmed_title'));
    assert.deepEqual(await states(mail), { newsletter: 'active', club: 'active', 'special-offers': 'active' });
    const told = (await story(mail)).filter((e) => e.event === 'confirm');
    assert.equal(told.length, 3);
    for (const e of told) assert.deepEqual([e.channel, e.page], ['link', '/confirm']);
    assert.equal(await center.one(`SELECT count(*) FROM outbox o JOIN person p ON p.id = o.person_id WHERE p.email = '${mail}' AND letter = 'welcome'`), 1);
});

test('confirm: pressed again, at once and later, it changes nothing more', async () => {
    const mail = fresh('twice');
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    const [button] = buttons(await visit(link));
    const go = () => client.post(link, button.pairs);
    for (const answer of await Promise.all([go(), go(), go(), go()])) assert.equal(answer.status, 303);
    const before = await everything();
    assert.equal((await go()).status, 303);
    assert.equal((await client.post(link.toUpperCase().replace('/CONFIRM/', '/confirm/'), button.pairs)).status, 303, 'mail servers change case');
    assert.deepEqual(await everything(), before);
    assert.equal(heading(await visit(link)), words('confirmed_title'));
});

test('confirm: the one letter of a day confirms what was asked for after it', async () => {
    const mail = fresh('later');
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    await submit(formNamed('offers'), formNamed('offers').good(mail));
    assert.equal(await linkOf(center, 'confirm', mail), link, 'no second letter');
    await press(link);
    assert.deepEqual(await states(mail), { newsletter: 'active', bargains: 'active' });
});

test('confirm: an opt-out that came between wins, from a page that was open before too', async () => {
    const mail = fresh('race');
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    const [button] = buttons(await visit(link));
    await submit(optOut, { email: mail, list: 'all' });
    const before = await everything();
    assert.equal((await client.post(link, button.pairs)).status, 303);
    assert.deepEqual(await everything(), before);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
    const page = await visit(link);
    assert.equal(heading(page), words('confirm_left_title'));
    assert.ok(links(page).includes('/newsletter'));
});

test('confirm: who had opted out is told so, and comes back by the button alone', async () => {
    const mail = fresh('back');
    await submit(optOut, { email: mail, list: 'all' });
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    const page = await visit(link);
    assert.ok(plain(page).includes(words('confirm_back').split('{date}')[1]));
    assert.match(plain(page), /On \d+ [A-Z][a-z]+ \d{4} you asked us/);
    await press(link);
    assert.deepEqual(await states(mail), { newsletter: 'active' });
    const other = fresh('plain');
    await signUp(other);
    assert.ok(!plain(await visit(await tokenFor(other, 'confirm'))).includes('you asked us not to'));
});

// ---- leave -------------------------------------------------------------------------------------

test('leave: one list, with a reference, and the others stay', async () => {
    const mail = fresh('leave');
    await active(mail, club);
    const link = leaveLink(center, mail, 'newsletter');
    const page = await visit(link);
    assert.deepEqual(listed(page), [words('choice_newsletter')]);
    assert.deepEqual(buttons(page).map((b) => b.text), [words('leave_button'), words('leave_all_button')]);
    const done = await press(link);
    assert.equal(heading(done), words('left_title'));
    const ref = reference(done);
    assert.ok(ref);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out', club: 'active', 'special-offers': 'active' });
    const events = (await story(mail)).filter((e) => e.event === 'leave');
    assert.deepEqual(events, [{ event: 'leave', list: 'newsletter', channel: 'link', page: '/leave' }]);
    assert.equal(await center.one(`SELECT reference FROM v_consent WHERE email = '${mail}' AND event = 'leave'`), ref);
    const before = await everything();
    assert.equal(reference(await visit((await client.post(link, buttons(page)[0].pairs)).headers.location)), ref, 'a double click');
    assert.deepEqual(await everything(), before);
    assert.equal(heading(await visit(link)), words('left_title'), 'the link itself says so too');
});

test('leave: everything, by the second button', async () => {
    const mail = fresh('leaveall');
    await active(mail, club);
    const done = await press(leaveLink(center, mail, 'newsletter'), 1);
    assert.deepEqual(listed(done), [words('choice_all')]);
    assert.deepEqual([...new Set(Object.values(await states(mail)))], ['opted_out']);
    assert.equal(buttons(await visit(leaveLink(center, fresh('all'), 'all'))).length, 1);
});

test('leave: after the person joined again, the same link works again', async () => {
    const mail = fresh('rejoin');
    await active(mail);
    const link = leaveLink(center, mail, 'newsletter');
    await press(link);
    await press(await tokenFor(mail, 'undo'));
    assert.deepEqual(await states(mail), { newsletter: 'active' });
    await press(link);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
});

test('leave: a known and an unknown address get the same bytes, and both are suppressed', async () => {
    const seen = [];
    const known = fresh('known'), unknown = fresh('whois');
    await active(known);
    for (const mail of [known, unknown]) {
        const link = leaveLink(center, mail, 'newsletter');
        const page = await visit(link);
        const done = await press(link);
        const bare = (html) => html.replaceAll(link, 'LINK').replaceAll(reference(done), 'REF').replaceAll(/\d+ requests/g, 'N requests');
        seen.push([bare(page), bare(done)]);
    }
    assert.deepEqual(seen[0], seen[1]);
    await submit(newsletter, newsletter.good(unknown));
    assert.match(plain(await visit(await tokenFor(unknown, 'confirm'))), /you asked us not to/);
});

const PAIR = 'List-Unsubscribe=One-Click';
const MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
const TYPES = { form: ['application/x-www-form-urlencoded', PAIR], multipart: ['multipart/form-data; boundary=b', MULTIPART] };

for (const [name, [type, body]] of Object.entries(TYPES)) {
    test(`one-click as ${name}: 200, no redirect, no cookie, from anywhere, and as often as it likes`, async () => {
        const mail = fresh('click');
        await active(mail);
        const link = leaveLink(center, mail, 'newsletter');
        for (let i = 0; i < 3; i++) {
            const answer = await client.post(link, body, {
                'Content-Type': type, 'User-Agent': 'Google-Mail-Unsubscribe', ...(i === 1 ? { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://mail.example' } : {}),
            });
            assert.equal(answer.status, 200, answer.text);
            assert.match(answer.headers['content-type'], /^text\/plain/);
            assert.equal(answer.headers['set-cookie'], undefined);
            assert.equal(answer.headers.location, undefined);
            assert.equal(answer.headers['cache-control'], 'no-store');
            assert.equal(answer.text, `${words('left_one_click')}\n`);
        }
        assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
        assert.deepEqual((await story(mail)).filter((e) => e.event === 'leave'),
            [{ event: 'leave', list: 'newsletter', channel: 'one-click', page: '/leave' }]);
    });
}

test('what is no one-click and no button of ours changes nothing', async () => {
    const mail = fresh('wrong');
    await active(mail);
    const link = leaveLink(center, mail, 'newsletter');
    const before = await everything();
    const FORM = TYPES.form[0];
    const tries = [
        ['', FORM, 400], ['List-Unsubscribe=', FORM, 400], ['List-Unsubscribe=Two-Click', FORM, 400], ['list=', FORM, 400],
        ['list=club', FORM, 400], ['list=nothing', FORM, 400], ['list=newsletter&list=newsletter', FORM, 400],
        ['list=newsletter&x=1', FORM, 400], ['a=%', FORM, 400], [PAIR, 'text/plain', 415], [PAIR, undefined, 415],
        [MULTIPART, 'multipart/form-data', 400], [MULTIPART.replace('--b--', '--b'), TYPES.multipart[0], 400],
        [MULTIPART.replace('"\r\n\r\n', '"; filename="x"\r\n\r\n'), TYPES.multipart[0], 400],
    ];
    for (const [body, type, status] of tries) {
        const answer = await client.post(link, body, { 'Content-Type': type });
        assert.equal(answer.status, status, JSON.stringify([body, type]));
        assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    }
    assert.equal((await client.request(link, { method: 'DELETE' })).status, 405);
    for (const other of [await tokenFor(mail, 'confirm'), '/newsletter', '/preferences']) {
        assert.equal((await client.post(other, MULTIPART, { 'Content-Type': TYPES.multipart[0] })).status, 415, other);
    }
    assert.deepEqual(await everything(), before);
});

test('every way out leaves the same rows but for the channel', async () => {
    const ways = {
        web: (mail) => submit(optOut, { email: mail, list: 'newsletter' }),
        link: (mail) => press(leaveLink(center, mail, 'newsletter')),
        'one-click': async (mail) => client.post(leaveLink(center, mail, 'newsletter'), PAIR),
        preferences: async (mail) => {
            const link = await choices(mail);
            const { fields } = postForm(await visit(link));
            const left = fields.get('list').values.filter((l) => l !== 'newsletter');
            assert.equal((await client.post(link, choicePairs(fields, { list: left }))).status, 303);
        },
    };
    const seen = {};
    for (const [channel, leave] of Object.entries(ways)) {
        const mail = fresh('ways');
        await active(mail, club);
        await leave(mail);
        seen[channel] = {
            states: await states(mail),
            optouts: await center.sql(`SELECT list, channel FROM v_optouts WHERE email = '${mail}'`),
            events: (await story(mail)).filter((e) => e.event === 'leave').map((e) => ({ ...e, page: '' })),
            letters: await center.sql(`SELECT letter, lists FROM outbox o JOIN person p ON p.id = o.person_id WHERE p.email = '${mail}' AND letter = 'left'`),
            undo: await center.sql(`SELECT lists FROM token t JOIN person p ON p.id = t.person_id WHERE p.email = '${mail}' AND purpose = 'undo'`),
        };
        const text = JSON.stringify(seen[channel]);
        assert.equal(text.split(`"${channel}"`).length - 1, 2, text);
        seen[channel] = text.replaceAll(`"${channel}"`, '"CHANNEL"');
    }
    assert.equal(new Set(Object.values(seen)).size, 1, JSON.stringify(seen, null, 1));
});

// ---- undo --------------------------------------------------------------------------------------

test('undo: the receipt brings back what that opt-out ended, once', async () => {
    const mail = fresh('undo');
    await active(mail, club);
    await press(leaveLink(center, mail, 'newsletter', 'club'));
    const link = await tokenFor(mail, 'undo');
    assert.deepEqual(listed(await visit(link)), ['choice_newsletter', 'choice_club'].map((w) => words(w)));
    const done = await press(link);
    assert.equal(heading(done), words('undone_title'));
    assert.deepEqual([...new Set(Object.values(await states(mail)))], ['active']);
    const before = await everything();
    assert.equal((await client.post(link, [['list', 'newsletter club']])).status, 303);
    assert.deepEqual(await everything(), before);
});

test('undo: what was left anew stays left', async () => {
    const mail = fresh('anew');
    await active(mail);
    await press(leaveLink(center, mail, 'newsletter'));
    const link = await tokenFor(mail, 'undo');
    const [button] = buttons(await visit(link));
    change(`UPDATE letter_quota SET last_at = last_at - 100000, hour = hour - 30`);
    await submit(newsletter, { name: 'Ada B.', email: mail });
    await press(await tokenFor(mail, 'confirm'));
    await submit(optOut, { email: mail, list: 'all' });
    const answer = await client.post(link, button.pairs);
    assert.equal(answer.status, 303);
    assert.equal(heading(await visit(answer.headers.location)), words('undo_late_title'));
    assert.deepEqual(await states(mail), { newsletter: 'opted_out' });
});

// ---- wrong and ended links -----------------------------------------------------------------------

test('a link that is unknown, altered, or of another purpose gets one and the same page', async () => {
    const mail = fresh('forge');
    await active(mail);
    await press(leaveLink(center, mail, 'newsletter'));
    const good = { confirm: await tokenFor(mail, 'confirm'), undo: await tokenFor(mail, 'undo'), leave: leaveLink(center, mail, 'newsletter') };
    good.preferences = await choices(mail);
    const before = await everything();
    const random = await center.one(`SELECT hex(random) FROM token WHERE purpose = 'confirm' LIMIT 1`);
    for (const kind of ['confirm', 'leave', 'undo', 'preferences']) {
        const own = good[kind].split('/')[2];
        const wrong = ['', 'x', own.slice(1), `${own}a`, own.replace(/.$/, (c) => (c === 'a' ? 'q' : 'a')), own.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
            rowToken(center, 'confirm', '00'.repeat(16)), rowToken(center, 'leave', random), rowToken(center, kind === 'undo' ? 'confirm' : 'undo', random),
            ...Object.keys(good).filter((k) => k !== kind).map((k) => good[k].split('/')[2])];
        const pages = new Set();
        for (const token of wrong) {
            for (const answer of [await client.get(`/${kind}/${token}`), await client.post(`/${kind}/${token}`, [['list', 'newsletter']]),
                await client.post(`/${kind}/${token}`, PAIR)]) {
                assert.equal(answer.status, 404, `/${kind}/${token}`);
                pages.add(answer.text.replace(/\d+ requests/, 'N requests'));
            }
        }
        assert.equal(pages.size, 1);
        assert.ok(links([...pages][0]).includes('/preferences'));
    }
    assert.deepEqual(await everything(), before);
});

test('a POST from another site is refused, but for a one-click', async () => {
    const mail = fresh('cross');
    await active(mail);
    await press(leaveLink(center, mail, 'newsletter'));
    const before = await everything();
    for (const link of [await tokenFor(mail, 'confirm'), await tokenFor(mail, 'undo'), leaveLink(center, mail, 'newsletter'), await choices(mail)]) {
        if (link.startsWith('/preferences')) Object.assign(before, await everything());
        for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }]) {
            assert.equal((await client.post(link, [['list', 'newsletter']], headers)).status, 403);
        }
    }
    assert.deepEqual(await everything(), before);
});

test('while nothing can be saved: 503, the button again, and it works afterwards', async () => {
    const mail = fresh('busy');
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    const [button] = buttons(await visit(link));
    const release = await lock(center);
    const answer = await client.post(link, button.pairs);
    const clicked = await client.post(leaveLink(center, mail, 'club'), PAIR);
    await release();
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers['retry-after']) > 0);
    assert.equal(note(answer.text), words('link_busy'));
    assert.deepEqual(buttons(answer.text)[0].pairs, button.pairs);
    assert.equal(clicked.status, 503);
    assert.deepEqual(await states(mail), { newsletter: 'pending' });
    assert.equal((await client.post(link, button.pairs)).status, 303);
    assert.deepEqual(await states(mail), { newsletter: 'active' });
});

// ---- choices -------------------------------------------------------------------------------------

// What a browser sends for the page of choices, some values replaced.
function choicePairs(fields, values = {}) {
    const pairs = [];
    for (const [name, field] of fields) {
        const given = values[name] ?? (field.options.length ? field.values : field.value);
        for (const one of [given].flat()) pairs.push([name, one]);
    }
    return pairs;
}

test('choices: asked for by a known and an unknown address alike, with one letter', async () => {
    const known = fresh('choose'), form = formNamed('preferences');
    await active(known);
    const pages = [];
    for (const mail of [known, fresh('nobody')]) {
        const answer = await client.post('/preferences', pairsOf(form, { email: mail }, await open(client, form)));
        assert.equal(answer.status, 303);
        const page = (await client.get(answer.headers.location)).text;
        pages.push(page.replaceAll(reference(page), 'REF').replaceAll(/\d+ requests/g, 'N'));
    }
    assert.equal(pages[0], pages[1]);
    assert.equal(await center.one(`SELECT count(*) FROM outbox WHERE letter = 'preferences' AND person_id = (SELECT id FROM person WHERE email = '${known}')`), 1);
});

test('choices: each list, name and address are shown, and what is changed is saved', async () => {
    const mail = fresh('save');
    await active(mail, club);
    const link = await choices(mail);
    const page = await visit(link), { fields, action } = postForm(page);
    assert.equal(action, link);
    assert.deepEqual(fields.get('list').options, ['newsletter', 'bargains', 'club', 'special-offers']);
    assert.deepEqual(fields.get('list').values, ['newsletter', 'club', 'special-offers']);
    assert.equal(fields.get('name').value, '李小龍');
    assert.equal(fields.get('email').value, mail);
    const answer = await client.post(link, choicePairs(fields, { list: ['bargains', 'club'], name: 'Bruce Lee' }));
    assert.equal(answer.status, 303, answer.text);
    const done = await visit(answer.headers.location);
    assert.match(plain(done), /Your choices are saved\. Your reference is [0-9A-Z]{4}-[0-9A-Z]{4}/);
    assert.deepEqual(postForm(done).fields.get('list').values, ['bargains', 'club']);
    assert.equal(postForm(done).fields.get('name').value, 'Bruce Lee');
    assert.deepEqual(await states(mail), { newsletter: 'opted_out', bargains: 'active', club: 'active', 'special-offers': 'opted_out' });
    const [joined] = await center.sql(`SELECT * FROM v_consent WHERE email = '${mail}' AND list = 'bargains'`);
    assert.deepEqual([joined.event, joined.channel, joined.page], ['confirm', 'preferences', '/preferences']);
    assert.match(joined.words, /^\/preferences version \d+$/);
});

test('choices: two tabs do not undo each other', async () => {
    const mail = fresh('tabs');
    await active(mail, club);
    const link = await choices(mail);
    const [one, two] = [postForm(await visit(link)).fields, postForm(await visit(link)).fields];
    await client.post(link, choicePairs(one, { list: ['club', 'special-offers'] })); // leaves the newsletter
    await client.post(link, choicePairs(two, { list: ['newsletter', 'club'] })); // leaves the special offers
    assert.deepEqual(await states(mail), { newsletter: 'opted_out', club: 'active', 'special-offers': 'opted_out' });
});

test('choices: sent twice, it is saved once; sent again after an opt-out, it brings nothing back', async () => {
    const mail = fresh('resend');
    await active(mail);
    const link = await choices(mail);
    const pairs = choicePairs(postForm(await visit(link)).fields, { list: ['newsletter', 'bargains'], name: 'Ada K.' });
    const answers = await Promise.all([1, 2, 3].map(() => client.post(link, pairs)));
    assert.equal(new Set(answers.map((a) => a.headers.location)).size, 1);
    const before = await rowCounts(center);
    assert.equal((await client.post(link, pairs)).status, 303);
    assert.deepEqual(await rowCounts(center), before);
    await submit(optOut, { email: mail, list: 'all' });
    assert.equal((await client.post(link, pairs)).status, 303);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out', bargains: 'opted_out' });
    // from a page that is opened anew, the person comes back
    const { fields } = postForm(await visit(link));
    await client.post(link, choicePairs(fields, { list: ['newsletter'] }));
    assert.deepEqual(await states(mail), { newsletter: 'active', bargains: 'opted_out' });
});

test('choices: everything stops by one button, whatever else the page says', async () => {
    const mail = fresh('stop');
    await active(mail, club);
    const link = await choices(mail);
    const done = await press(link, 1);
    assert.deepEqual(postForm(done).fields.get('list').values, []);
    assert.deepEqual([...new Set(Object.values(await states(mail)))], ['opted_out']);
    assert.deepEqual((await center.sql(`SELECT list, channel FROM v_optouts WHERE email = '${mail}'`)), [{ list: 'all', channel: 'preferences' }]);
    assert.equal((await client.post(link, [['nonce', ''], ['all', '1']])).status, 303, 'even from a page that is too old');
});

test('choices: what is wrong is said at its field, and all that was typed is kept', async () => {
    const mail = fresh('typo');
    await active(mail);
    const link = await choices(mail);
    const { fields } = postForm(await visit(link));
    const before = await everything();
    const back = await client.post(link, choicePairs(fields, { list: ['club'], name: 'http://x.example', email: 'no address' }));
    assert.equal(back.status, 422);
    assert.match(title(back.text), /^Error: /);
    assert.deepEqual(errors(back.text).map((e) => e.href), ['#name', '#email']);
    const kept = postForm(back.text).fields;
    assert.deepEqual([kept.get('list').values, kept.get('name').value, kept.get('email').value], [['club'], 'http://x.example', 'no address']);
    assert.equal(kept.get('was').value, 'newsletter');
    const old = await client.post(link, choicePairs(fields, { list: ['club'], nonce: 'x' }));
    assert.equal(old.status, 422);
    assert.equal(note(old.text), words('note_expired'));
    assert.equal((await client.post(link, [...choicePairs(fields), ['x', '1']])).status, 400);
    assert.deepEqual(await everything(), before);
    const renewed = postForm(old.text).fields;
    assert.equal((await client.post(link, choicePairs(renewed))).status, 303);
    assert.deepEqual(await states(mail), { newsletter: 'opted_out', club: 'active' });
});

test('choices: nothing changed is said so; while nothing can be saved all is kept', async () => {
    const mail = fresh('same');
    await active(mail);
    const link = await choices(mail);
    const { fields } = postForm(await visit(link));
    const before = await everything();
    const answer = await client.post(link, choicePairs(fields));
    assert.match(plain(await visit(answer.headers.location)), new RegExp(words('chosen_nothing')));
    const release = await lock(center);
    const busy = await client.post(link, choicePairs(fields, { name: 'Kept Name' }));
    await release();
    assert.equal(busy.status, 503);
    assert.equal(postForm(busy.text).fields.get('name').value, 'Kept Name');
    assert.equal(note(busy.text), words('note_busy'));
    assert.deepEqual(await everything(), before);
});

// ---- a new address ---------------------------------------------------------------------------------

// Asks for another address on the page of choices; the links of both letters.
async function move(mail, to) {
    const link = await choices(mail);
    const answer = await client.post(link, choicePairs(postForm(await visit(link)).fields, { email: to }));
    assert.equal(answer.status, 303, answer.text);
    assert.match(plain(await visit(answer.headers.location)), /press the button in each of the two letters/);
    return [await tokenFor(mail, 'change-old'), await tokenFor(mail, 'change-new')];
}

for (const order of [[0, 1], [1, 0]]) {
    test(`a new address: both mailboxes confirm, ${order[0] ? 'the new one' : 'the old one'} first`, async () => {
        const mail = fresh('moves'), to = fresh('moved');
        await active(mail);
        const pair = await move(mail, to);
        const [old, fresher] = await Promise.all(pair.map((l) => visit(l)));
        assert.equal(heading(old), words('change_title'));
        assert.ok(plain(old).includes(mail) && plain(old).includes(to));
        assert.ok(!plain(fresher).includes(mail) && plain(fresher).includes(to), 'a stranger is not told the old address');
        assert.equal(heading(await press(pair[order[0]])), words('change_half_title'));
        assert.deepEqual(await states(mail), { newsletter: 'active' });
        assert.equal(heading(await press(pair[order[1]])), words('changed_title'));
        assert.deepEqual(await states(mail), {});
        assert.deepEqual(await states(to), { newsletter: 'active' });
        const before = await everything();
        for (const link of pair) {
            assert.equal((await client.post(link, [['list', '']])).status, 303);
            assert.equal(heading(await visit(link)), words('changed_title'));
        }
        assert.deepEqual(await everything(), before);
    });
}

test('a new address: a later change ends the one before it', async () => {
    const mail = fresh('moves');
    await active(mail);
    const [first] = await move(mail, fresh('one'));
    await move(mail, fresh('two'));
    const page = await visit(first, 410);
    assert.equal(heading(page), words('change_ended_title'));
    assert.equal((await client.post(first, [['list', '']])).status, 410);
    assert.deepEqual(await states(mail), { newsletter: 'active' });
});

// ---- ended links (the last ones: what has ended is tidied up within the second) ----------------------

test('a link that has ended says what to do instead, and does nothing', async () => {
    const mail = fresh('ended'), other = fresh('ended');
    await active(mail);
    await press(leaveLink(center, mail, 'newsletter'));
    await signUp(other);
    const ended = { confirm: await tokenFor(other, 'confirm'), undo: await tokenFor(mail, 'undo'), choose: await choices(mail) };
    for (const link of Object.values(ended)) assert.equal((await client.get(link)).status, 200);
    const opened = { ...ended };
    for (const [name, link] of Object.entries(ended)) opened[name] = buttons(await visit(link))[0].pairs;
    // past the grace of a confirmation, and not yet 30 days ago: then the program forgets them
    change(`UPDATE token SET created_at = created_at - (ends_at - unixepoch() + 20 * 86400), ends_at = unixepoch() - 20 * 86400
        WHERE person_id IN (SELECT id FROM person WHERE email IN ('${mail}', '${other}'))`);
    const before = await everything();
    for (const [name, link] of Object.entries(ended)) {
        const page = await visit(link, 410);
        assert.equal(heading(page), words(`${name}_ended_title`));
        assert.equal(buttons(page).length, 0);
        assert.ok(links(page).includes(name === 'choose' ? '/preferences' : '/newsletter'));
        assert.equal((await client.post(link, opened[name])).status, 410);
    }
    assert.deepEqual(await everything(), before);
});

test('a sign-up that lapsed leaves no row, and its link still says what to do', async () => {
    const mail = fresh('lapsed');
    await signUp(mail);
    const link = await tokenFor(mail, 'confirm');
    const id = await center.one(`SELECT id FROM person WHERE email = '${mail}'`);
    change(`UPDATE subscription SET since = since - 9 * 86400 WHERE person_id = ${id};
        UPDATE token SET created_at = created_at - 9 * 86400, ends_at = ends_at - 9 * 86400 WHERE person_id = ${id}`);
    await until('the sign-up to lapse', async () => (await center.one(`SELECT count(*) FROM subscription WHERE person_id = ${id}`)) === 0);
    const page = await visit(link, 404); // nothing is known any more
    assert.equal(heading(page), words('link_lost_title'));
    assert.ok(links(page).includes('/newsletter'));
});

// ---- logs ----------------------------------------------------------------------------------------

test('no token is in a log', async () => {
    const mail = fresh('unlogged'), access = () => readFileSync(`${center.dir}/access.log`, 'utf8');
    await signUp(mail);
    const seen = [await tokenFor(mail, 'confirm'), leaveLink(center, mail, 'all'), await choices(mail)];
    for (const link of seen) {
        await client.get(link);
        await client.get(link.toUpperCase());
    }
    await client.get('/robots.txt');
    await until('the requests in the access log', () => access().includes('"GET /robots.txt"'));
    for (const link of seen) {
        const token = link.split('/')[2];
        for (const log of [center.log(), access()]) assert.ok(!log.toLowerCase().includes(token.slice(0, 20)));
    }
});

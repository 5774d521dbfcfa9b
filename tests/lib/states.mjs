// The states in which people see the help center beside its pages: forms that came back, results, errors, receipts.
import fs from 'node:fs';
import path from 'node:path';
import { forms, fresh, open, pairsOf, send } from './forms.mjs';
import { postForm } from './html.mjs';
import { encode } from './http.mjs';
import { leaveLink, linkOf } from './token.mjs';

// The pages behind the links in letters.
async function linkStates(center, get, post) {
    const { client } = center;
    const form = Object.fromEntries(forms.map((f) => [f.name, f]));
    const press = (link, list) => client.post(link, [['list', list]]);
    const join = async (mail) => {
        await send(client, form.club, form.club.good(mail));
        return linkOf(center, 'confirm', mail);
    };
    const everything = 'newsletter club special-offers';
    const waiting = fresh('waiting'), back = fresh('back'), joined = fresh('joined'), left = fresh('left'), late = fresh('late');
    get('link to confirm', await join(waiting));
    await send(client, form['opt-out'], { email: back, list: 'all' });
    get('link to confirm after an opt-out', await join(back));
    const confirmed = await join(joined);
    await press(confirmed, everything);
    get('link to confirm, confirmed', confirmed);
    const gone = await join(late);
    await send(client, form['opt-out'], { email: late, list: 'all' });
    get('link to confirm, left', gone);
    get('link to leave one list', leaveLink(center, waiting, 'newsletter'));
    get('link to leave everything', leaveLink(center, waiting, 'all'));
    await press(await join(left), everything);
    const leave = leaveLink(center, left, 'newsletter', 'club');
    get('link to leave, left', (await press(leave, 'newsletter club')).headers.location);
    get('link to leave, left before', leave);
    get('link to undo', await linkOf(center, 'undo', left));
    const undone = fresh('undone');
    await press(await join(undone), everything);
    await press(leaveLink(center, undone, 'club'), 'club');
    const undo = await linkOf(center, 'undo', undone);
    await press(undo, 'club');
    get('link to undo, undone', undo);
    get('link to undo, late', `${await linkOf(center, 'undo', left)}?done=1`);
    get('link that is lost', '/confirm/x');
    await send(client, form.preferences, { email: joined });
    const choices = await linkOf(center, 'preferences', joined);
    get('choices', choices);
    const fields = async () => postForm((await client.get(choices)).text).fields;
    const pairs = async (values) => [...(await fields())].flatMap(([name, f]) =>
        [values[name] ?? (f.options.length ? f.values : f.value)].flat().map((one) => [name, one]));
    post('choices with errors', choices, await pairs({ name: 'http://a', email: 'x' }));
    get('choices saved', (await client.post(choices, await pairs({ list: ['club'], email: fresh('new') }))).headers.location);
    const [old, young] = [await linkOf(center, 'change-old', joined), await linkOf(center, 'change-new', joined)];
    get('link to change, old mailbox', old);
    await press(young, '');
    get('link to change, half', young);
}

// The end of a page: was it helpful.
function endStates(get, post) {
    const page = '/help/return-policy.html';
    for (const [name, query] of [['helpful', 'helpful=yes'], ['not helpful', 'helpful=no'], ['not helpful, and why', 'helpful=no&told=1']]) {
        get(name, `/feedback/thanks?page=${page}&${query}`);
    }
    const told = (reason, message, of = page) => [['page', of], ['helpful', 'no'], ['reason', reason], ['message', message]];
    post('not helpful, with errors', '/feedback', told('x', 'a'.repeat(501)));
    post('not helpful, of a page that is gone', '/feedback', told('other', 'Too long', '/help/no-such-page.html'));
}

// Drafts, by the links that editors have. The center has templates of its own to write them to.
const DRAFT = `---
title: The care of pearls and other soft gemstones
summary: How to keep them, in a sentence or two.
section: learning
draft: yes
---
Pearls come last when you dress, and off first.
`;
async function draftStates(center, get) {
    for (const [name, text] of [['a draft', DRAFT], ['a draft with mistakes', `${DRAFT}\n{{NO_SUCH_THING}} [lost](/help/nowhere.html)\n`]]) {
        const page = name.replaceAll(' ', '-');
        fs.writeFileSync(path.join(center.templates, 'help', `${page}.md`), text);
        const { stdout } = await center.helpctl('page', 'preview', `help/${page}.md`);
        get(`preview of ${name}`, new URL(stdout.trim()).pathname);
    }
    get('preview that is lost', '/preview/x');
}

// A policy with versions: one that was, one in force, one to come.
async function policyStates(center, get) {
    const file = path.join(center.templates, 'help/return-policy.md');
    const shipped = fs.readFileSync(file, 'utf8'), versions = '/help/return-policy.html/versions';
    const publish = async (day, change) => {
        fs.writeFileSync(file, change(shipped).replace(/^effective: .*$/m, `effective: ${day}`));
        await center.helpctl('policy', 'publish', '/help/return-policy.html');
    };
    const kinder = (text) => text.replace('You have 30 days', 'You have 45 days').replace(/^## .*cannot return$/m, '## What stays with you');
    await publish('2026-06-01', kinder);
    await publish('2099-02-01', (text) => `${kinder(text)}\n## Gifts\n\nA gift comes back like anything else.\n`);
    for (const [name, rest] of [['versions', ''], ['a version that was', '/1'], ['a version to come', '/3'], ['what a version changed', '/2/changes'],
        ['version of a day', '?on=2026-07-01'], ['version of a day before all', '?on=2020-01-01'], ['version of no day', '?on=soon']]) {
        get(`policy, ${name}`, versions + rest);
    }
}

// Loads a state into a page of the browser's; gives the answer.
export async function show(page, center, { address, pairs }) {
    if (pairs) {
        await page.route(center.base + address, (route) => route.continue({
            method: 'POST', postData: encode(pairs),
            headers: { ...route.request().headers(), 'content-type': 'application/x-www-form-urlencoded' },
        }), { times: 1 });
    }
    return page.goto(center.base + address);
}

// [name, where it is loaded from: GET an address, or POST pairs to it]
// center: has templates of its own.
export async function states(center) {
    const { client } = center;
    const list = [];
    const get = (name, address) => list.push({ name, address });
    const post = (name, address, pairs) => list.push({ name, address, pairs });
    get('search with results', '/search?q=ring');
    get('search of one kind', '/search?q=stone&kind=question');
    get('search, second page', '/search?q=stone&page=2');
    get('search with a misspelt word', '/search?q=retrun+polcy');
    get('search with nothing', '/search?q=qqxyzzy');
    get('search with a long word', `/search?q=${'w'.repeat(110)}`);
    get('not found', '/help/no-such-page.html');
    get('not found, by the web server', '/static/no-such.css');
    get('delivery dates', '/delivery?to=us&method=ground&date=&time=');
    get('delivery dates compared', '/delivery?to=ca&method=&date=&time=09:00');
    get('delivery dates not offered', '/delivery?to=world&method=overnight&date=&time=');
    get('delivery dates with everything wrong', '/delivery?to=x&method=x&date=x&time=x');
    post('tracking number found', '/delivery', [['number', '9261292700768711948021']]);
    post('tracking number mistyped', '/delivery', [['number', '1Z999AA10123456785']]);
    for (const form of forms) {
        const empty = Object.fromEntries(form.fields.map((f) => [f.name, f.options ? [] : '']));
        const wrong = Object.fromEntries(form.fields.map((f) => [f.name, f.options ? ['x'] : f.type === 'text' ? 'http://a '.repeat(5) : '@'.repeat(f.max + 1)]));
        post(`${form.name} with nothing filled in`, form.address, pairsOf(form, empty, await open(client, form)));
        post(`${form.name} with everything wrong`, form.address, pairsOf(form, wrong, await open(client, form)));
        const answer = await send(client, form, form.good(fresh('state')));
        get(`${form.name} received`, answer.headers.location);
    }
    const first = forms[0];
    post('a form that was open too long', first.address, pairsOf(first, first.good('a@example.com'), 'x'));
    post('a parameter that is unknown', first.address, [['x', '1']]);
    endStates(get, post);
    await draftStates(center, get);
    await policyStates(center, get);
    await linkStates(center, get, post);
    return list;
}

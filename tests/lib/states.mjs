// The states in which people see the help center beside its pages: forms that came back, results, errors, receipts.
import { forms, fresh, open, pairsOf, send } from './forms.mjs';

// [name, where it is loaded from: GET an address, or POST pairs to it]
export async function states(center) {
    const { client } = center;
    const list = [];
    const get = (name, address) => list.push({ name, address });
    const post = (name, address, pairs) => list.push({ name, address, pairs });
    get('search with results', '/search?q=ring');
    get('search with nothing', '/search?q=qqxyzzy');
    get('search with a long word', `/search?q=${'w'.repeat(110)}`);
    get('not found', '/help/no-such-page.html');
    get('not found, by the web server', '/static/no-such.css');
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
    return list;
}

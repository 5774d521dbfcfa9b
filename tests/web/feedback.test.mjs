// Was this page helpful: votes as people give them, with nothing but two buttons; and the counts of what is read.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { all, errors, links, note, postForm, title } from '../lib/html.mjs';
import { lock, start, until } from '../lib/instance.mjs';
import { everything } from '../lib/rows.mjs';
import { crawl } from '../lib/site.mjs';
import { words } from '../lib/words.mjs';

const PAGE = '/help/return-policy.html', LIMIT = 5;
const center = await start({ settings: { trusted_proxies: '127.0.0.0/8' } });
after(() => center.stop());
const { client } = center;

const from = (address) => ({ 'X-Forwarded-For': address });
let serial = 0;
const stranger = () => from(`10.${++serial}.0.1`); // of a network of its own
const send = (fields, headers = stranger(), to = client) => to.post('/feedback', { page: PAGE, ...fields }, headers);
const votes = () => center.sql('SELECT page, helpful, not_helpful FROM v_feedback ORDER BY page');
const count = (where = '1') => center.one(`SELECT count(*) FROM page_feedback WHERE ${where}`);
const said = (where = '1') => center.sql(`SELECT page, reason, message FROM v_feedback_messages WHERE ${where}`);

function assertLeads(answer, query) {
    assert.equal(answer.status, 303, answer.text);
    assert.equal(answer.headers.location, `/feedback/thanks?page=${PAGE}&${query}`);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers['set-cookie'], undefined);
}

test('two buttons stand at the end of every article and page of questions, and nowhere else', async () => {
    const has = { [PAGE]: 1, '/faq/shipping': 1, '/help/careers.html': 1, '/help/privacy-policy.html': 1,
        '/help.html': 0, '/faq': 0, '/help/sitemap.html': 0, '/newsletter': 0, '/search': 0, '/contact': 0 };
    for (const [address, times] of Object.entries(has)) {
        const { text } = await client.get(address);
        const forms = all(text, 'form').filter((t) => t.attributes.action === '/feedback');
        assert.equal(forms.length, times, address);
        if (!times) continue;
        assert.equal(forms[0].attributes.method, 'post');
        const part = text.slice(forms[0].end, text.indexOf('</form>', forms[0].end));
        assert.deepEqual(all(part, 'input').map((t) => [t.attributes.name, t.attributes.value]), [['page', address]], 'no nonce');
        assert.deepEqual(all(part, 'button').map((t) => [t.attributes.name, t.attributes.value]), [['helpful', 'yes'], ['helpful', 'no']]);
    }
});

test('three to five related pages stand at the end of every article and page of questions', async () => {
    const pages = new Map((await crawl(client)).entries());
    let ends = 0;
    for (const address of pages.keys()) {
        if (!/^\/(help|faq)\/[^\/]+$/.test(address) || address === '/help/sitemap.html') continue;
        const { text } = await client.get(address);
        const nav = all(text, 'nav').find((t) => t.attributes.class === 'related');
        const near = links(text.slice(nav.end, text.indexOf('</nav>', nav.end)));
        assert.ok(near.length >= 3 && near.length <= 5 && new Set(near).size === near.length, `${address}: ${near}`);
        for (const one of near) assert.ok(one !== address && pages.has(one), `${address}: ${one}`);
        ends++;
    }
    assert.ok(ends > 20, `${ends} pages`);
});

test('a vote for a page, network and day counts once: the last one', async () => {
    const home = from('192.0.2.7'), neighbour = from('192.0.2.8'), six = from('2001:db8:1:2::1'), sixth = from('2001:db8:1:3::1');
    assertLeads(await send({ helpful: 'yes' }, home), 'helpful=yes');
    assert.deepEqual(await votes(), [{ page: PAGE, helpful: 1, not_helpful: 0 }]);
    assertLeads(await send({ helpful: 'yes' }, home), 'helpful=yes');
    assertLeads(await send({ helpful: 'no' }, neighbour), 'helpful=no');
    assert.deepEqual(await votes(), [{ page: PAGE, helpful: 0, not_helpful: 1 }], 'one network, one vote');
    await send({ helpful: 'yes' }, six);
    await send({ helpful: 'yes' }, sixth);
    await send({ helpful: 'no', page: '/faq/shipping' }, home);
    assert.deepEqual(await votes(), [
        { page: '/faq/shipping', helpful: 0, not_helpful: 1 }, { page: PAGE, helpful: 1, not_helpful: 1 }]);
    const bytes = JSON.stringify(await center.sql('SELECT *, hex(voter) FROM page_feedback'));
    assert.doesNotMatch(bytes, /192\.0\.2|2001:db8/, 'no network is kept');
    assert.doesNotMatch(center.log(), /192\.0\.2|2001:db8/);
});

test('the page after a yes thanks, and leads back; the one after a no asks why', async () => {
    const yes = await client.get(`/feedback/thanks?page=${PAGE}&helpful=yes`);
    assert.equal(yes.status, 200);
    assert.ok(title(yes.text).startsWith(words('thanks_title')));
    assert.ok(links(yes.text).includes(PAGE));
    assert.equal(yes.headers['cache-control'], 'no-store');
    assert.match(yes.text, /<meta name="robots" content="noindex">/);
    const no = await client.get(`/feedback/thanks?page=${PAGE}&helpful=no`);
    const { action, fields } = postForm(no.text);
    assert.equal(action, '/feedback');
    assert.deepEqual([...fields.keys()], ['page', 'helpful', 'reason', 'message', 'website'], 'no nonce');
    assert.deepEqual(fields.get('reason').options, ['missing', 'unclear', 'wrong', 'other']);
    assert.equal(fields.get('reason').value, '', 'no reason is put into anybody\'s mouth');
    assert.ok(no.text.includes(words('help_feedback')), 'it asks to leave personal data out');
});

test('a reason and a message are kept, and told once', async () => {
    const ada = stranger();
    await send({ helpful: 'no' }, ada);
    for (let i = 0; i < 2; i++) { // a double click
        assertLeads(await send({ helpful: 'no', reason: 'wrong', message: 'The fee is\nout of date.', website: '' }, ada), 'helpful=no&told=1');
    }
    assertLeads(await send({ helpful: 'no', message: 'And the table.' }, ada), 'helpful=no&told=1');
    assertLeads(await send({ helpful: 'yes' }, ada), 'helpful=yes');
    assert.deepEqual(await said("message LIKE 'The fee%'"), [{ page: PAGE, reason: 'wrong', message: 'The fee is\nout of date. | And the table.' }]);
    assertLeads(await send({ helpful: 'no', reason: 'unclear', message: '' }), 'helpful=no&told=1');
    assert.equal((await said("reason = 'unclear' AND message IS NULL")).length, 1);
    const told = await client.get(`/feedback/thanks?page=${PAGE}&helpful=no&told=1`);
    assert.ok(told.text.includes(words('thanks_told')));
    assert.ok(links(told.text).includes(PAGE));
    const { stdout } = await center.helpctl('feedback', '--page', PAGE, '--days', '2');
    assert.match(stdout, /helpful not helpful +share +page\n.*return-policy\.html\n/);
    assert.match(stdout, /wrong\n {4}The fee is\n {4}out of date\. \| And the table\.\n/);
    assert.match((await center.helpctl('feedback', '--page', '/nowhere')).stdout, /^Nobody has said/);
    for (const wrong of [['--days', '0'], ['--days', 'x'], ['--days', '401'], ['--page', 'x'], ['x']]) {
        await assert.rejects(center.helpctl('feedback', ...wrong), { code: 2 }, wrong.join(' '));
    }
});

test('a message that can\'t be taken comes back with what was typed', async () => {
    const long = 'x'.repeat(501), spam = 'See https://a.example https://b.example https://c.example https://d.example';
    const cases = [
        [{ message: long }, 'message', 422], [{ message: spam }, 'message', 422], [{ reason: 'rude', message: 'kept' }, 'reason', 422],
    ];
    const before = await count();
    for (const [fields, field, status] of cases) {
        const answer = await send({ helpful: 'no', ...fields });
        assert.equal(answer.status, status);
        assert.match(errors(answer.text)[0].href, new RegExp(`^#${field}`));
        assert.equal(postForm(answer.text).fields.get('message').value, fields.message);
        assert.equal(postForm(answer.text).fields.get('page').value, PAGE);
    }
    const trapped = await send({ helpful: 'no', message: 'kept', website: 'x' });
    assert.equal(trapped.status, 422);
    assert.equal(note(trapped.text), words('note_trap'));
    const gone = await send({ page: '/help/gone.html', helpful: 'no', message: 'kept' });
    assert.equal(gone.status, 404);
    assert.equal(note(gone.text), words('gone_note'));
    assert.equal(postForm(gone.text).fields.get('message').value, 'kept');
    assert.equal(await count(), before);
    assertLeads(await send({ helpful: 'no', message: 'ü'.repeat(500) }), 'helpful=no&told=1');
});

test('what no page of ours sends is refused, and changes nothing', async () => {
    const before = await count();
    for (const [fields, status] of [
        [{ helpful: 'maybe' }, 400], [{}, 400], [{ helpful: 'yes', page: '/help/gone.html' }, 404], [{ helpful: 'yes', page: '/newsletter' }, 404],
        [{ helpful: 'yes', page: '/help.html' }, 404], [{ helpful: 'yes', page: '' }, 404], [{ helpful: 'yes', more: '1' }, 400],
        [{ helpful: 'yes', page: `${PAGE}#top` }, 404],
    ]) {
        assert.equal((await send(fields)).status, status, JSON.stringify(fields));
    }
    assert.equal((await client.post('/feedback', [['page', PAGE], ['helpful', 'yes'], ['helpful', 'no']])).status, 400, 'both at once');
    for (const [query, status] of [['helpful=yes', 404], [`page=${PAGE}`, 400], [`page=${PAGE}&helpful=x`, 400], ['page=/x&helpful=no', 404], ['%', 400]]) {
        assert.equal((await client.get(`/feedback/thanks?${query}`)).status, status, query);
    }
    assert.equal((await client.post('/feedback/thanks', { page: PAGE, helpful: 'yes' })).status, 405);
    assert.equal(await count(), before);
});

test('a vote from another site is refused; one without a word about its origin counts', async () => {
    const before = await count();
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }, { Origin: 'null' }]) {
        assert.equal((await send({ helpful: 'no' }, { ...stranger(), ...headers })).status, 403);
    }
    assert.equal(await count(), before);
    assertLeads(await send({ helpful: 'yes' }, { ...stranger(), 'Sec-Fetch-Site': 'same-origin', Origin: center.base }), 'helpful=yes');
    assertLeads(await send({ helpful: 'yes' }), 'helpful=yes');
    assert.equal(await count(), before + 2);
});

test('GET and HEAD change nothing', async () => {
    const before = await everything(center);
    for (const method of ['GET', 'HEAD']) {
        for (const address of [`/feedback?page=${PAGE}&helpful=no`, `/feedback/thanks?page=${PAGE}&helpful=no&reason=wrong&message=x`]) {
            const { status, headers } = await client.request(address, { method, headers: stranger() });
            assert.ok([200, 303].includes(status), `${method} ${address}: ${status}`);
            assert.equal(headers['set-cookie'], undefined);
        }
    }
    assert.deepEqual(await everything(center), before);
});

test('known bots see the same pages, and count nowhere', async () => {
    const bot = { ...stranger(), 'User-Agent': 'Googlebot/2.1' };
    const before = await count();
    assertLeads(await send({ helpful: 'no', message: 'beep' }, bot), 'helpful=no&told=1');
    assert.equal(await count(), before);
});

test('past a limit: 429 with Retry-After, and the message is kept', async () => {
    const limited = await start({ settings: { form_limit_network: LIMIT, trusted_proxies: '127.0.0.0/8' } });
    try {
        const home = from('192.0.2.1');
        for (let i = 0; i < LIMIT; i++) assert.equal((await send({ helpful: i % 2 ? 'yes' : 'no' }, home, limited.client)).status, 303);
        const vote = await send({ helpful: 'no' }, home, limited.client);
        assert.equal(vote.status, 429);
        assert.ok(Number(vote.headers['retry-after']) > 0);
        assert.ok(title(vote.text).startsWith(words('limit_title')));
        const message = await send({ helpful: 'no', message: 'kept' }, home, limited.client);
        assert.equal(message.status, 429);
        assert.ok(Number(message.headers['retry-after']) > 0);
        assert.equal(postForm(message.text).fields.get('message').value, 'kept');
        assert.equal(await limited.one('SELECT count(*) FROM page_feedback WHERE message IS NOT NULL'), 0);
        assert.equal((await send({ helpful: 'yes' }, from('198.51.100.1'), limited.client)).status, 303, 'another network is free');
    } finally {
        await limited.stop();
    }
});

test('while the database is locked: 503, what was typed is kept, and it works again', async () => {
    const ada = stranger(), before = await count();
    const release = await lock(center);
    const vote = await send({ helpful: 'no' }, ada);
    const message = await send({ helpful: 'no', message: 'kept' }, ada);
    for (const answer of [vote, message]) {
        assert.equal(answer.status, 503);
        assert.ok(Number(answer.headers['retry-after']) > 0);
    }
    assert.equal(note(message.text), words('note_busy'));
    assert.equal(postForm(message.text).fields.get('message').value, 'kept');
    await release();
    assert.equal(await count(), before);
    assertLeads(await send({ helpful: 'no', message: 'kept' }, ada), 'helpful=no&told=1');
    assert.equal(await count(), before + 1);
});

// A help center that nobody has read in yet.
const quiet = await start();
after(() => quiet.stop());

test('pages read are counted by day and address; bots, errors and redirects are not', async () => {
    const { client } = quiet;
    const reads = (page) => quiet.one(`SELECT coalesce(sum(reads), 0) FROM v_pages_read WHERE page = '${page}'`);
    const page = '/help/wish-list.html', last = '/help/rewards.html';
    for (let i = 0; i < 3; i++) assert.equal((await client.get(page)).status, 200);
    const { etag } = (await client.get(page)).headers;
    assert.equal((await client.get(page, { 'If-None-Match': etag })).status, 304);
    await client.get(page, { 'User-Agent': 'Googlebot/2.1' });
    await client.request(page, { method: 'HEAD' });
    assert.equal((await client.get('/wishlist_help.php')).status, 301);
    await client.get('/help/nowhere.html?x=1');
    await client.get(`/feedback/thanks?page=${page}&helpful=yes`);
    assert.equal((await client.get(last)).status, 200);
    await until('the fold', async () => (await reads(last)) === 1);
    assert.equal(await reads(page), 5);
    assert.equal(await quiet.one("SELECT count(*) FROM v_pages_read WHERE page NOT LIKE '/%' OR page LIKE '%nowhere%' OR page LIKE '/feedback%'"), 0);
});

test('an end folds the rest, and a kill loses a second at most', async () => {
    const { client } = quiet, page = '/help/carat-weight.html';
    const reads = async () => (await quiet.one(`SELECT sum(reads) FROM v_pages_read WHERE page = '${page}'`)) ?? 0;
    for (let i = 0; i < 20; i++) await client.get(page);
    assert.equal(await quiet.end(), 0);
    assert.equal(await reads(), 20);
    await quiet.restart();
    for (let i = 0; i < 20; i++) await client.get(page);
    await until('a fold', async () => (await reads()) === 40);
    assert.equal((await client.post('/feedback', { page, helpful: 'yes' })).status, 303);
    for (let i = 0; i < 20; i++) await client.get(page);
    await quiet.kill();
    assert.ok(await reads() >= 40 && await reads() <= 60);
    assert.equal(await quiet.one('SELECT count(*) FROM page_feedback'), 1, 'a vote that was answered is there');
    assert.equal(await quiet.one('PRAGMA integrity_check'), 'ok');
    await quiet.restart();
});

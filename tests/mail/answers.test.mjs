// Inquiries by mail: the receipt says how soon an answer comes and holds nothing that was typed; what staff answer arrives
// line by line; and what staff do wrongly is told, and leaves everything as it was.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { formNamed, forms, fresh, send } from '../lib/forms.mjs';
import { reference } from '../lib/html.mjs';
import { build, start } from '../lib/instance.mjs';
import { deliver, Mailbox } from '../lib/mailbox.mjs';
import { words } from '../lib/words.mjs';

const center = await start();
after(() => center.stop());
const { client } = center, mails = new Mailbox(center);

// Sends a form as a visitor does; the reference.
async function ask(form, values) {
    const answer = await send(client, form, values);
    assert.equal(answer.status, 303, answer.text);
    return reference((await client.get(answer.headers.location)).text);
}
// helpctl inquiry ..., with a text on standard input
const inquiry = (input, ...args) => spawnSync(path.join(build, 'helpctl'), ['-c', center.conf, 'inquiry', ...args], { input, encoding: 'utf8' });
function done(input, ...args) {
    const answer = inquiry(input, ...args);
    assert.equal(answer.status, 0, answer.stderr);
    return answer.stdout;
}
const rows = () => center.sql(`SELECT (SELECT count(*) FROM outbox) AS letters, (SELECT count(*) FROM audit) AS audit,
    (SELECT group_concat(state || coalesce(assigned_to, '')) FROM inquiry) AS inquiries, (SELECT count(*) FROM inquiry_answer) AS answers`);

const KINDS = { catalog: 'catalog', advice: 'advice', sell: 'sell', careers: 'job', contact: 'message' };

for (const form of forms.filter((one) => one.inquiry)) {
    test(`${form.name}: a receipt with the reference and how soon an answer comes, and nothing that was typed`, async () => {
        const mail = fresh(form.name);
        const typed = { ...form.good(mail), name: 'Quanda Wobblethorpe', message: 'zyx-typed-zyx' };
        if (!form.fields.some((f) => f.name === 'message')) delete typed.message;
        const ref = await ask(form, typed);
        const letter = await mails.to(mail, 'inquiry');
        assert.equal(letter.subject, words('letter_inquiry_subject', { reference: ref }));
        assert.equal(letter.headers['auto-submitted'], 'auto-generated');
        for (const text of [letter.text, letter.html]) {
            assert.ok(text.includes(ref));
            assert.ok(text.includes(words(`letter_inquiry_${KINDS[form.name]}`)));
            assert.ok(text.includes(words(`letter_soon_${KINDS[form.name]}`)));
        }
        assert.doesNotMatch(letter.bytes + letter.text + letter.html, /quanda|wobble|zyx|amethyst|AB-1207|A-10023|Fifth Avenue|troy/i);
    });
}

const advice = formNamed('advice');
const TEXT = `Dear Ada,

it was heated, as most sapphires are <and> "priced" so & not otherwise, which the report of the laboratory says as well.
See https://www.alphaimports.com/item/AB-1207

Kind regards
Zoë
`;

test('an answer arrives, line by line, from a person to whom one can answer', async () => {
    const mail = fresh('asks'), ref = await ask(advice, { ...advice.good(mail), message: 'zyx-typed-zyx' });
    const said = done(TEXT.replaceAll('\n', '\r\n'), 'answer', ref.toLowerCase().replace('-', ' '));
    assert.match(said, new RegExp(`^${ref} is answered`));
    const letter = await mails.to(mail, 'answer');
    assert.equal(letter.subject, words('letter_answer_subject', { reference: ref }));
    assert.equal(letter.headers['reply-to'], 'support@alphaimports.com');
    assert.equal(letter.headers['auto-submitted'], undefined);
    assert.ok(letter.text.includes(`
Dear Ada,

it was heated, as most sapphires are <and> "priced" so & not otherwise,
which the report of the laboratory says as well.
See https://www.alphaimports.com/item/AB-1207

Kind regards
Zoë

Reference: ${ref}
`), letter.text);
    assert.match(letter.html, />Dear Ada,<\/p>/);
    assert.match(letter.html, /&lt;and&gt; &quot;priced&quot; so &amp; not otherwise, .* says as well\.<br>See https:/);
    assert.match(letter.html, />Kind regards<br>Zoë<\/p>/);
    assert.doesNotMatch(letter.text + letter.html, /zyx-typed/);
    assert.deepEqual(await center.sql(`SELECT state, answers FROM v_inquiries WHERE reference = '${ref}'`), [{ state: 'answered', answers: 1 }]);
    const [{ text }] = await center.sql(`SELECT text FROM v_inquiry_answers WHERE reference = '${ref}'`);
    assert.equal(text, TEXT.trimEnd());
    assert.doesNotMatch(center.log(), /sapphire|zyx-typed|asks/);
});

test('an answer from a file; another one only when it is meant', async () => {
    const mail = fresh('twice'), ref = await ask(advice, advice.good(mail));
    const file = path.join(center.dir, 'answer.txt');
    fs.writeFileSync(file, '\ufeffFrom\ra file.\n\n\n');
    done('', 'answer', ref, '--text', file);
    const before = await rows();
    const refused = inquiry('Once more.', 'answer', ref);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, new RegExp(`${ref} was answered on \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d by \\S+; to send another answer, add --again`));
    assert.deepEqual(await rows(), before);
    done('Once more.', 'answer', ref, '--again');
    assert.deepEqual((await center.sql(`SELECT text FROM v_inquiry_answers WHERE reference = '${ref}'`)).map((r) => r.text), ['From\na file.', 'Once more.']);
});

test('what staff get wrong is told, and changes nothing', async () => {
    const mail = fresh('wrong'), ref = await ask(advice, advice.good(mail)), closed = await ask(advice, { ...advice.good(mail), item: 'other' });
    done('', 'close', closed);
    const before = await rows();
    const wrong = [
        [1, /is no reference/, 'x', 'answer', 'no-reference'],
        [1, /there is no inquiry 0000-0000/, 'x', 'answer', '0000-0000'],
        [1, /there is no inquiry/, '', 'show', '0000-0000'],
        [1, /there is no inquiry/, '', 'assign', '0000-0000', 'maria'],
        [1, /there is no inquiry/, '', 'close', '0000-0000'],
        [1, /there is no inquiry/, '', 'reopen', '0000-0000'],
        [1, /the answer is empty/, '', 'answer', ref],
        [1, /the answer is empty/, ' \r\n\t\n', 'answer', ref],
        [1, /longer than 8000 characters/, 'ü'.repeat(8001), 'answer', ref],
        [1, /longer than 8000 characters/, 'x'.repeat(200_000), 'answer', ref],
        [1, /text in UTF-8, without control/, 'a\x1b[2J', 'answer', ref],
        [1, /text in UTF-8, without control/, Buffer.from([0x5a, 0x6f, 0xeb]), 'answer', ref],
        [1, /not found/, '', 'answer', ref, '--text', path.join(center.dir, 'none.txt')],
        [1, /is closed; open it again/, 'x', 'answer', closed, '--again'],
        [1, /is closed; open it again/, '', 'assign', closed, 'maria'],
        [1, /is closed already/, '', 'close', closed],
        [1, /is open/, '', 'reopen', ref],
        [1, /one line of at most 60/, '', 'assign', ref, 'm'.repeat(61)],
        [1, /one line of at most 60/, '', 'assign', ref, 'a\nb'],
        [2, /^usage/m, '', 'assign', ref],
        [2, /^usage/m, '', 'assign', ref, 'maria', '--nobody'],
        [2, /the name is empty/, '', 'assign', ref, ''],
        [2, /^usage/m, '', 'answer'],
        [2, /^usage/m, '', 'close', ref, 'x'],
        [2, /^usage/m, '', 'none'],
        [2, /a kind is one of/, '', 'list', '--kind', 'none'],
        [2, /a state is one of/, '', 'list', '--state', 'none'],
        [2, /one of --csv and --json/, '', 'list', '--csv', '--json'],
    ];
    for (const [status, why, input, ...args] of wrong) {
        const answer = inquiry(input, ...args);
        assert.equal(answer.status, status, args.join(' ') + answer.stderr);
        assert.match(answer.stderr, why);
        assert.equal(answer.stdout, '');
    }
    assert.deepEqual(await rows(), before);
    done('ü'.repeat(8000), 'answer', ref);
});

test('the list and one inquiry, as staff see them', async () => {
    const form = formNamed('sell'), mail = fresh('sells'), values = { ...form.good(mail), name: '=cmd|x', message: 'One\nstate              closed' };
    const ref = await ask(form, values);
    done('', 'assign', ref, 'maria');
    const mine = (list) => list.find((one) => one.reference === ref);
    assert.deepEqual(mine(JSON.parse(done('', 'list', '--json'))), { reference: ref, kind: 'sell', state: 'open', email: mail, name: '=cmd|x',
        received_at: await center.one(`SELECT received_at FROM v_inquiries WHERE reference = '${ref}'`), assigned_to: 'maria', answers: 0 });
    assert.match(done('', 'list', '--csv', '--kind', 'sell'), new RegExp(`\r\n${ref},sell,open,"[^"]*",${mail},"'=cmd\\|x",maria,0\r\n`));
    assert.match(done('', 'list', '--kind', 'sell'), new RegExp(`^${ref} +sell +open .* maria +${mail} `, 'm'));
    assert.equal(mine(JSON.parse(done('', 'list', '--json', '--kind', 'job'))), undefined);
    done('', 'assign', ref, '--nobody');
    done('', 'close', ref);
    assert.equal(mine(JSON.parse(done('', 'list', '--json'))), undefined);
    assert.equal(mine(JSON.parse(done('', 'list', '--json', '--state', 'closed'))).assigned_to, null);
    done('', 'reopen', ref);
    done('We buy them.\n\nPlease send one.', 'answer', ref);
    const shown = done('', 'show', ref);
    for (const line of ['kind               sell', 'state              answered', 'quantity           1200', 'treatment          none-known', 'owner              yes',
        '    One', '    state              closed', '    We buy them.', '    Please send one.']) {
        assert.ok(shown.split('\n').includes(line), `${line} in\n${shown}`);
    }
    assert.ok(!shown.split('\n').includes('state              closed'), 'what was typed passes for nothing else');
});

test('where the person was erased nobody can be answered, and staff are told', async () => {
    const mail = fresh('gone'), ref = await ask(advice, advice.good(mail));
    await center.helpctl('person', 'erase', mail, '--yes');
    const before = await rows();
    for (const args of [['answer', ref], ['reopen', ref]]) {
        const refused = inquiry('Dear', ...args);
        assert.equal(refused.status, 1);
        assert.match(refused.stderr, /was erased, and nobody is left/);
    }
    assert.deepEqual(await rows(), before);
    assert.doesNotMatch(done('', 'show', ref), /AB-1207|heated/);
});

test('who answers such a letter reaches people: the program makes nothing of it', async () => {
    const mail = fresh('replies'), ref = await ask(advice, advice.good(mail));
    done(TEXT, 'answer', ref);
    const letter = await mails.to(mail, 'answer');
    const before = await rows();
    for (const [i, { subject, text }] of [await mails.to(mail, 'inquiry'), letter].entries()) {
        await deliver(center, `From: <${mail}>\nTo: support@alphaimports.com\nSubject: Re: ${subject}\nMessage-ID: <${i}.${ref}@example.com>\n\n`
            + `Thank you. The picture is attached.\n\n${text.replace(/^/gm, '> ')}\n`, { recipient: 'support@alphaimports.com', sender: mail });
    }
    assert.deepEqual(await center.sql("SELECT DISTINCT kind, acted FROM v_mail_in"), [{ kind: 'person', acted: 0 }]);
    assert.deepEqual(await rows(), before);
});

// Kinds of bad input, made from the table of forms: for each field what its type must not hold, and for each form what
// a form as a whole must not be.
import { forms } from './forms.mjs';
import { words } from './words.mjs';

const long = (n) => 'x'.repeat(n);

// Bytes that are no text at all: refused as a whole, whatever field they stand in.
const BYTES = {
    'NUL': Buffer.from('Ada\0'),
    'a control character': Buffer.from('Ada\x01'),
    'an escape sequence': Buffer.from('Ada\x1b[2J'),
    'DEL': Buffer.from('Ada\x7f'),
    'a C1 control character': Buffer.from('Ada\u0085'),
    'bytes of Latin-1': Buffer.from([0x5a, 0x6f, 0xeb]),
    'UTF-8 cut off': Buffer.from([0x41, 0xe2, 0x82]),
    'an overlong form': Buffer.from([0x41, 0xc0, 0xaf]),
    'a surrogate in UTF-8': Buffer.from([0xed, 0xa0, 0x80]),
    'a character past U+10FFFF': Buffer.from([0xf4, 0x90, 0x80, 0x80]),
};

const MAILS = [
    'plain', '@example.com', 'ada@', 'ada@@example.com', 'ada@example', 'ada@.com', 'ada@example.', 'ada@-example.com',
    'ada@example-.com', 'ada@exam ple.com', 'ada b@example.com', '.ada@example.com', 'ada.@example.com',
    'ada..b@example.com', 'ada@example..com', 'ada@127.0.0.1', 'ada@[127.0.0.1]', 'ada@example.123', 'ada,b@example.com',
    'ada@example.com,eve@example.com', 'ada@example.com;eve@example.com', 'Ada <ada@example.com>', '<ada@example.com>',
    'ada@exa_mple.com', 'ada@example.com/../x', 'ada(comment)@example.com', '"ada b"@example.com', 'ada@example.com?cc=eve',
    'mailto:ada@example.com', 'adaé@example.com', `${long(65)}@example.com`, `ada@${long(64)}.com`, 'ada@xn--.com',
    'ada＠example.com', "ada@example.com' OR 1=1 --", 'ada\\@example.com', 'ada@exam\u200bple.com', 'ada:b@example.com',
];
const PHONES = ['call me', '1234', '++--()', '212-555-O1OO', '１２３４５６７', '555 0100 x1', '#2125550100', '212;555;0100'];
const ZIPS = ['#10036', '10036!', '---', '１００３６', '10036; DROP', 'SW1A_1AA', '10036\u00e9'];
const NUMBERS = ['many', '-1', '1,7', '1200,50', '12,00', ',100', '1,,000', '1.', '.5', '1.2.3', '1.2345', '1e3', '0x10', '1 000 00', '１２００', '$100', '1,000 '.repeat(2)];
const NO_LINKS = ['ada.example/resume', 'http://ada.example', 'https://', 'https://localhost', 'https://.example', 'https://ada.', 'https:/ada.example',
    'https://ada@ada.example', 'https://ada.example/a b', 'javascript:alert(1)//https://a.b', 'ftp://ada.example', 'https://ada.example/<b>',
    'https://ada.example/"', 'https://münchen.example', 'https://-ada.example'];
const LINKS = ['see http://spam.example/x', 'www.spam.example', 'Ada [url=x]', '<a href=x>Ada', 'HTTPS://SPAM.EXAMPLE'];
const MANY_LINKS = 'http://a.example https://b.example www.c.example ftp://d.example';

// What breaks the rule of a type: [what, value, the word that the page must say]
const BREAKS = {
    line: () => [],
    person: () => LINKS.map((v) => ['a link', v, 'error_links']),
    text: () => [['four links', MANY_LINKS, 'error_links']],
    email: (f) => MAILS.map((v) => ['no address', v, f.wrong]),
    phone: (f) => PHONES.map((v) => ['no phone number', v, f.wrong]),
    zip: (f) => ZIPS.map((v) => ['no postal code', v, f.wrong]),
    choice: (f) => ['everything', 'ALL', 'newsletter,club', '0', '<b>'].map((v) => ['no choice', v, f.wrong]),
    select: (f) => ['everything', 'USD,EUR', '0', '<b>'].map((v) => ['no choice', v, f.wrong]),
    number: (f) => NUMBERS.map((v) => ['no number', v, f.wrong]),
    link: (f) => NO_LINKS.map((v) => ['no web address', v, f.wrong]),
    choices: (f) => ['club', 'all', 'x'].map((v) => ['no choice', v, f.wrong]),
};
const tooLong = (f) => (f.type === 'link' ? `https://a.b/${long(f.max - 11)}` : f.type === 'email' ? `${long(f.max - 11)}@example.com` : f.type === 'text' ? 'ü'.repeat(f.max + 1)
    : '1'.repeat(f.max + 1));

// The sentence that a page says of a field.
function sentence(f, word) {
    const side = f.name.startsWith('old_') ? 'label_old_value' : 'label_new_value';
    return (f.pair ? `${words(f.label)}: ` : '') + words(word, { label: words(f.pair ? side : f.label), max: f.max });
}
const href = (f) => (f.options && f.type !== 'select' ? `#${f.name}-${f.options[0]}` : `#${f.name}`);
const showing = (f, word) => ({ href: href(f), text: sentence(f, word) });

// A form sent with one field changed: status 422, that error and no other, and all that was typed.
function wrongValue(form, field, what, value, word) {
    const values = (mail) => {
        const all = { ...form.good(mail), [field.name]: value };
        // the right value of a pair is asked for where the wrong one is given
        if (field.pair && field.name.startsWith('old_') && !all[field.name.slice(4)]) all[field.name.slice(4)] = fits(field);
        return all;
    };
    return {
        what: `${form.name}: ${field.name} holds ${what}: ${JSON.stringify(value).slice(0, 60)}`,
        form, values, status: 422, errors: [showing(field, word)],
    };
}
// a value that a field takes
const fits = (f) => ({ email: 'new@example.com', phone: '+1 212 555 0100', zip: '10036' })[f.type] ?? 'Something else';

function* ofField(form, f) {
    if (f.required) {
        yield wrongValue(form, f, 'nothing', f.options ? [] : '', f.missing);
        if (!f.options) yield wrongValue(form, f, 'white space', ' \u00a0\u3000 ', f.missing);
    }
    if (!f.options) yield wrongValue(form, f, `more than ${f.max} characters`, tooLong(f), 'error_too_long');
    for (const [what, value, word] of BREAKS[f.type](f)) yield wrongValue(form, f, what, value, word);
    for (const [what, bytes] of Object.entries(BYTES)) {
        yield {
            what: `${form.name}: ${f.name} holds ${what}`, form, values: (mail) => ({ ...form.good(mail), [f.name]: bytes }),
            status: 400,
        };
    }
    if (f.type !== 'choices') {
        yield { what: `${form.name}: ${f.name} is given twice`, form, status: 400, change: (pairs) => [...pairs, [f.name, 'x']] };
    }
}

const other = (form) => forms[(form.number + 1) % forms.length];
const flip = (nonce, at) => nonce.slice(0, at) + (nonce[at] === 'b' ? 'c' : 'b') + nonce.slice(at + 1);
const setNonce = (make) => (pairs) => pairs.map(([k, v]) => (k === 'nonce' ? [k, make(v)] : [k, v]));
const FORM_TYPE = 'application/x-www-form-urlencoded';
const MULTIPART = '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nada@example.com\r\n--b--\r\n';

// Of the form as a whole. tools: {forge(nonce, {seconds, form})}, nonceOf(form) a fresh one of another form.
function* ofForm(form) {
    const one = (what, status, more) => ({ what: `${form.name}: ${what}`, form, status, ...more });
    const refused = (what, change) => one(what, 422, { note: 'note_expired', change });
    yield refused('no nonce', (pairs) => pairs.filter(([k]) => k !== 'nonce'));
    yield refused('an empty nonce', setNonce(() => ''));
    yield refused('a nonce of another length', setNonce((n) => n.slice(0, -1)));
    yield refused('an altered nonce: its first byte', setNonce((n) => flip(n, 0)));
    yield refused('an altered nonce: what it says', setNonce((n) => flip(n, 50)));
    yield refused('an altered nonce: its signature', setNonce((n) => flip(n, n.length - 20)));
    yield one("another form's nonce", 422, { note: 'note_expired', nonceOf: other(form) });
    yield one('a nonce of 25 hours ago', 422, { note: 'note_expired', forged: { seconds: -25 * 3600 } });
    yield one('a nonce of an hour ahead', 422, { note: 'note_expired', forged: { seconds: 3600 } });
    yield one('a forged nonce of another form', 422, { note: 'note_expired', forged: { form: other(form).number } });
    yield one('the trap filled in', 422, {
        note: 'note_trap', change: (pairs) => pairs.map(([k, v]) => (k === 'website' ? [k, 'http://spam.example'] : [k, v])),
    });
    yield one('an unknown parameter', 400, { change: (pairs) => [...pairs, ['admin', '1']] });
    yield one('an unknown parameter without a name', 400, { change: (pairs) => [...pairs, ['', '1']] });
    yield one('a parameter in other case', 400, { change: (pairs) => [...pairs, ['Email', 'eve@example.com']] });
    yield one('the nonce twice', 400, { change: (pairs) => [...pairs, ['nonce', 'x']] });
    yield one('the trap twice', 400, { change: (pairs) => [...pairs, ['website', '']] });
    yield one('more than 64 parameters', 400, { change: (pairs) => [...pairs, ...Array(64).fill(['list', 'newsletter'])] });
    yield one('a name of 41 bytes', 400, { change: (pairs) => [...pairs, [long(41), '1']] });
    yield one('broken percent-encoding', 400, { body: (text) => `${text}&name=%zz` });
    yield one('percent-encoding cut off', 400, { body: (text) => `${text}%4` });
    yield one('a body past 64 KiB', 413, { body: (text) => `${text}&name=${long(64 * 1024)}` });
    for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=b', `x${FORM_TYPE}`, '', undefined]) {
        yield one(`Content-Type ${JSON.stringify(type)}`, 415, { headers: { 'Content-Type': type } });
    }
    yield one('a multipart body', 415, {
        headers: { 'Content-Type': 'multipart/form-data; boundary=b' }, body: () => MULTIPART,
    });
    const cross = (headers) => one(`from another site: ${JSON.stringify(headers)}`, 403, { headers });
    yield cross({ 'Sec-Fetch-Site': 'cross-site' });
    yield cross({ 'Sec-Fetch-Site': 'same-site' });
    yield cross({ 'Sec-Fetch-Site': 'same-site', Origin: 'https://evil.example' });
    yield cross({ 'Sec-Fetch-Site': 'cross-site', Origin: 'BASE' });
    yield cross({ 'Sec-Fetch-Site': 'unheard-of' });
    yield cross({ Origin: 'https://evil.example' });
    yield cross({ Origin: 'null' });
    yield cross({ Origin: 'BASE.evil.example' });
    yield cross({ Origin: 'BASE/' });
}

// What only one form can be wrong in.
function* special() {
    const named = (name) => forms.find((f) => f.name === name);
    const correct = named('correct'), update = named('update');
    const first = (form, name) => form.fields.find((f) => f.name === name);
    yield { what: 'correct: nothing to correct', form: correct, status: 422, values: (email) => ({ email, message: 'Please.' }),
        errors: [{ href: '#name', text: words('missing_correction') }] };
    yield { what: 'update: nothing new', form: update, status: 422, values: (email) => ({ email, message: 'Please.' }),
        errors: [{ href: '#name', text: words('missing_update') }] };
    for (const f of correct.fields.filter((one) => one.pair && one.name.startsWith('old_'))) {
        const right = first(correct, f.name.slice(4));
        yield { what: `correct: ${f.name} without what it should be`, form: correct, status: 422,
            values: (email) => ({ email, [f.name]: fits(f) }), errors: [showing(right, 'missing_new_value')] };
    }
    const all = forms.find((f) => f.name === 'catalog');
    yield { what: 'catalog: everything wrong at once', form: all, status: 422, values: () => ({ name: 'www.spam.example', zip: '#' }),
        errors: all.fields.filter((f) => f.required || f.name === 'zip').map((f) =>
            showing(f, f.name === 'name' ? 'error_links' : f.name === 'zip' ? f.wrong : f.missing)) };
}

// Each: {what, form, status, values(mail), errors, note, change(pairs), body(text), headers, forged, nonceOf}
export function badInputs() {
    return [...forms.flatMap((form) => [...form.fields.flatMap((f) => [...ofField(form, f)]), ...ofForm(form)]), ...special()];
}

// Every form: what it has, what is right in it, and where staff find what was sent. That the fields are those which
// the help center shows is itself a test (forms.test.mjs), so this table can't fall behind.
import assert from 'node:assert/strict';
import { postForm } from './html.mjs';

const person = (more) => ({
    name: 'name', type: 'person', max: 100, label: 'label_name', missing: 'missing_name', wrong: 'wrong_name', ...more,
});
const email = { name: 'email', type: 'email', max: 254, required: true, label: 'label_email', missing: 'missing_email', wrong: 'wrong_email' };
const line = (name, max, more) => ({ name, type: 'line', max, label: `label_${name}`, missing: `missing_${name}`, wrong: 'wrong_line', ...more });
const zip = (more) => ({ name: 'zip', type: 'zip', max: 16, label: 'label_zip', missing: 'missing_zip', wrong: 'wrong_zip', ...more });
const phone = { name: 'phone', type: 'phone', max: 40, label: 'label_phone', wrong: 'wrong_phone' };
const text = (max, label, more) => ({ name: 'message', type: 'text', max, label, wrong: 'wrong_text', ...more });
const number = (name) => ({ name, type: 'number', max: 16, required: true, label: `label_${name}`, missing: `missing_${name}`, wrong: 'wrong_number' });
const postal = (required) => [
    line('address1', 120, { required }), line('address2', 120), line('city', 100, { required }),
    line('state', 100), zip({ required }), line('country', 100, { required }),
];
// what is on file, and what it should be
const pair = (field) => [
    { ...field, name: `old_${field.name}`, label: `pair_${field.name}`, pair: true },
    { ...field, label: `pair_${field.name}`, missing: 'missing_new_value', pair: true },
];
const choices = (name, type, options, more) => ({ name, type, max: 120, options, wrong: 'wrong_choice', ...more });

// radio buttons of which none is set beforehand, and a list that opens
const choose = (name, options, label = `label_${name}`) => choices(name, 'choice', options, { required: true, label, missing: `missing_${name}` });
const select = (name, options) => choices(name, 'select', options, { required: true, label: `label_${name}`, missing: 'wrong_choice' });

const HOME = { address1: '12 Fifth Avenue', address2: 'Apt. 4', city: 'New York', state: 'NY', zip: '10036', country: 'USA' };
const subscribed = (...lists) => ({
    view: (mail) => `SELECT list, state, name FROM v_subscribers WHERE email = '${mail}' ORDER BY list`,
    rows: (v) => lists.map((list) => ({ list, state: 'pending', name: v.name })),
});
const requested = (kind) => ({
    view: (mail) => `SELECT kind, state FROM v_requests WHERE email = '${mail}'`,
    rows: () => [{ kind, state: 'received' }],
});
// An inquiry: its own row, and what its other fields say, in the form's order.
const inquired = (kind, ...details) => ({
    inquiry: true,
    view: (mail) => `SELECT field, value, (SELECT json_array(kind, state, name, message) FROM v_inquiries q WHERE q.reference = d.reference)
        AS inquiry FROM v_inquiry_details d WHERE reference IN (SELECT reference FROM v_inquiries WHERE email = '${mail}')`,
    rows: (v) => details.map((field) => ({ field, value: field === 'quantity' ? v[field].replace(',', '') : [v[field]].flat()[0],
        inquiry: JSON.stringify([kind, 'open', v.name ?? null, v.message]) })),
});

// number: the form's place in cgi/web/forms.h. good(mail): what a person enters. view, rows: what staff then see. again: the
// same thing from a new page is done once more.
export const forms = [
    { name: 'newsletter', address: '/newsletter', fields: [person({ required: true }), email],
        good: (mail) => ({ name: 'Ada Lovelace', email: mail }), ...subscribed('newsletter') },
    { name: 'offers', address: '/offers', fields: [person({ required: true }), email],
        good: (mail) => ({ name: 'Zoë O’Hara', email: mail }), ...subscribed('bargains') },
    { name: 'club', address: '/club',
        fields: [person({ required: true }), email,
            choices('list', 'choices', ['newsletter', 'bargains', 'special-offers'], { label: 'label_club_lists' })],
        good: (mail) => ({ name: '李小龍', email: mail, list: ['newsletter', 'special-offers'] }),
        ...subscribed('club', 'newsletter', 'special-offers') },
    { name: 'catalog', address: '/catalog', fields: [person({ required: true }), email, ...postal(true)],
        good: (mail) => ({ name: 'Grace Hopper', email: mail, ...HOME }),
        inquiry: true,
        view: (mail) => `SELECT kind, state, name, address1, city, zip, country FROM v_inquiries WHERE email = '${mail}'`,
        rows: (v) => [{ kind: 'catalog', state: 'open', name: v.name, address1: v.address1, city: v.city, zip: v.zip, country: v.country }] },
    { name: 'opt-out', address: '/opt-out',
        fields: [email,
            choices('list', 'choice', ['all', 'newsletter', 'bargains', 'club', 'special-offers'],
                { label: 'label_optout_list', required: true, missing: 'missing_list' }),
            text(500, 'label_reason')],
        good: (mail) => ({ email: mail, list: 'all', message: 'Too much mail.\nThank you.' }),
        // known: this address is one of a subscriber, or the view can't name it
        known: true,
        view: (mail) => `SELECT list, channel FROM v_optouts WHERE email = '${mail}'`,
        rows: () => [{ list: 'all', channel: 'web' }] },
    { name: 'correct', address: '/my-data/correct',
        fields: [email, { ...email, name: 'old_email', required: false, label: 'label_email_old' },
            ...[person(), phone, line('address1', 120), line('address2', 120), line('city', 100), line('state', 100),
                zip(), line('country', 100)].flatMap(pair),
            text(2000, 'label_message')],
        good: (mail) => ({ email: mail, old_email: `was-${mail}`, old_zip: '10063', zip: '10036', city: 'Yonkers', message: 'Order 1234.' }),
        view: (mail) => `SELECT c.field, c.old_value, c.new_value FROM v_requests r JOIN v_request_changes c USING (reference)
            WHERE r.email = '${mail}' AND r.kind = 'correct' AND r.state = 'received' ORDER BY c.field`,
        rows: (v) => [
            { field: 'city', old_value: null, new_value: v.city },
            { field: 'email', old_value: v.old_email, new_value: v.email },
            { field: 'zip', old_value: v.old_zip, new_value: v.zip }] },
    { name: 'update', address: '/my-data/update', fields: [email, person(), phone, ...postal(false), text(2000, 'label_message')],
        good: (mail) => ({ email: mail, phone: '+1 (212) 555-0100', zip: 'SW1A 1AA' }),
        view: (mail) => `SELECT c.field, c.old_value, c.new_value FROM v_requests r JOIN v_request_changes c USING (reference)
            WHERE r.email = '${mail}' AND r.kind = 'update' AND r.state = 'received' ORDER BY c.field`,
        rows: (v) => [
            { field: 'phone', old_value: null, new_value: v.phone },
            { field: 'zip', old_value: null, new_value: v.zip }] },
    { name: 'delete', address: '/my-data/delete', fields: [email, person(), text(2000, 'label_message')],
        good: (mail) => ({ email: mail, name: 'Ada Lovelace' }), ...requested('delete') },
    { name: 'deactivate', address: '/my-data/deactivate', fields: [email, person(), text(2000, 'label_message')],
        good: (mail) => ({ email: mail }), ...requested('deactivate') },
    { name: 'preferences', address: '/preferences', fields: [email],
        good: (mail) => ({ email: mail }),
        known: true,
        again: true, // a new page asks for a new letter
        view: (mail) => `SELECT DISTINCT letter, o.state FROM outbox o JOIN person p ON p.id = o.person_id
            WHERE p.email = '${mail}' AND letter = 'preferences'`,
        rows: () => [{ letter: 'preferences', state: 'queued' }] },
    { name: 'advice', address: '/expert-advice',
        fields: [text(2000, 'label_question', { required: true, missing: 'missing_question' }),
            ...['item', 'purpose', 'budget', 'needed'].map((name) => line(name, 120)), person(), email],
        good: (mail) => ({ message: 'Is it heated?\nAnd is it eye clean?', item: 'AB-1207', budget: '300 to 500 USD', email: mail }),
        ...inquired('advice', 'item', 'budget') },
    { name: 'sell', address: '/sell-to-us',
        fields: [choose('goods', ['gemstones', 'diamonds', 'jewellery', 'findings', 'other']),
            text(2000, 'label_description', { required: true, missing: 'missing_description' }),
            number('quantity'), select('unit', ['stones', 'pieces', 'carats', 'grams']), line('weight', 120), line('sizes', 120),
            line('quality', 120), choose('treatment', ['none-known', 'enhanced', 'treated', 'not-sure']), line('reports', 120),
            line('location', 120, { required: true }), number('price'), select('currency', ['USD', 'EUR', 'GBP', 'CHF', 'INR', 'THB', 'HKD', 'LKR']),
            select('basis', ['lot', 'carat', 'gram', 'stone', 'piece']),
            line('company', 120, { required: true }), person({ required: true }), email, phone,
            choices('owner', 'choices', ['yes'], { required: true, label: 'label_owner', missing: 'missing_owner' })],
        good: (mail) => ({ goods: 'gemstones', message: 'Oval amethyst, faceted.', quantity: '1,200', unit: 'stones', weight: '1,700 ct',
            sizes: '8 x 6 mm', quality: 'Eye clean', treatment: 'none-known', reports: 'None', price: '17.5', currency: 'USD', basis: 'lot',
            location: 'Jaipur, India', owner: ['yes'], company: 'Wei Gems Ltd.', name: 'Li Wei', email: mail, phone: '+91 141 555 0100' }),
        ...inquired('sell', 'goods', 'quantity', 'unit', 'weight', 'sizes', 'quality', 'treatment', 'reports', 'location', 'price', 'currency',
            'basis', 'company', 'phone', 'owner') },
    { name: 'careers', address: '/careers',
        fields: [choose('area', ['buying', 'photography', 'service', 'dispatch', 'web', 'other']),
            select('hours', ['full-time', 'part-time', 'either']), line('start', 120),
            text(2000, 'label_motive', { required: true, missing: 'missing_motive' }),
            { ...text(4000, 'label_resume'), name: 'resume' },
            { name: 'link', type: 'link', max: 300, label: 'label_link', wrong: 'wrong_link' }, person({ required: true }), email, phone],
        good: (mail) => ({ area: 'buying', hours: 'full-time', start: 'In May', message: 'Ten years at the bench.',
            resume: '2016 to 2026: Troy Gems\nGraduate Gemologist', link: 'https://ada.example/resume', name: 'Ada Lovelace', email: mail }),
        ...inquired('job', 'area', 'hours', 'start', 'resume', 'link') },
    { name: 'contact', address: '/contact',
        fields: [choose('subject', ['order', 'return', 'item', 'details', 'other']), line('order', 120),
            text(2000, 'label_contact', { required: true, missing: 'missing_contact' }), person(), email],
        good: (mail) => ({ subject: 'order', order: 'A-10023', message: 'Where is my parcel?', name: 'Grace Hopper', email: mail }),
        ...inquired('message', 'subject', 'order') },
].map((form, number) => ({ ...form, number }));

export const formNamed = (name) => forms.find((f) => f.name === name);

let serial = 0;
// An address that no test used before.
export const fresh = (word = 'ada') => `${word}${++serial}.${process.pid}@example.com`;

// What a browser sends for these values: pairs in the form's order, the nonce and the trap among them.
export function pairsOf(form, values, nonce) {
    const pairs = [];
    for (const f of form.fields) {
        const given = values[f.name];
        if (f.options) for (const one of [given ?? []].flat()) pairs.push([f.name, one]);
        else pairs.push([f.name, given ?? '']);
    }
    return [...pairs, ['website', ''], ['nonce', nonce]];
}

// Opens a form as a visitor does; its nonce.
export async function open(client, form, headers) {
    const answer = await client.get(form.address, headers);
    assert.equal(answer.status, 200);
    return postForm(answer.text).fields.get('nonce').value;
}

// Sends values by a form that was just opened; the answer.
export async function send(client, form, values, headers) {
    return client.post(form.address, pairsOf(form, values, await open(client, form, headers)), headers);
}

// How many rows each table has that a form can write to.
const TABLES = ['person', 'address_book', 'subscription', 'consent_event', 'suppression', 'submission', 'request',
    'request_change', 'inquiry', 'inquiry_detail', 'audit', 'audit_value'];
export async function rowCounts(center) {
    const [counts] = await center.sql(`SELECT ${TABLES.map((t) => `(SELECT count(*) FROM ${t}) AS ${t}`).join(', ')}`);
    return counts;
}

// Offers pages while one types into a search field: a combobox with a listbox (WAI-ARIA 1.2).
// Nothing is stored; without this script the field searches as ever.
const words = document.currentScript.dataset;
const WAIT = 150; // ms after the last key

const make = (tag, attributes, ...inside) => {
    const element = document.createElement(tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.append(...inside);
    return element;
};

for (const input of document.querySelectorAll('input[name=q]')) {
    const id = `${input.id}-list`;
    const list = make('ul', { id, class: 'suggestions', role: 'listbox', 'aria-label': words.label, hidden: '' });
    const status = make('p', { class: 'unseen', role: 'status' });
    let found = [], at = -1, timer, asking;

    const set = (name, value) => input.setAttribute(`aria-${name}`, value);
    const mark = (to) => {
        at = to;
        [...list.children].forEach((option, i) => option.setAttribute('aria-selected', i === at));
        set('activedescendant', at < 0 ? '' : `${id}-${at}`);
        list.children[at]?.scrollIntoView({ block: 'nearest' });
    };
    const show = (pages, says) => {
        found = pages;
        list.replaceChildren(...found.map(({ title, kind }, i) =>
            make('li', { id: `${id}-${i}`, role: 'option' }, `${title} `, make('small', {}, kind))));
        list.hidden = !found.length;
        status.textContent = says;
        set('expanded', !list.hidden);
        mark(-1);
    };
    const stop = () => {
        clearTimeout(timer);
        asking?.abort();
    };
    const close = () => {
        stop();
        show([], '');
    };
    const ask = async () => {
        asking = new AbortController();
        try {
            const answer = await fetch(`/suggest?q=${encodeURIComponent(input.value)}`, asking);
            const pages = await answer.json();
            show(pages, ['', words.one][pages.length] ?? words.many.replace('{count}', pages.length));
        } catch { /* given up for a newer one, or no answer */ }
    };
    const go = (i) => location.assign(found[i].address);

    input.setAttribute('role', 'combobox');
    set('autocomplete', 'list');
    set('controls', id);
    set('expanded', false);
    input.form.append(list, status);
    input.oninput = () => {
        stop();
        if (input.value.trim().length < 2) close();
        else timer = setTimeout(ask, WAIT);
    };
    input.onkeydown = (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], all = found.length + 1;
        if (list.hidden || event.isComposing) return;
        if (step) mark((at + 1 + step + all) % all - 1);
        else if (event.key === 'Escape') close();
        else if (event.key === 'Enter' && at >= 0) go(at);
        else return;
        event.preventDefault();
    };
    input.onblur = close;
    list.onmousedown = (event) => event.preventDefault();
    list.onclick = ({ target }) => go([...list.children].indexOf(target.closest('li')));
}

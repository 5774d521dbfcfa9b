// What a designer measures on a page: what is too wide, cut off, laid over other words, too small to press, or lost in
// forced colours. Each gives lines to read; none is good. They run in a context whose scripts may run.

// Elements that leave the window to the side. Tables have a region of their own to scroll in.
export const tooWide = (page) => page.evaluate(() => {
    const width = document.documentElement.clientWidth, found = [];
    if (document.documentElement.scrollWidth > width) found.push(`the page is ${document.documentElement.scrollWidth} wide in ${width}`);
    for (const e of document.body.querySelectorAll('*')) {
        if (e.closest('.unseen, .trap, .skip, .table table')) continue;
        const box = e.getBoundingClientRect();
        if (box.width && (box.right > width + 1 || box.left < -1)) found.push(`${e.tagName}.${e.className} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    return found;
});

// Words that are cut off, and words that lie over others.
export const hidden = (page) => page.evaluate(() => {
    const found = [], pieces = [];
    const aside = '.unseen, .trap, .skip, details:not([open]) > :not(summary), option, script, style';
    for (const e of document.body.querySelectorAll('*')) {
        const style = getComputedStyle(e);
        if (e.closest(`${aside}, .table, textarea, input, select, svg`) || style.overflow === 'visible' || style.clipPath !== 'none') continue;
        if (e.scrollHeight > e.clientHeight + 1 && !e.matches('.rail')) found.push(`cut off: ${e.tagName}.${e.className}`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        // a label for those who hear it is a clipped dot
        if (!node.data.trim() || parent.closest(aside) || getComputedStyle(parent).clipPath !== 'none' || !parent.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, right, top, bottom, height } of range.getClientRects()) {
            // letters take the middle of a line's box
            pieces.push({ node, left: left + 1, right: right - 1, top: top + height * 0.25, bottom: bottom - height * 0.25 });
        }
    }
    for (const [i, a] of pieces.entries()) {
        for (const b of pieces.slice(i + 1)) {
            if (a.node === b.node || a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom) continue;
            if (a.node.parentElement.closest('th') || b.node.parentElement.closest('th')) continue; // sticks over its rows
            found.push(`"${a.node.data.trim().slice(0, 30)}" over "${b.node.data.trim().slice(0, 30)}"`);
        }
    }
    return found;
});

// What is pressed and smaller than it should be: 24 pixels (WCAG 2.5.8), our own controls 44. A link within a sentence
// is as high as its line.
export const tooSmall = (page) => page.evaluate(() => {
    const found = [];
    for (const e of document.querySelectorAll('a[href], button, summary, input:not([type="hidden"]), select, textarea')) {
        if (e.closest('.unseen, .trap, .skip, details:not([open]) > :not(summary)') || !e.checkVisibility()) continue;
        const target = (e.matches('[type="checkbox"], [type="radio"]') ? e.closest('label') : e.closest('.card')) ?? e; // a card is its link
        const box = target.getBoundingClientRect();
        const inline = e.matches('a') && getComputedStyle(e).display === 'inline';
        const text = e.closest('p, li, td, dd, h2, h3')?.textContent.trim() ?? '';
        if (inline && (text.length > e.textContent.trim().length || e.closest('.prose, .notices'))) continue;
        const least = e.matches('a') ? 24 : 44;
        if (box.width < 24 || box.height < least - 0.5) found.push(`${e.tagName} "${(e.textContent.trim() || e.name).slice(0, 30)}" ${Math.round(box.width)} x ${Math.round(box.height)}`);
    }
    return found;
});

// In forced colours: controls without an edge, and signs of the same colour as what is behind them.
export const lost = (page) => page.evaluate(() => {
    const found = [], paper = getComputedStyle(document.body).backgroundColor;
    const told = (e, what) => found.push(`${what}: ${e.tagName}.${e.className} ${(e.textContent.trim() || e.name || '').slice(0, 30)}`);
    for (const e of document.querySelectorAll('button, input:not([type="hidden"], [type="checkbox"], [type="radio"]), select, textarea')) {
        if (e.closest('.trap')) continue;
        const s = getComputedStyle(e);
        const edges = ['Top', 'Bottom'].every((side) => parseFloat(s[`border${side}Width`]) >= 1 && s[`border${side}Style`] !== 'none' && s[`border${side}Color`] !== paper);
        if (!edges) told(e, 'no edge');
    }
    for (const e of document.querySelectorAll('svg')) {
        const s = getComputedStyle(e);
        const behind = getComputedStyle(e.closest('button') ?? e.parentElement).backgroundColor;
        if (s.stroke === 'none' || s.stroke === behind || (behind === 'rgba(0, 0, 0, 0)' && s.stroke === paper)) told(e.parentElement, 'a sign that is not seen');
    }
    for (const e of document.querySelectorAll('summary')) {
        if (getComputedStyle(e, '::after').borderBottomColor === paper) told(e, 'a sign that is not seen');
    }
    for (const e of document.querySelectorAll('mark')) {
        if (getComputedStyle(e).backgroundColor === paper && getComputedStyle(e).textDecorationLine === 'none' && getComputedStyle(e).outlineStyle === 'none') told(e, 'a mark that is not seen');
    }
    for (const e of document.querySelectorAll('.rail [aria-current]')) {
        if (parseFloat(getComputedStyle(e).borderInlineStartWidth) < 2) told(e, 'the place where one is');
    }
    return found;
});

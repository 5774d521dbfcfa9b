// What MDN's HTTP Observatory asks of an answer, as a table: what is lost where a rule is broken, and what is won where
// more than the rule is done. It begins with 100; bonuses count from 90 on; 100 and more is A+.
const months = (n) => n * 30 * 86400;
const directives = (csp) => new Map((csp ?? '').split(';').map((d) => d.trim().split(/\s+/)).map(([name, ...sources]) => [name, sources]));

const RULES = [
    { name: 'cookies', lost: 40, kept: ({ headers }) => headers['set-cookie'] === undefined },
    { name: 'cross-origin resource sharing', lost: 50, kept: ({ headers }) => headers['access-control-allow-origin'] === undefined },
    {
        name: 'content security policy', lost: 25, won: 10,
        kept: ({ csp }) => csp.has('default-src') && ![...csp.values()].flat().some((s) => /^('unsafe-|\*|https?:|data:)/.test(s)),
        more: ({ csp }) => csp.get('default-src')?.join() === "'none'",
    },
    {
        name: 'referrer policy', lost: 5, won: 5,
        kept: ({ headers }) => headers['referrer-policy'] !== 'unsafe-url',
        more: ({ headers }) => /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(headers['referrer-policy']),
    },
    {
        name: 'strict transport security', lost: 20, only: 'https',
        kept: ({ headers }) => Number(/max-age=(\d+)/.exec(headers['strict-transport-security'])?.[1] ?? 0) >= months(6),
    },
    { name: 'x-content-type-options', lost: 5, kept: ({ headers }) => headers['x-content-type-options'] === 'nosniff' },
    {
        name: 'framing', lost: 20, won: 5,
        kept: ({ headers, csp }) => csp.has('frame-ancestors') || /^(deny|sameorigin)$/i.test(headers['x-frame-options'] ?? ''),
        more: ({ csp }) => csp.get('frame-ancestors')?.join() === "'none'",
    },
    {
        name: 'cross-origin resource policy', lost: 50, won: 10,
        kept: ({ headers }) => headers['cross-origin-resource-policy'] !== 'cross-origin',
        more: ({ headers }) => /^same-(origin|site)$/.test(headers['cross-origin-resource-policy']),
    },
    { name: 'subresource integrity', lost: 50, kept: ({ text }) => !/<script[^>]+src="(?!\/static\/)|<link[^>]+href="https?:[^>]+stylesheet/.test(text ?? '') },
];

// { score, broken }: the points of an answer, and the names of the rules that it breaks. https: whether it is one over TLS.
export function scoreOf(answer, { https = false } = {}) {
    const seen = { ...answer, csp: directives(answer.headers['content-security-policy']) };
    const rules = RULES.filter((rule) => rule.only !== 'https' || https);
    const broken = rules.filter((rule) => !rule.kept(seen));
    const base = broken.reduce((points, rule) => points - rule.lost, 100);
    const won = rules.filter((rule) => !broken.includes(rule) && rule.more?.(seen)).reduce((sum, rule) => sum + rule.won, 0);
    return { score: base >= 90 ? base + won : base, broken: broken.map((rule) => rule.name) };
}

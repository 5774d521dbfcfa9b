// What the help center must have: SHOP.md's pages by the footer's columns, and each address of 2008.
import { links } from './html.mjs';

// [link text of 2008, its address then, where that leads now, where the footer's link leads if that is another page]
export const FOOTER_2008 = {
    'Quick Help Links': [
        ['Customer Service Center', '/help.html', '/help.html'],
        ['Return Policy', '/help/return-policy.html', '/help/return-policy.html'],
        ['Drop Shipping', '/help/drop-shipping.html', '/help/drop-shipping.html'],
        ['Delivery Date Finder', '/tracking.php', '/delivery'],
        ['Volume discount', '/help/volume-discount.html', '/help/volume-discount.html'],
    ],
    'Website Features': [
        ['Help', '/help.html', '/help.html'],
        ['Wish List', '/wishlist_help.php', '/help/wish-list.html'],
        ['Have Product To Sell?', '/sellrequest.php', '/sell-to-us'],
        ['FAQ', '/faq.php?cID=2', '/faq/shopping', '/faq'],
        ['Rewards', '/my_points_help.php', '/help/rewards.html'],
        ['Jobs / Careers', '/help/careers.html', '/help/careers.html'],
    ],
    'Find Products': [
        ['By Search', '/advanced_search.php', '/search'],
        ['By Site Map', '/help/sitemap.html', '/help/sitemap.html'],
        ['Subscribe To Alpha Bargains', '/getoffers.php', '/offers'],
    ],
    'Product Information': [
        ['Learning Center', '/help/learning-center.html', '/help/learning-center.html'],
        ['Expert Advice', '/expertadvice.php', '/expert-advice'],
        ['E-catalog', '/askforcatalog.php', '/catalog'],
        ['Quality score chart', '/help/quality-score-chart.html', '/help/quality-score-chart.html'],
    ],
    Subscribe: [
        ['Ask For Catalog', '/askforcatalog.php', '/catalog'],
        ['Join Our Alpha Club', '/alphaclub.php', '/club'],
        ['Get News Letter', '/newsletters.php', '/newsletter'],
    ],
};
export const LEGAL_2008 = [
    ['Privacy Policy', '/help/privacy-policy.html', '/help/privacy-policy.html'],
    ['Terms and Conditions', '/help/terms-and-conditions.html', '/help/terms-and-conditions.html'],
];
export const OLD = [...Object.values(FOOTER_2008).flat(), ...LEGAL_2008];

// Crawls the help center's own pages from `from`: Map of address (without fragment) -> answer. Broken ones are in it; what is
// there and no HTML (a feed) is not.
export async function crawl(client, from = '/help.html') {
    const found = new Map(), seen = new Set(), queue = [from];
    while (queue.length) {
        const address = queue.shift();
        if (seen.has(address)) continue;
        seen.add(address);
        const answer = await client.get(address);
        if (answer.status === 200 && !answer.headers['content-type']?.startsWith('text/html')) continue;
        found.set(address, answer);
        for (const href of links(answer.text)) {
            const url = new URL(href, new URL(address, client.base));
            if (url.origin === client.base.origin) queue.push(url.pathname + url.search);
        }
    }
    return found;
}

// The day it is in the shop's zone, as 2026-05-03. By its parts: older Node writes the days of en-CA in another order.
export function today(timeZone = 'America/New_York') {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date());
    return ['year', 'month', 'day'].map((type) => parts.find((part) => part.type === type).value).join('-');
}

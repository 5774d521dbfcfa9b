// A person who reads mail: a mailbox, and Chromium without script to open what stands in it.
//   const people = await Crowd.at(center); const ada = people.person('Ada@Example.com');
//   await ada.signUp(); await ada.open((await ada.letter('confirm')).link('confirm')); await ada.press('confirm_button');
import assert from 'node:assert/strict';
import { launch, visitor } from './browser.mjs';
import { formNamed } from './forms.mjs';
import { Mailbox } from './mailbox.mjs';
import { optouts, states, story } from './rows.mjs';
import { words } from './words.mjs';

const SUBMIT = { newsletter: 'send_newsletter', club: 'send_club', 'opt-out': 'send_optout', preferences: 'send_preferences' };

class Person {
    constructor(crowd, mail) {
        Object.assign(this, { crowd, center: crowd.center, typed: mail, mail: mail.toLowerCase() });
    }

    // ---- in the browser ----

    async open(address) {
        this.page ??= await this.crowd.context.newPage();
        const answer = await this.page.goto(new URL(address, this.center.base).href);
        assert.equal(answer.status(), 200, `${address}: ${await this.page.locator('main').innerText()}`);
        return this.heading();
    }

    heading() {
        return this.page.getByRole('heading', { level: 1 }).innerText();
    }

    says() {
        return this.page.locator('main').innerText();
    }

    // Presses the button with those words; the heading of the page that comes.
    async press(button) {
        await this.page.getByRole('button', { name: words(button), exact: true }).click();
        return this.heading();
    }

    // Opens a form, fills in its lines of text, and sends it; ticked: values of choices.
    async send(name, values = {}, ticked = []) {
        const form = formNamed(name);
        await this.open(form.address);
        for (const [field, value] of Object.entries({ email: this.typed, ...values })) await this.page.locator(`[name="${field}"]`).fill(value);
        for (const value of ticked) await this.page.locator(`[name="list"][value="${value}"]`).check();
        await this.press(SUBMIT[name]);
        await this.page.waitForURL(/\/received\//);
    }

    signUp(name = 'Ada Lovelace') {
        return this.send('newsletter', { name });
    }

    // From the sign-up to the list, through the mailbox.
    async join(form = 'newsletter', ticked = []) {
        await this.send(form, { name: 'Ada Lovelace' }, ticked);
        await this.open((await this.letter('confirm')).link('confirm'));
        assert.equal(await this.press('confirm_button'), words('confirmed_title'));
    }

    // The page of choices, by a link that is asked for.
    async choices() {
        await this.send('preferences');
        return this.open((await this.letter('preferences')).link('preferences'));
    }

    // ---- in the mailbox, and what staff see ----

    letter(kind) {
        return this.crowd.mails.to(this.mail, kind);
    }
    letters(kind) {
        return this.crowd.mails.of(this.mail, kind);
    }
    async kinds() {
        return (await this.letters()).map((letter) => letter.kind);
    }
    states() {
        return states(this.center, this.mail);
    }
    story() {
        return story(this.center, this.mail);
    }
    optouts() {
        return optouts(this.center, this.mail);
    }
}

export class Crowd {
    static async at(center) {
        const crowd = new Crowd();
        const browser = await launch();
        return Object.assign(crowd, { center, browser, context: await visitor(browser), mails: new Mailbox(center) });
    }

    person(mail) {
        return new Person(this, mail);
    }

    // No page of theirs asked anybody else, complained, or left a cookie.
    async quiet() {
        for (const url of this.context.asked) assert.ok(url.startsWith(this.center.base), url);
        assert.deepEqual(this.context.told, []);
        assert.deepEqual(await this.context.cookies(), []);
    }

    close() {
        return this.browser.close();
    }
}

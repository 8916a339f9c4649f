// The browser's part of a sign-in at the hosted UI: cookies, redirects within the sandbox, forms.
import assert from 'node:assert/strict';
import { sandbox } from './sandbox.js';

export class Browser {
  #cookies = new Map();

  // Goes to an address and on, until a page is shown or the browser is sent out of the sandbox.
  async visit(address, options = {}) {
    for (let hops = 0; hops < 10; hops += 1) {
      const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
      const answer = await fetch(address, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
        this.#cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      if (!location) return { address, text: await answer.text() };
      address = new URL(location, address).href;
      if (!address.startsWith(sandbox.url)) return { address };
      options = {};
    }
    throw new Error('more redirects than a browser follows');
  }

  // Sends the page's form that holds `mark`, filled in.
  submit(page, mark, fields) {
    const form = page.text.split('<form ').slice(1).find((part) => part.includes(mark));
    assert.ok(form, page.text);
    const hidden = [...form.split('</form>')[0].matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const body = new URLSearchParams(hidden.map(([, name, value]) => [name, unescaped(value)]));
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const target = new URL(unescaped(form.match(/action="([^"]*)"/)[1]), page.address);
    return this.visit(target.href, { method: 'POST', body, headers: { origin: sandbox.url } });
  }

  // Signs in on the page that an authorization request leads to; the address that the app is called back at.
  async signIn(request, username, password) {
    const page = await this.visit(request.href);
    const { address } = await this.submit(page, 'name="password"', { username, password });
    return new URL(address);
  }
}

function unescaped(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

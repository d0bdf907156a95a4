// Who may see the page, and what it may do: headers, names of hosts, the token.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { send } from '../lib/otlp.js';
import { angry } from '../lib/session.js';
import { until } from '../lib/until.js';

const token = 'a-token-of-a-test-0123456789';

let open;
let locked;
before(async () => {
  open = await Collector.start();
  locked = await Collector.start({ settings: { token } });
  for (const collector of [open, locked]) {
    await send(collector, angry('asked'));
    await until('it', async () => (await collector.ask('/status')).conversations === 1);
  }
});
after(() => Promise.all([open, locked].map((collector) => collector?.stop())));

// fetch does not let a request name another host.
function ask(collector, path, headers) {
  return new Promise((resolve, reject) => {
    request(collector.url + path, { headers }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
    }).on('error', reject).end();
  });
}

const accept = { accept: 'text/html' };

test('the policy lets the page run what this server sends, and nothing else', async () => {
  for (const [collector, path] of [[open, '/'], [open, '/conversations/0123456789abcdef'], [open, '/app.js'], [open, '/api/v1/status'], [locked, '/login']]) {
    const { headers } = await ask(collector, path, accept);
    const policy = new Map(headers['content-security-policy'].split(';').map((part) => part.trim().split(/\s+(.*)/s)).map(([name, value]) => [name, value]));
    assert.equal(policy.get('default-src'), "'none'", path);
    for (const name of ['script-src', 'style-src', 'connect-src', 'form-action']) assert.equal(policy.get(name), "'self'", `${path} ${name}`);
    for (const name of ['frame-ancestors', 'base-uri']) assert.equal(policy.get(name), "'none'", `${path} ${name}`);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|https?:/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'same-origin');
  }
});

test('the policy holds in the browser', async () => {
  const expected = [/Content Security Policy/, /a request to https:\/\/evil\.example/];
  await assert.rejects(withPage(open, { expected }, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.owned = "inline"';
      const handler = document.createElement('div');
      handler.setAttribute('onclick', 'window.owned = "handler"');
      const image = document.createElement('img');
      image.src = 'https://evil.example/pixel.gif';
      document.body.append(script, handler, image);
      handler.click();
    });
    await until('its violations', () => page.evaluate(() => window.violations.length >= 3));
    assert.equal(await page.evaluate(() => window.owned), undefined);
  }), /violations of the policy/);
});

test('another name for the address is refused', async () => {
  const port = new URL(open.url).port;
  for (const host of [`evil.example:${port}`, 'evil.example', `127.0.0.1.evil.example:${port}`, `localhost.evil.example:${port}`]) {
    for (const path of ['/', '/api/v1/status', '/api/v1/live', '/mcp', '/app.js']) {
      assert.equal((await ask(open, path, { host })).status, 403, `${host} ${path}`);
    }
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) assert.equal((await ask(open, '/', { host })).status, 200, host);
});

test('pages of other sites are refused', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }]) {
    assert.equal((await ask(open, '/api/v1/status', headers)).status, 403, JSON.stringify(headers));
  }
});

test('the token opens the page', async () => {
  await withPage(locked, { path: '/trends?by=tool', expected: [/status of 401/] }, async (page, context) => {
    await page.waitForURL('**/login?next=*');
    await page.getByLabel('Token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('alert').filter({ hasText: 'This is not the token.' }).waitFor();
    assert.deepEqual(await context.cookies(), []);
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/trends?by=tool');
    await page.getByTestId('trend-panel').first().waitFor();
    const [cookie, ...others] = await context.cookies();
    assert.deepEqual(others, []);
    assert.equal(cookie.sameSite, 'Strict');
    assert.equal(cookie.httpOnly, true);
    assert.ok(!cookie.value.includes(token));
    assert.equal(await page.evaluate(() => document.cookie), '');
    await page.getByTestId('rail-conversations').click();
    await page.getByTestId('conversation-row').first().waitFor();
  });
});

test('without the token nothing is told', async () => {
  for (const path of ['/api/v1/status', '/api/v1/conversations', '/api/v1/live', '/mcp', '/api/openapi.yaml']) {
    assert.equal((await ask(locked, path, {})).status, 401, path);
    assert.equal((await ask(locked, path, { authorization: 'Bearer wrong-token-of-a-test' })).status === 200, false, path);
  }
  const page = await ask(locked, '/', accept);
  assert.equal(page.status, 303);
  assert.match(page.headers.location, /^\/login\?next=/);
});

test('a login leads to no other site', async () => {
  for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    await withPage(locked, { path: `/login?next=${encodeURIComponent(next)}` }, async (page) => {
      await page.getByLabel('Token').fill(token);
      await page.keyboard.press('Enter');
      await page.getByTestId('conversation-row').first().waitFor();
    });
  }
});

test('who is logged out is asked to log in', async () => {
  await withPage(locked, { path: '/login', expected: [/status of 401/] }, async (page, context) => {
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
    await page.getByTestId('conversation-row').first().waitFor();
    await context.clearCookies();
    await page.getByTestId('order-newest').click();
    await page.getByTestId('problem').getByRole('link', { name: 'Log in' }).first().click();
    await page.getByLabel('Token').waitFor();
  });
});

// An empty store, a collector that stops, content that was not kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scrollsSideways, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { chat, newTrace, said, send } from '../lib/otlp.js';
import { angry } from '../lib/session.js';
import { until } from '../lib/until.js';

test('an empty store says how to send, and comes alive with the first span', async (t) => {
  const collector = await Collector.start();
  t.after(() => collector.stop());
  await withPage(collector, { width: 400, height: 860 }, async (page) => {
    const first = page.getByTestId('first-run');
    await first.waitFor();
    const text = await first.innerText();
    assert.ok(text.includes(collector.grpc) && text.includes(collector.otlp), text);
    assert.ok((await page.getByTestId('curl').innerText()).includes(`${collector.otlp}/v1/traces`));
    assert.equal(await scrollsSideways(page), false);
    await send(collector, angry('first'));
    await page.getByTestId('conversation-row').filter({ hasText: 'invoice 88' }).waitFor();
    assert.equal(await first.count(), 0);
  });
});

test('a button loads the demo', async (t) => {
  const collector = await Collector.start();
  t.after(() => collector.stop());
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('load-demo').click();
    await page.getByTestId('conversation-row').nth(5).waitFor();
    await until('all of it', async () => (await collector.ask('/status')).demo_loaded);
  });
});

test('the page says that the collector stopped and goes on when it is back', async (t) => {
  const collector = await Collector.start();
  t.after(() => collector.stop());
  await send(collector, angry('before'));
  await until('it', async () => (await collector.ask('/status')).conversations === 1);
  await withPage(collector, { expected: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/] }, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    await collector.end();
    await page.getByTestId('problem').filter({ hasText: 'The collector does not answer' }).first().waitFor();
    assert.equal(await page.getByTestId('conversation-row').count(), 1);
    await collector.begin();
    await until('no problem', async () => await page.getByTestId('problem').count() === 0);
    await send(collector, angry('after'));
    await until('both', async () => await page.getByTestId('conversation-row').count() === 2);
  });
});

test('what can be done about a store that can not be asked is one click', async (t) => {
  const collector = await Collector.start();
  t.after(() => collector.stop());
  await send(collector, angry('asked'));
  await until('it', async () => (await collector.ask('/status')).conversations === 1);
  await withPage(collector, { expected: [/status of 503/] }, async (page, context) => {
    let busy = true;
    await context.route('**/api/v1/conversations?*', (route) => (busy ? route.fulfill({ status: 503, json: { error: 'busy' } }) : route.continue()));
    await page.goto('/');
    await page.getByTestId('problem').filter({ hasText: 'Too many queries' }).waitFor();
    busy = false;
    await page.getByTestId('problem').getByRole('button').click();
    await page.getByTestId('conversation-row').first().waitFor();
  });
});

for (const [content, note] of [['drop', /not kept/], ['redact', /redacted/], ['hash', /hashed/]]) {
  test(`content that the collector was told to ${content}`, async (t) => {
    const collector = await Collector.start({ signals: { content, hash_key: '0123456789abcdef0123456789abcdef' } });
    t.after(() => collector.stop());
    await send(collector, [...angry('kept-out'), chat({
      trace: newTrace(), conversation: 'kept-out', input: [said('user', 'My card is 4111 1111 1111 1111, mail me at ann@example.com')],
      output: [said('assistant', 'Thank you.')], start: Date.now() - 900, end: Date.now() - 800,
    })]);
    const { conversations: [it] } = await until('it', async () => {
      const page = await collector.ask('/conversations');
      return page.conversations[0]?.traces === 4 && page;
    });
    await withPage(collector, { path: `/conversations/${it.id}` }, async (page) => {
      await page.getByTestId('content-note').filter({ hasText: note }).waitFor();
      await page.getByTestId('finding').first().waitFor();
      assert.equal(await page.getByText('4111').count(), 0);
      await page.getByTestId('tab-trace').click();
      await page.getByTestId('span').first().waitFor();
    });
  });
}

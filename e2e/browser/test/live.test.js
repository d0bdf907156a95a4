// What arrives while somebody looks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { send, sendExample } from '../lib/otlp.js';
import { angry, session } from '../lib/session.js';
import { until } from '../lib/until.js';

let collector;
before(async () => {
  collector = await Collector.start();
  for (let i = 0; i < 6; i++) await send(collector, session(`calm-${i}`, [{ user: `What are your hours on day ${i}?`, agent: 'From nine to five.' }]));
  await until('6 conversations', async () => (await collector.ask('/status')).conversations === 6);
});
after(() => collector.stop());

test('a conversation appears without a reload', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    await page.evaluate(() => {
      window.here = true;
    });
    const count = await page.getByTestId('conversation-row').count();
    await page.mouse.move(700, 20);
    await sendExample(collector, 'refund.json');
    await page.getByTestId('conversation-row').filter({ hasText: 'cancel my flight' }).first().waitFor();
    assert.ok(await page.getByTestId('conversation-row').count() > count);
    assert.match(await page.getByTestId('conversation-row').first().innerText(), /cancel my flight/);
    assert.equal(await page.evaluate(() => window.here), true);
  });
});

test('nothing moves under the pointer', async () => {
  await withPage(collector, {}, async (page) => {
    const rows = page.getByTestId('conversation-row');
    await rows.first().waitFor();
    const first = await rows.first().getAttribute('data-id');
    await rows.first().hover();
    const { y } = await rows.first().boundingBox();
    await send(collector, angry('under-the-pointer'));
    const held = page.getByTestId('held');
    await held.waitFor();
    assert.equal(await rows.first().getAttribute('data-id'), first);
    assert.equal((await rows.first().boundingBox()).y, y);
    const { conversations: [{ id }] } = await collector.ask('/conversations?q=session:under-the-pointer');
    assert.equal(await page.locator(`[data-testid=conversation-row][data-id="${id}"]`).count(), 0);
    await page.mouse.move(700, 20);
    await page.locator(`[data-testid=conversation-row][data-id="${id}"]`).waitFor();
    await held.waitFor({ state: 'detached' });
  });
});

test('a conversation that is open grows', async () => {
  const turns = [{ user: 'Where is order 4?', agent: 'Let me look.' }];
  await send(collector, session('grows', turns, Date.now() - 60_000));
  const { conversations: [it] } = await until('it', async () => {
    const page = await collector.ask('/conversations?q=session:grows');
    return page.conversations.length > 0 && page;
  });
  await withPage(collector, { path: `/conversations/${it.id}` }, async (page) => {
    await page.getByTestId('message').first().waitFor();
    await send(collector, session('grows', [...turns, { user: 'And order 5, please?', agent: 'It is on its way.' }]).slice(2));
    await page.getByTestId('message').filter({ hasText: 'It is on its way.' }).waitFor();
    assert.equal(await page.getByTestId('message').filter({ hasText: 'Where is order 4?' }).count(), 1);
  });
});

test('what is not followed stays', async () => {
  await withPage(collector, {}, async (page, context) => {
    await page.getByTestId('conversation-row').first().waitFor();
    await page.getByTestId('live').click();
    assert.equal(await page.getByTestId('live').getAttribute('aria-checked'), 'false');
    const other = await context.newPage();
    await other.goto('/');
    await other.getByTestId('conversation-row').first().waitFor();
    await other.getByTestId('live').click();
    await send(collector, angry('not-followed'));
    await until('it', async () => (await collector.ask('/conversations?q=session:not-followed')).conversations.length === 1);
    const id = (await collector.ask('/conversations?q=session:not-followed')).conversations[0].id;
    await other.locator(`[data-testid=conversation-row][data-id="${id}"]`).waitFor();
    assert.equal(await page.locator(`[data-testid=conversation-row][data-id="${id}"]`).count(), 0);
  });
});

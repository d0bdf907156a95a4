// Much of it: a message of 1 MB, a conversation of 10,000 messages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elements, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { chat, newTrace, said, send } from '../lib/otlp.js';
import { long } from '../lib/session.js';
import { until } from '../lib/until.js';

const count = 10_000;
const mostElements = 4000;

let collector;
before(async () => {
  collector = await Collector.start();
});
after(() => collector.stop());

const named = (session) => until(session, async () => {
  const { conversations: [it] } = await collector.ask(`/conversations?q=session:${session}`);
  return it && collector.ask(`/conversations/${it.id}`);
});

test('a conversation of 10,000 messages scrolls', async (t) => {
  await send(collector, long('many', count));
  const it = await named('many');
  assert.equal(it.message_count, count);
  await withPage(collector, { path: `/conversations/${it.id}` }, async (page) => {
    const messages = page.getByTestId('message');
    await messages.filter({ hasText: 'Question number 1:' }).waitFor();
    t.diagnostic(`shown after ${Math.round(await page.evaluate(() => performance.now()))} ms`);
    const frames = await page.locator('#main').evaluate(async (main) => {
      const times = [];
      let last = performance.now();
      for (let i = 0; i < 120; i++) {
        main.scrollBy(0, 400);
        await new Promise(requestAnimationFrame);
        times.push(performance.now() - last);
        last = performance.now();
      }
      return times.sort((a, b) => a - b);
    });
    t.diagnostic(`a frame while scrolling: median ${frames[60].toFixed(1)} ms, 95 % ${frames[114].toFixed(1)} ms, longest ${frames.at(-1).toFixed(1)} ms`);
    assert.ok(await elements(page) <= mostElements, `${await elements(page)} elements`);
    const end = messages.filter({ hasText: `Answer number ${count}, the last one.` });
    await until('the end', async () => {
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      return end.isVisible();
    });
    assert.ok(await elements(page) <= mostElements, `${await elements(page)} elements`);
  });
});

test('a message in the middle of 10,000 is an address', async () => {
  await send(collector, long('middle', count));
  const it = await named('middle');
  await withPage(collector, { path: `/conversations/${it.id}?m=6000` }, async (page) => {
    const message = page.locator('[data-index="6000"]');
    await message.filter({ hasText: 'Question number 6001:' }).waitFor();
    await until('it in view', async () => {
      const box = await message.boundingBox();
      return box && box.y > 0 && box.y < 800;
    });
  });
});

test('a message of 1 MB is cut, and loaded when asked for', async () => {
  const text = `begin ${'0123456789abcde\n'.repeat(65_536)} the very end`;
  await send(collector, [chat({
    trace: newTrace(), conversation: 'large', input: [said('user', text)], output: [said('assistant', 'Thank you.')], start: Date.now() - 2000, end: Date.now() - 1000,
  })]);
  const it = await named('large');
  await withPage(collector, { path: `/conversations/${it.id}` }, async (page) => {
    const message = page.getByTestId('message').first();
    await message.getByText('begin').first().waitFor();
    assert.ok((await message.innerText()).length < 20_000);
    await page.getByTestId('load-full').first().click();
    await until('its end', async () => {
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      return page.getByText('the very end').first().isVisible();
    });
  });
});

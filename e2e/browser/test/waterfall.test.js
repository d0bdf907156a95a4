// The spans of a trace over time, of few and of many.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elements, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { send } from '../lib/otlp.js';
import { wide } from '../lib/session.js';
import { until } from '../lib/until.js';

// What is drawn whatever the number of spans.
const mostRows = 120;
const mostElements = 3000;

let collector;
before(async () => {
  collector = await Collector.start();
});
after(() => collector.stop());

for (const count of [500, 5000]) {
  test(`a trace of ${count} spans`, async (t) => {
    const { trace, spans, last } = wide(`crawl-${count}`, count);
    for (let i = 0; i < spans.length; i += 1000) await send(collector, spans.slice(i, i + 1000));
    await until('its spans', async () => {
      const response = await collector.answers(`/api/v1/traces/${trace}`);
      return response.ok && (await response.json()).spans.length === count;
    });
    await withPage(collector, { path: `/traces/${trace}` }, async (page) => {
      const rows = page.getByTestId('span');
      await rows.first().waitFor();
      t.diagnostic(`shown after ${Math.round(await page.evaluate(() => performance.now()))} ms`);
      assert.match(await page.getByTestId('waterfall').innerText(), new RegExp(`${count.toLocaleString('en-GB')} spans`));

      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      await rows.filter({ hasText: `${last},` }).waitFor();
      assert.ok(await rows.count() <= mostRows, `${await rows.count()} rows`);
      assert.ok(await elements(page) <= mostElements, `${await elements(page)} elements`);

      await page.keyboard.press('Home');
      await page.keyboard.press('j');
      assert.match(await page.getByTestId('span-details').innerText(), /gpt-4o-mini/);
      await page.keyboard.press('End');
      await until('the last span', async () => (await page.getByTestId('span-details').innerText()).includes(last));
      await page.keyboard.press('e');
      await until('a span that failed', async () => (await page.getByTestId('span-details').innerText()).includes('connection reset by peer'));
      await page.waitForURL(/span=[0-9a-f]{16}/);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowLeft');
      await until('the folded tree', async () => await rows.count() === 1);
      await page.keyboard.press('ArrowRight');
      await until('the tree', async () => await rows.count() > 10);
    });
  });
}

test('attributes of a span are found', async () => {
  const { trace, spans } = wide('attributes', 20);
  await send(collector, spans);
  await until('it', async () => (await collector.answers(`/api/v1/traces/${trace}`)).ok);
  await withPage(collector, { path: `/traces/${trace}?span=${spans[1].spanId}` }, async (page) => {
    const details = page.getByTestId('span-details');
    await details.getByTestId('attribute-search').fill('provider');
    await until('one attribute', async () => await details.getByTestId('attribute').count() === 1);
    assert.match(await details.getByTestId('attribute').innerText(), /gen_ai\.provider\.name\s+openai/);
  });
});

// The first view: the conversations that went wrong, worst first.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { until } from '../lib/until.js';

let collector;
before(async () => {
  collector = await loaded();
});

const scores = async (page) => {
  const rows = await page.getByTestId('conversation-row').allInnerTexts();
  return rows.map((text) => Number(/^\s*\w+\s+(\d+)/.exec(text)[1]));
};

test('the worst conversations come first', async (t) => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    const times = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation');
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return { firstByte: navigation.responseStart, loaded: navigation.loadEventEnd, firstContentfulPaint: paint?.startTime, rows: performance.now() };
    });
    t.diagnostic(`1,000 conversations, milliseconds: ${JSON.stringify(times, (_, v) => (typeof v === 'number' ? Math.round(v) : v))}`);
    const shown = await scores(page);
    assert.ok(shown.length > 5);
    assert.deepEqual(shown, shown.toSorted((a, b) => a - b));
    assert.match(await page.getByTestId('conversation-row').first().innerText(), /^\s*Severe/);
  });
});

test('the list is as long as the store and draws what is near', async () => {
  await withPage(collector, {}, async (page) => {
    const rows = page.getByTestId('conversation-row');
    await rows.first().waitFor();
    const { conversations } = await collector.ask('/status');
    await until('the end of the list', async () => {
      await page.locator('#main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
      return page.getByText(`${conversations.toLocaleString('en-GB')} conversations`).isVisible();
    });
    assert.ok(await rows.count() < 100);
  });
});

test('newest first, and back', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    const worst = await page.getByTestId('conversation-row').first().getAttribute('data-id');
    await page.getByTestId('order-newest').click();
    const { conversations: [newest] } = await collector.ask('/conversations?order=newest&limit=1');
    await page.locator(`[data-testid=conversation-row][data-id="${newest.id}"]`).waitFor();
    assert.equal(await page.getByTestId('conversation-row').first().getAttribute('data-id'), newest.id);
    await page.goBack();
    await until('the worst again', async () => (await page.getByTestId('conversation-row').first().getAttribute('data-id')) === worst);
  });
});

test('a drag over the chart narrows the time', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    const box = await page.locator('[data-testid=chart] .u-over').boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2, { steps: 5 });
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+&to=\d+/);
    await page.getByTestId('conversation-row').first().waitFor();
    await page.getByTestId('widen').click();
    await page.waitForURL((url) => !url.search.includes('from='));
  });
});

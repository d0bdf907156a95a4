// The page without a pointer.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { until } from '../lib/until.js';

let collector;
before(async () => {
  collector = await loaded();
});

const focused = (page) => page.evaluate(() => document.activeElement?.closest('[data-id]')?.getAttribute('data-id'));
const open = (page) => page.getByTestId('conversation').getAttribute('data-id');

test('from the list to a conversation, the next one, a search and the help', async () => {
  const { conversations } = await collector.ask('/conversations?limit=4');
  const ids = conversations.map((c) => c.id);
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    for (const id of ids.slice(0, 3)) {
      await page.keyboard.press('j');
      await until('the row', async () => await focused(page) === id);
    }
    await page.keyboard.press('k');
    await until('the row before', async () => await focused(page) === ids[1]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/conversations/${ids[1]}*`);
    await page.getByTestId('message').first().waitFor();

    await page.keyboard.press(']');
    await until('the next one', async () => await open(page) === ids[2]);
    await page.getByTestId('message').first().waitFor();
    await page.keyboard.press('[');
    await until('the previous one', async () => await open(page) === ids[1]);
    for (const [key, tab] of [['2', 'trace'], ['3', 'attributes'], ['4', 'raw'], ['1', 'transcript']]) {
      await page.keyboard.press(key);
      await page.locator(`[data-testid=tab-${tab}][aria-selected=true]`).waitFor();
    }

    await page.keyboard.press('/');
    await page.keyboard.type('quality:poor');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/' && url.searchParams.get('q') === 'quality:poor');
    await page.getByTestId('conversation-row').first().filter({ hasText: 'Poor' }).waitFor();

    await page.locator('body').press('Escape');
    await page.getByTestId('search').blur();
    await page.keyboard.press('?');
    await page.getByTestId('help-dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('help-dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.waitForURL((url) => url.pathname === '/');
  });
});

test('the list is where it was left', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    for (let i = 0; i < 30; i++) await page.keyboard.press('j');
    const id = await until('a row', () => focused(page));
    await page.keyboard.press('Enter');
    await page.getByTestId('conversation').waitFor();
    await page.goBack();
    await page.locator(`[data-testid=conversation-row][data-id="${id}"]`).waitFor();
    assert.equal(await page.locator(`[data-testid=conversation-row][data-id="${id}"]`).isVisible(), true);
  });
});

test('what has the focus is seen', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    for (let i = 0; i < 20; i++) {
      await page.keyboard.press('Tab');
      const seen = await page.evaluate(() => {
        const { activeElement: element } = document;
        const near = element.closest('form, label') ?? element;
        const has = (e) => {
          const style = getComputedStyle(e);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
        };
        const box = element.getBoundingClientRect();
        return { name: element.outerHTML.slice(0, 120), marked: has(element) || has(near), inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight };
      });
      assert.ok(seen.marked && seen.inView, JSON.stringify(seen));
    }
  });
});

// What axe-core finds, in both themes and widths; nothing is wider than the window.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { scrollsSideways, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { loaded } from '../lib/loaded.js';
import { views } from '../lib/views.js';

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function check(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values } }), tags);
  const found = violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
  assert.deepEqual(found, []);
}

const sizes = [['light', 1280], ['dark', 1280], ['light', 400], ['dark', 400]];
const collector = await loaded();

for (const view of await views(collector)) {
  for (const [theme, width] of sizes) {
    test(`${view.name}, ${theme}, ${width} pixels wide`, async () => {
      await withPage(collector, { path: view.path, expected: view.expected, theme, width }, async (page) => {
        await view.ready(page);
        await check(page);
        assert.equal(await scrollsSideways(page), false, 'scrolls sideways');
      });
    });
  }
}

for (const [theme, width] of sizes) {
  test(`what opens, ${theme}, ${width} pixels wide`, async () => {
    await withPage(collector, { theme, width }, async (page) => {
      await page.getByTestId('conversation-row').first().waitFor();
      await page.getByTestId('search').fill('qual');
      await page.getByTestId('search-menu').getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await check(page);
      await page.getByTestId('search').fill('');
      await page.keyboard.press('Escape');
      await page.getByTestId('help').click();
      await page.getByTestId('help-dialog').waitFor();
      await check(page);
      assert.equal(await scrollsSideways(page), false, 'scrolls sideways');
    });
  });
}

test('an empty store and the login', async (t) => {
  const empty = await Collector.start();
  t.after(() => empty.stop());
  const locked = await Collector.start({ settings: { token: 'a-token-of-a-test-0123456789' } });
  t.after(() => locked.stop());
  for (const [theme, width] of sizes) {
    await withPage(empty, { theme, width }, async (page) => {
      await page.getByTestId('first-run').waitFor();
      await check(page);
      assert.equal(await scrollsSideways(page), false, 'scrolls sideways');
    });
    await withPage(locked, { theme, width }, async (page) => {
      await page.getByLabel('Token').waitFor();
      await check(page);
      assert.equal(await scrollsSideways(page), false, 'scrolls sideways');
    });
  }
});

// Every view in both themes and widths: a picture for people (dist/screenshots), what axe-core finds, and nothing wider than the window.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { scrollsSideways, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { loaded } from '../lib/loaded.js';
import { inRepository } from '../lib/paths.js';
import { views } from '../lib/views.js';

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const folder = inRepository('dist', 'screenshots');
const sizes = [['light', 1280, 800], ['dark', 1280, 800], ['light', 400, 860], ['dark', 400, 860]];

await mkdir(folder, { recursive: true });
const collector = await loaded();

async function look(page, name, theme, width) {
  await page.screenshot({ path: `${folder}/${name}-${theme}-${width}.png` });
  assert.equal(await scrollsSideways(page), false, 'scrolls sideways');
  // Evaluated by the browser's debugger, which the policy of the page does not bind.
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values } }), tags);
  const found = violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
  assert.deepEqual(found, []);
}

for (const view of await views(collector)) {
  for (const [theme, width, height] of sizes) {
    test(`${view.name}, ${theme}, ${width} pixels wide`, async () => {
      await withPage(collector, { path: view.path, expected: view.expected, theme, width, height }, async (page) => {
        await view.ready(page);
        await look(page, view.name, theme, width);
      });
    });
  }
}

for (const [theme, width, height] of sizes) {
  test(`what opens, ${theme}, ${width} pixels wide`, async () => {
    await withPage(collector, { theme, width, height }, async (page) => {
      await page.getByTestId('conversation-row').first().waitFor();
      await page.getByTestId('search').fill('qual');
      await page.getByTestId('search-menu').getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await look(page, 'completion', theme, width);
      await page.getByTestId('search').fill('');
      await page.keyboard.press('Escape');
      await page.getByTestId('help').click();
      await page.getByTestId('help-dialog').waitFor();
      await look(page, 'help', theme, width);
    });
  });
}

test('an empty store and the login', async (t) => {
  const empty = await Collector.start();
  t.after(() => empty.stop());
  const locked = await Collector.start({ settings: { token: 'a-token-of-a-test-0123456789' } });
  t.after(() => locked.stop());
  for (const [theme, width, height] of sizes) {
    await withPage(empty, { theme, width, height }, async (page) => {
      await page.getByTestId('first-run').waitFor();
      await look(page, 'first-run', theme, width);
    });
    await withPage(locked, { theme, width, height }, async (page) => {
      await page.getByLabel('Token').waitFor();
      await look(page, 'login', theme, width);
    });
  }
});

// Every view is an address: opened afresh it shows the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { until } from '../lib/until.js';
import { views } from '../lib/views.js';

const collector = await loaded();

// What is told of time passes.
const timeless = (text) => text.replace(/\b\d+(\.\d+)? ?(ms|s|min|h|d)( ago)?\b/g, '<time>');

// What is shown once nothing more comes.
async function text(page, view) {
  await view.ready(page);
  let last;
  let times = 0;
  return until('a view that stays', async () => {
    const now = timeless(await page.locator('#main').innerText());
    times = now === last ? times + 1 : 0;
    last = now;
    return times === 4 && now;
  });
}

for (const view of await views(collector)) {
  test(`${view.name}, reached from the first view`, async () => {
    let shown;
    let address;
    await withPage(collector, { path: '/', expected: view.expected }, async (page) => {
      await page.getByTestId('conversation-row').first().waitFor();
      await page.evaluate((path) => {
        const link = Object.assign(document.createElement('a'), { href: path, textContent: 'go' });
        document.querySelector('#main').prepend(link);
        link.click();
        link.remove();
      }, view.path);
      shown = await text(page, view);
      address = page.url();
    });
    assert.equal(new URL(address).pathname, view.path.split('?')[0]);
    await withPage(collector, { path: address, expected: view.expected }, async (page) => {
      assert.equal(await text(page, view), shown);
      assert.equal(page.url(), address);
      assert.notEqual(await page.title(), '');
    });
  });
}

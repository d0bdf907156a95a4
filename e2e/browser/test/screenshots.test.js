// Pictures of every view, in both themes and widths, for people to look at: dist/screenshots.
import { mkdir } from 'node:fs/promises';
import { before, test } from 'node:test';
import { views } from '../lib/views.js';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { inRepository } from '../lib/paths.js';

const folder = inRepository('dist', 'screenshots');
const heights = { 1280: 800, 400: 860 };

let collector;

before(async () => {
  collector = await loaded();
  await mkdir(folder, { recursive: true });
});

for (const theme of ['light', 'dark']) {
  for (const [width, height] of Object.entries(heights)) {
    test(`screenshots, ${theme}, ${width} pixels wide`, async () => {
      for (const view of await views(collector)) {
        await withPage(collector, { width: Number(width), height, theme, path: view.path, expected: view.expected }, async (page) => {
          await view.ready(page);
          await page.screenshot({ path: `${folder}/${view.name}-${theme}-${width}.png` });
        });
      }
    });
  }
}

// Chromium, and pages that fail a test for whatever a page must not do.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { args, executable } from './chromium.js';

let browser;

async function launch() {
  browser ??= chromium.launch({ executablePath: executable, args });
  return browser;
}

after(async () => (await browser)?.close());

// Runs in the page before anything of it does.
function watch() {
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
}

/**
 * Gives a test a page of a context of its own. At its end nothing may have run that a stranger wrote, no request may have gone elsewhere,
 * no policy been violated, no error thrown or logged; expected holds patterns of messages that a test means to cause.
 */
export async function withPage(collector, { width = 1280, height = 800, theme = 'light', path = '/', expected = [] }, use) {
  const context = await (await launch()).newContext({
    baseURL: collector.url, viewport: { width, height }, colorScheme: theme, locale: 'en-GB', reducedMotion: 'reduce', timezoneId: 'UTC',
  });
  const bad = [];
  const origin = new URL(collector.url).origin;
  const note = (text) => {
    if (!expected.some((pattern) => pattern.test(text))) bad.push(text);
  };
  await context.addInitScript(watch);
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin) return route.continue();
    note(`a request to ${url}`);
    return route.abort();
  });
  const follow = (page) => {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) note(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => note(`thrown: ${error.message}`));
    page.on('dialog', async (dialog) => {
      note(`a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('download', (download) => note(`a download of ${download.url()}`));
  };
  context.on('page', follow);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    if (path !== undefined) await page.goto(path);
    await use(page, context);
    for (const opened of context.pages()) {
      if (!opened.url().startsWith(origin)) continue;
      const { owned, violations } = await opened.evaluate(() => ({ owned: window.owned, violations: window.violations }));
      assert.equal(owned, undefined, 'a stranger\'s text ran');
      assert.deepEqual(violations, [], 'violations of the policy');
    }
    assert.deepEqual(bad, [], 'what the page must not do');
  } finally {
    await context.close();
  }
}

/** How many elements the page holds. */
export const elements = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Whether something is wider than the window. */
export const scrollsSideways = (page) => page.evaluate(() => {
  const main = document.querySelector('#main') ?? document.scrollingElement;
  return document.scrollingElement.scrollWidth > innerWidth || main.scrollWidth > main.clientWidth;
});

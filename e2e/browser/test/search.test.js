// The search: its words, completed by keyboard.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { until } from '../lib/until.js';

let collector;
before(async () => {
  collector = await loaded();
});

test('fields and values are completed by keyboard', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('qual');
    const options = page.getByTestId('search-menu').getByRole('option');
    await options.filter({ hasText: 'quality:' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await options.filter({ hasText: 'severe' }).waitFor();
    await page.keyboard.type('sev');
    await until('one value', async () => await options.count() === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await until('the value', async () => /^quality:severe\s?$/.test(await page.getByTestId('search').inputValue()));
    await page.keyboard.type(' service:');
    await options.filter({ hasText: 'billing' }).waitFor();
    await page.keyboard.type('bil');
    await until('one service', async () => await options.count() === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until('the service', async () => /service:billing\s?$/.test(await page.getByTestId('search').inputValue()));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.searchParams.get('q') === 'quality:severe service:billing');
    const { conversations } = await collector.ask('/conversations?q=quality:severe+service:billing&limit=500');
    await page.getByText(new RegExp(`^${conversations.length} conversations?$`)).waitFor();
    for (const text of await page.getByTestId('conversation-row').allInnerTexts()) assert.match(text, /^\s*Severe/);
  });
});

test('words that were said are found', async () => {
  const { conversations: [{ first_message: first }] } = await collector.ask('/conversations?order=newest&limit=1');
  const words = first.match(/[A-Za-z]{4,}/g).slice(0, 3);
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('search').fill(words.join(' '));
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    await page.getByTestId('conversation-row').filter({ hasText: first.slice(0, 20) }).first().waitFor();
  });
});

test('what is not understood is explained', async () => {
  await withPage(collector, { expected: [/status of 400/] }, async (page) => {
    await page.getByTestId('search').fill('quality:purple');
    await page.keyboard.press('Enter');
    await page.getByTestId('problem').filter({ hasText: 'purple' }).first().waitFor();
    await page.getByTestId('search-clear').click();
    await page.getByTestId('conversation-row').first().waitFor();
  });
});

test('what nobody said leads back', async () => {
  await withPage(collector, { path: '/?q=nobodysaidthisever' }, async (page) => {
    await page.getByTestId('nothing').getByRole('link').click();
    await page.getByTestId('conversation-row').first().waitFor();
    assert.equal(new URL(page.url()).search, '');
  });
});

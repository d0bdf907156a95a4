// Issues, trends, and two conversations side by side.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { loaded } from '../lib/loaded.js';
import { until } from '../lib/until.js';

let collector;
before(async () => {
  collector = await loaded();
});

test('two conversations are chosen and compared', async () => {
  const { conversations: [worst] } = await collector.ask('/conversations?limit=1');
  const { conversations: [newest] } = await collector.ask('/conversations?limit=1&order=newest');
  await withPage(collector, { path: `/conversations/${worst.id}` }, async (page) => {
    await page.getByTestId('compare').click();
    await page.getByTestId('order-newest').click();
    await page.locator(`[data-testid=conversation-row][data-id="${newest.id}"]`).click();
    await page.waitForURL(`**/compare/${worst.id}/${newest.id}`);
    await page.getByTestId('column-a').getByText(worst.first_message.slice(0, 30)).first().waitFor();
    await page.getByTestId('column-b').getByText(newest.first_message.slice(0, 30)).first().waitFor();
    const table = await page.getByTestId('differences').innerText();
    for (const text of [worst.quality, newest.quality, worst.agent ?? worst.service, newest.agent ?? newest.service]) assert.ok(table.includes(text), text);
    await page.getByRole('link', { name: 'Swap' }).click();
    await page.waitForURL(`**/compare/${newest.id}/${worst.id}`);
  });
});

test('issues lead to an issue, its conversations and the message', async () => {
  const { issues: [issue] } = await collector.ask('/issues?limit=1');
  await withPage(collector, { path: '/issues' }, async (page) => {
    const row = page.getByTestId('issue-row').first();
    await row.waitFor();
    assert.equal(await row.getAttribute('data-id'), issue.id);
    assert.match(await row.innerText(), new RegExp(`\\b${issue.count}\\b[\\s\\S]*\\b${issue.conversations}\\b`));
    await row.getByRole('link').first().click();
    await page.waitForURL(`**/issues/${issue.id}`);
    await page.getByTestId('issue').getByRole('heading', { level: 1 }).waitFor();
    const conversations = page.getByTestId('issue-conversations').getByTestId('conversation-row');
    await conversations.first().waitFor();
    await page.getByTestId('example').first().click();
    await page.waitForURL(/\/conversations\/[0-9a-f]{16}\?.*m=\d+/);
    await page.locator('[aria-current=true][data-index]').waitFor();
  });
});

test('trends by each of their kinds, and two ranges beside each other', async () => {
  await withPage(collector, { path: '/trends' }, async (page) => {
    await page.getByTestId('trend-panel').getByText('Severe').first().waitFor();
    const { series: [{ name: agent }] } = await collector.ask('/trends?by=agent');
    for (const [by, name] of [['signal', /Escalation/], ['service', /billing/], ['model', /gpt-4o/], ['tool', /\w+_\w+/], ['agent', agent]]) {
      await page.getByTestId(`by-${by}`).click();
      await page.waitForURL((url) => url.searchParams.get('by') === by);
      await page.getByTestId('trend-panel').getByText(name).first().waitFor();
    }
    await page.getByTestId('by-quality').click();
    await page.getByTestId('beside').selectOption('before');
    await until('two panels', async () => await page.getByTestId('trend-panel').count() === 2);
    await page.getByTestId('by-service').click();
    await page.getByTestId('beside').selectOption('model');
    await until('two models', async () => await page.getByTestId('trend-panel').count() === 2);
  });
});

test('a trace leads to its conversation', async () => {
  await withPage(collector, { path: '/traces' }, async (page) => {
    await page.getByTestId('trace-row').first().click();
    await page.getByTestId('span').first().waitFor();
    await page.getByTestId('to-conversation').first().click();
    await page.getByTestId('message').first().waitFor();
  });
});

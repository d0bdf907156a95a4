// A conversation as a transcript with its signals.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { send, sendExample } from '../lib/otlp.js';
import { angry } from '../lib/session.js';
import { until } from '../lib/until.js';

let collector;
let path;
let api;

before(async () => {
  collector = await Collector.start();
  const spans = angry('angry');
  await send(collector, spans.filter((_, i) => i % 2 === 1));
  await send(collector, spans.filter((_, i) => i % 2 === 0));
  await sendExample(collector, 'refund.json');
  api = await until('the session', async () => {
    const { conversations: [it] } = await collector.ask('/conversations?q=session:angry');
    return it?.spans === spans.length && collector.ask(`/conversations/${it.id}`);
  });
  path = `/conversations/${api.id}`;
});
after(() => collector.stop());

test('a session over several traces reads from top to bottom', async () => {
  await withPage(collector, { path, height: 3000 }, async (page) => {
    await page.getByTestId('trace-separator').nth(2).waitFor();
    const separators = await page.getByTestId('trace-separator').allInnerTexts();
    assert.deepEqual(separators.map((text) => /Trace \d of \d/.exec(text)[0]), ['Trace 1 of 3', 'Trace 2 of 3', 'Trace 3 of 3']);
    const said = await page.getByTestId('message').allInnerTexts();
    const order = ['I need invoice 88', 'what is it about', 'Just send it', 'could not read the invoice', 'talk to a human', 'I will connect you'];
    assert.deepEqual(order.map((text) => said.findIndex((s) => s.includes(text))), order.map((_, i) => i), said.join('\n--\n'));
  });
});

test('a click on a signal goes to its message', async () => {
  await withPage(collector, { path, height: 500 }, async (page) => {
    const finding = page.getByTestId('finding').filter({ hasText: 'Escalation' });
    await finding.click();
    const message = page.locator('[data-testid=message][aria-current=true]');
    await message.waitFor();
    await page.waitForURL(/[?&]m=\d+/);
    assert.match(await message.innerText(), /Let me talk to a human agent/);
    const box = await until('it is in view', async () => {
      const area = await message.boundingBox();
      return area.y >= 48 && area.y + area.height <= 500 && area;
    });
    assert.ok(box.height > 20);
    assert.match(await message.getByTestId('annotation').first().innerText(), /Escalation[\s\S]*% sure[\s\S]*rule/);
    assert.ok(await message.locator('mark').count() > 0);
  });
});

test('n and p go from signal to signal', async () => {
  await withPage(collector, { path, height: 500 }, async (page) => {
    await page.getByTestId('message').first().waitFor();
    const messages = [...new Set(api.findings.map((f) => f.message).filter((m) => m >= 0))].sort((a, b) => a - b);
    for (const message of messages) {
      await page.keyboard.press('n');
      await page.waitForURL((url) => url.searchParams.get('m') === String(message));
    }
    await page.keyboard.press('p');
    await page.waitForURL((url) => url.searchParams.get('m') === String(messages.at(-2) ?? messages[0]));
  });
});

test('a loop is one group that opens', async () => {
  const last = angry('circle').findLast((span) => span.name.startsWith('chat'));
  await send(collector, [last]);
  const { conversations: [{ id }] } = await until('it', async () => {
    const page = await collector.ask('/conversations?q=session:circle');
    return page.conversations.length > 0 && page;
  });
  await withPage(collector, { path: `/conversations/${id}`, height: 3000 }, async (page) => {
    const loop = page.getByTestId('loop');
    await loop.waitFor();
    assert.match(await loop.innerText(), /6 rounds/);
    const folded = await page.getByTestId('call').count();
    await loop.getByRole('button').click();
    await until('its calls', async () => await page.getByTestId('call').count() === 6);
    assert.ok(folded < 6);
  });
});

test('a call of a tool is one line that opens', async () => {
  await withPage(collector, { path, height: 3000 }, async (page) => {
    const call = page.getByTestId('call').first();
    await call.waitFor();
    assert.match(await call.innerText(), /get_invoice\(id=88\)[\s\S]*failed: .*invoice_id must be a string/);
    await call.getByRole('button').first().click();
    assert.match(await call.innerText(), /Reads an invoice/);
  });
});

test('what the model was told is folded', async () => {
  await withPage(collector, { path }, async (page) => {
    const prompt = page.getByTestId('system-prompt');
    await prompt.waitFor();
    assert.equal(await page.getByText('You help customers of a shop').isVisible(), false);
    await prompt.locator('summary').click();
    assert.equal(await page.getByText('You help customers of a shop').isVisible(), true);
    await page.getByTestId('tools').locator('summary').click();
    assert.equal(await page.getByTestId('tools').getByText('Reads an invoice').isVisible(), true);
  });
});

test('the score is explained', async () => {
  await withPage(collector, { path }, async (page) => {
    await page.getByTestId('contributions').waitFor();
    const text = await page.getByTestId('contributions').innerText();
    for (const part of api.contributions) assert.ok(text.includes(part.text), part.text);
    assert.match(await page.getByTestId('facts').innerText(), /Session\s+angry/);
  });
});

test('its trace, attributes and raw data stand behind tabs', async () => {
  await withPage(collector, { path }, async (page) => {
    await page.getByTestId('tab-trace').click();
    await page.getByTestId('span').first().waitFor();
    await page.keyboard.press('3');
    await page.getByTestId('attributes-search').fill('conversation.id');
    await page.getByTestId('attribute').filter({ hasText: 'angry' }).first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('tab-raw').click();
    await page.getByTestId('raw').filter({ hasText: api.id }).waitFor();
  });
});

// Texts of strangers, in every place that an attribute reaches, sent over OTLP: they are shown and never run.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { scrollsSideways, withPage } from '../lib/browser.js';
import { Collector } from '../lib/collector.js';
import { legible, texts } from '../lib/hostile.js';
import { called, chat, newTrace, returned, said, send, span } from '../lib/otlp.js';
import { until } from '../lib/until.js';

let collector;
let conversation;
let trace;
let issues;

const complaint = 'This is useless, let me talk to a human agent. ';
const name = "<img src=x onerror=window.owned='name'>\u202egnp";

before(async () => {
  collector = await Collector.start();
  trace = newTrace();
  const end = Date.now() - 1000;
  const start = end - 60_000;
  const input = texts.flatMap((text, i) => [
    said('user', complaint + text), called(`call_${i}`, i % 4 === 0 ? name : `refund_${i}`, { text }), returned(`call_${i}`, `Error: ${text}`), said('assistant', text),
  ]);
  const root = span({ trace, name: `invoke_agent ${name}`, start, end, error: texts[1], attributes: {
    'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name, 'gen_ai.conversation.id': texts[0], 'user.id': texts[0],
    ...Object.fromEntries(texts.map((text, i) => [`custom.${i}.${text.slice(0, 60)}`, text])),
  } });
  await send(collector, [
    root,
    chat({
      trace, parent: root.spanId, conversation: texts[0], input: input.slice(0, -1), output: [{ ...input.at(-1), finish_reason: 'stop' }], start, end, model: texts[0],
      attributes: {
        'gen_ai.system_instructions': [{ type: 'text', content: texts.join('\n\n') }], 'gen_ai.agent.name': name, 'user.id': texts[0],
        'gen_ai.tool.definitions': [{ type: 'function', name, description: texts[1], parameters: { type: 'object', properties: { [texts[0]]: { type: texts[2] } } } }],
      },
    }),
    ...texts.map((text, i) => span({
      trace, parent: root.spanId, name: `execute_tool ${i} ${text.slice(0, 200)}`, start: start + i * 100, end: start + i * 100 + 50, error: text.slice(0, 2000),
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.conversation.id': texts[0], 'error.type': text.slice(0, 100) },
    })),
  ], name);
  conversation = await until('the conversation', async () => {
    const { conversations: [it] } = await collector.ask('/conversations');
    return it?.spans === texts.length + 2 && it;
  });
  ({ issues } = await collector.ask('/issues'));
  assert.ok(issues.length > 0);
});
after(() => collector.stop());

async function scrollThrough(page) {
  for (;;) {
    const done = await page.locator('#main').evaluate((main) => {
      main.scrollBy(0, main.clientHeight * 0.8);
      return new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(() => ready(main.scrollTop + main.clientHeight >= main.scrollHeight - 2))));
    });
    if (done) return;
  }
}

test('every message is shown as text', async () => {
  await withPage(collector, { path: `/conversations/${conversation.id}` }, async (page) => {
    await page.getByTestId('message').first().waitFor();
    const seen = new Set();
    const read = async () => {
      for (const text of await page.locator('[data-testid=message] [data-testid=body]').allInnerTexts()) seen.add(text);
    };
    for (let last = -1; ;) {
      await read();
      const top = await page.locator('#main').evaluate((main) => {
        main.scrollBy(0, main.clientHeight * 0.8);
        return new Promise((ready) => requestAnimationFrame(() => requestAnimationFrame(() => ready(main.scrollTop))));
      });
      if (top === last) break;
      last = top;
    }
    const all = [...seen].join('\n');
    for (const text of legible) assert.ok(all.includes(text), text);
    assert.ok(!/[\u202a-\u202e\u2066-\u2069\u200b\u001b\u009b\u0007]/.test(all), 'characters that hide or turn text around');
  });
});

test('links lead to http and https only, and images are named', async () => {
  await withPage(collector, { path: `/conversations/${conversation.id}`, height: 20_000 }, async (page) => {
    await page.getByTestId('message').nth(10).waitFor();
    const links = await page.locator('#main [data-testid=message] a[href]').evaluateAll((all) => all.map((a) => ({ href: a.href, protocol: a.protocol, rel: a.rel, target: a.target })));
    assert.ok(links.some((link) => link.href === 'https://example.com/page?a=1&b=2'), JSON.stringify(links));
    for (const { href, protocol, rel } of links) {
      assert.ok(['http:', 'https:', 'mailto:'].includes(protocol), href);
      if (!href.startsWith(collector.url)) assert.match(rel, /noopener/, href);
    }
    assert.equal(await page.locator('#main :is(img, iframe, object, embed, form, script, style, link, base, meta, animate, use)').count(), 0);
  });
});

test('every format of a message shows it as text', async () => {
  await withPage(collector, { path: `/conversations/${conversation.id}`, height: 6000 }, async (page) => {
    for (const format of ['markdown', 'json', 'plain']) {
      for (const button of await page.getByTestId(`format-${format}`).all()) await button.click();
    }
    // What opens pushes what is below it out of the page.
    for (let i = 0; i < 5; i++) await page.getByTestId('call').nth(i).getByRole('button').first().click();
    for (const fold of ['system-prompt', 'tools']) await page.getByTestId(fold).locator('summary').click();
    await page.getByTestId('system-prompt').getByText("<script>window.owned='script'</script>").first().waitFor();
  });
});

const places = {
  list: () => ['/', 'conversation-row'], trace: () => [`/traces/${trace}`, 'span'], attributes: () => [`/conversations/${conversation.id}?tab=attributes`, 'attribute'],
  raw: () => [`/conversations/${conversation.id}?tab=raw`, 'raw'], traces: () => ['/traces', 'trace-row'], issues: () => ['/issues', 'issue-row'],
  issue: () => [`/issues/${issues[0].id}`, 'issue'], trends: () => ['/trends?by=tool', 'trend-panel'], models: () => ['/trends?by=model', 'trend-panel'],
  compare: () => [`/compare/${conversation.id}/${conversation.id}`, 'differences'],
};
for (const [place, of] of Object.entries(places)) {
  test(`nothing runs in ${place}`, async () => {
    const [path, shown] = of();
    for (const width of [1280, 400]) {
      await withPage(collector, { path, width }, async (page) => {
        await page.getByTestId(shown).first().waitFor();
        await scrollThrough(page);
        if (place === 'trace') for (const row of (await page.getByTestId('span').all()).slice(0, 6)) await row.click();
        assert.ok(!/[\u202a-\u202e\u2066-\u2069\u001b]/.test(await page.locator('body').innerText()), 'characters that hide or turn text around');
        assert.equal(await scrollsSideways(page), false, `scrolls sideways at ${width}`);
      });
    }
  });
}

test('nothing runs in what is completed', async () => {
  await withPage(collector, {}, async (page) => {
    await page.getByTestId('conversation-row').first().waitFor();
    for (const field of ['session', 'tool', 'agent', 'model', 'service', 'user']) {
      const answered = page.waitForResponse((response) => response.url().includes(`field=${field}`));
      await page.getByTestId('search').fill(`${field}:`);
      await answered;
      await page.getByTestId('search-menu').getByRole('option').filter({ hasText: '<' }).first().waitFor();
    }
    await until('a choice', async () => {
      await page.keyboard.press('ArrowDown');
      return page.locator('[data-testid=search-menu] [aria-selected=true]').isVisible();
    });
    await page.keyboard.press('Enter');
    await until('the value', async () => (await page.getByTestId('search').inputValue()).includes('<script>'));
    await page.keyboard.press('Enter');
    await page.getByTestId('conversation-row').first().waitFor();
  });
});

test('an address runs nothing', async () => {
  const text = encodeURIComponent("<img src=x onerror=window['owned']='address'>");
  const paths = [`/?q=${text}`, `/conversations/${text}`, `/traces/${text}`, `/compare/${text}/${text}`, `/issues/${text}`, `/${text}`, `/conversations/${conversation.id}?tab=${text}&m=${text}`,
    `/trends?by=${text}&beside=${text}`, `/?since=${text}`, `/traces/${trace}?span=${text}`];
  for (const path of paths) {
    await withPage(collector, { path, expected: [/status of 4\d\d/] }, async (page) => {
      await page.locator('#main > *').first().waitFor();
    });
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, pretty, readJSON } from '../src/lib/partialjson';

test('reads whole JSON as it is', () => {
  const text = '{"a":[1,-2.5e3,true,null,"x\\n\\u00e9\\/"],"big":12345678901234567890,"b":{},"c":[]}';
  const reading = readJSON(text);
  assert.equal(reading?.cut, false);
  assert.equal(pretty(reading!.node), '{\n  "a": [\n    1,\n    -2.5e3,\n    true,\n    null,\n    "x\\né/"\n  ],\n  "big": 12345678901234567890,\n  "b": {},\n  "c": []\n}');
});

test('reads JSON that was cut anywhere as far as it goes', () => {
  const text = '{"order":{"id":88,"items":["blue \\"jacket\\"","\\u00e9"],"paid":true},"n":-1.5}';
  for (let end = 1; end < text.length; end++) {
    const reading = readJSON(text.slice(0, end));
    assert.ok(reading, `cut at ${end}: ${text.slice(0, end)}`);
    assert.equal(reading.cut, true, `cut at ${end}`);
    assert.match(pretty(reading.node), /…/);
  }
});

test('keeps what was read before the cut', () => {
  const reading = readJSON('{"id":88,"city":"Ber');
  assert.deepEqual(reading?.node, {
    kind: 'object',
    entries: [['id', { kind: 'other', text: '88' }], ['city', { kind: 'string', text: 'Ber', cut: true }]],
    cut: true,
  });
});

test('leaves out an escape that was cut in two', () => {
  for (const text of ['["a\\', '["a\\u', '["a\\u00', '["a\\u00e']) {
    const reading = readJSON(text);
    assert.deepEqual(reading?.node, { kind: 'array', items: [{ kind: 'string', text: 'a', cut: true }], cut: true }, text);
  }
  assert.deepEqual(readJSON('["a\\\\')?.node, { kind: 'array', items: [{ kind: 'string', text: 'a\\', cut: true }], cut: true });
});

test('refuses what is no JSON', () => {
  for (const text of ['', 'hello', '"text"', '12', '{a:1}', '[1 2]', '{"a" 1}', '{"a":1}}', '[1] and more', '[tru, 1]', '[Order 12]', '{"a":01}']) {
    assert.equal(readJSON(text), undefined, text);
  }
});

test('refuses what is nested too deeply instead of running out of stack', () => {
  assert.equal(readJSON('['.repeat(100_000)), undefined);
});

test('is quick with long texts', () => {
  const text = `[${Array.from({ length: 50_000 }, (_, i) => `{"id":${i},"name":"n${i}"}`).join(',')}]`;
  const start = performance.now();
  assert.ok(readJSON(text));
  assert.ok(performance.now() - start < 5000);
});

test('writes a value on one line', () => {
  const line = (text: string, max = 80): string => brief(readJSON(text)!.node, max);
  assert.equal(line('{"id":88,"city":"Berlin","tags":["a",{"b":1}]}'), 'id=88, city="Berlin", tags=["a", {b: 1}]');
  assert.equal(line('[1,2]'), '[1, 2]');
  assert.equal(line('{"text":"abcdefghij"}', 10), 'text="abcd…');
  assert.equal(line('{"id":88,"ci'), 'id=88…');
});

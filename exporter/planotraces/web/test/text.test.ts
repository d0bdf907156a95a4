import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeRows, searchRows } from '../src/lib/attributes';
import { age, bytes, duration, money, short } from '../src/lib/format';
import { chunks, oneLine, visible } from '../src/lib/text';
import { between, toMillis, toNanos } from '../src/lib/time';
import { coarser, measured, share } from '../src/lib/trends';

test('names what turns text around or hides in it, and leaves what languages need', () => {
  assert.equal(visible('a\u202Eb\u2066c\u200Bd\u0000e\u001Bf\ufeff'), 'a‹U+202E›b‹U+2066›c‹U+200B›d‹U+0000›e‹U+001B›f‹U+FEFF›');
  assert.equal(visible('a\u2028b\u{e0041}c'), 'a‹U+2028›b‹U+E0041›c');
  assert.equal(visible('خط\u200cنوشته 👨\u200d👩 a\tb\nc'), 'خط\u200cنوشته 👨\u200d👩 a\tb\nc');
});

test('puts text on one line', () => {
  assert.equal(oneLine('  a\n\n b\tc  '), 'a b c');
  assert.equal(oneLine('x'.repeat(1000), 10), `${'x'.repeat(10)}…`);
});

test('parts of a text are the text', () => {
  const text = `${'a line of text\n'.repeat(3000)}${'😀'.repeat(5000)}`;
  const parts = chunks(text, 1000);
  assert.equal(parts.join(''), text);
  for (const part of parts) {
    assert.ok(part.length <= 1001);
    assert.ok(part.isWellFormed?.() ?? true);
  }
  assert.deepEqual(chunks('', 10), ['']);
});

test('writes durations', () => {
  const cases: [number, string][] = [
    [0, '0 s'], [840, '840 ns'], [1500, '1.5 µs'], [1.2e6, '1.2 ms'], [999.4e6, '999 ms'], [999.6e6, '1 s'], [1.25e9, '1.3 s'], [41e9, '41 s'],
    [59.97e9, '1 min'], [185e9, '3 min 5 s'], [3600e9, '1 h'], [7800e9, '2 h 10 min'], [90e12, '1 d 1 h'],
  ];
  for (const [nanos, want] of cases) assert.equal(duration(nanos), want, String(nanos));
});

test('writes numbers', () => {
  assert.deepEqual([0, 950, 999, 1000, 12_400, 99_960, 999_600, 3_100_000, 2.5e9].map(short), ['0', '950', '999', '1k', '12.4k', '100k', '1M', '3.1M', '2.5G']);
  assert.deepEqual([0, 0.0042, 0.1, 1.2, 310, 12_345].map(money), ['$0', '$0.0042', '$0.10', '$1.20', '$310', '$12,345']);
  assert.deepEqual([0, 812, 16_384, 1_200_000].map(bytes), ['0 B', '812 B', '16 kB', '1.2 MB']);
  const now = 1e12;
  assert.deepEqual([0, 12, 300, 7200, 200_000].map((s) => age(now - s * 1000, now)), ['now', '12 s', '5 min', '2 h', '2 d']);
});

test('reads times with more digits than a number holds', () => {
  assert.equal(toMillis('1795286685300000000'), 1795286685300);
  assert.equal(toMillis('0'), 0);
  assert.equal(toMillis(''), 0);
  assert.equal(toNanos(1795286685300), '1795286685300000000');
  assert.equal(between('1795286685300000001', '1795286685300000009'), 8);
});

test('searches attributes by key and value', () => {
  const rows = attributeRows({
    traceId: 't', spanId: 's', name: 'n', startTimeUnixNano: '0', endTimeUnixNano: '1', service: 'shop',
    attributes: [{ key: 'http.route', value: { stringValue: '/Pay' } }, { key: 'tokens', value: { intValue: '12' } }, { key: 'empty', value: {} }],
    events: [{ name: 'exception', timeUnixNano: '0', attributes: [{ key: 'exception.message', value: { stringValue: 'refused' } }] }],
    resource: [{ key: 'service.name', value: { stringValue: 'shop' } }],
  });
  assert.deepEqual(rows.map((row) => `${row.of}/${row.key}=${row.text}`),
    ['span/http.route=/Pay', 'span/tokens=12', 'span/empty=', 'event exception/exception.message=refused', 'resource/service.name=shop']);
  assert.deepEqual(searchRows(rows, 'ROUTE pay').map((row) => row.key), ['http.route']);
  assert.equal(searchRows(rows, ' ').length, rows.length);
  assert.equal(searchRows(rows, 'nosuch').length, 0);
});

test('adds up trends', () => {
  const trend = { name: 'x', values: [2, 0, 4], poor: [1, 0, 1], tokens: [10, 0, 5] };
  assert.deepEqual(share(trend), { total: 6, poor: 2, share: 2 / 6, tokens: 15, waste: 0 });
  assert.deepEqual(measured(trend, 'share'), [50, null, 25]);
  assert.deepEqual(measured(trend, 'waste'), [0, 0, 0]);
  assert.deepEqual(coarser([1, 2, 3, 4, 5], 2), [3, 7, 5]);
});

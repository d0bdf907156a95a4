import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete, matchingFields, placeAt, quoteValue, tidy, toggleTerm } from '../src/lib/complete';

/** The text with | where the caret is. */
function at(text: string): [string, number] {
  const caret = text.indexOf('|');
  return [text.replace('|', ''), caret];
}

test('says what is typed at the caret', () => {
  const cases: [string, ReturnType<typeof placeAt>][] = [
    ['|', { prefix: '', start: 0, end: 0 }],
    ['qua|', { prefix: 'qua', start: 0, end: 3 }],
    ['-qua|', { prefix: 'qua', start: 1, end: 4 }],
    ['quality:|', { field: 'quality', prefix: '', start: 8, end: 8 }],
    ['quality:sev|ere', { field: 'quality', prefix: 'sev', start: 8, end: 14 }],
    ['quality:severe,po|', { field: 'quality', prefix: 'po', start: 15, end: 17 }],
    ['-tool:re|', { field: 'tool', prefix: 're', start: 6, end: 8 }],
    ['money back se|', { prefix: 'se', start: 11, end: 13 }],
    ['service:"my sh|', { field: 'service', prefix: 'my sh', start: 8, end: 14 }],
    ['"money ba|', undefined],
    ['http.route=/pa|', undefined],
    ['nosuch:va|', undefined],
  ];
  for (const [text, want] of cases) assert.deepEqual(placeAt(...at(text)), want, text);
});

test('puts fields and values in their place', () => {
  const cases: [string, string, string][] = [
    ['qua|', 'quality', 'quality:|'],
    ['tool:x -qu|', 'quality', 'tool:x -quality:|'],
    ['quality:sev|', 'severe', 'quality:severe |'],
    ['quality:sev| tool:x', 'severe', 'quality:severe| tool:x'],
    ['quality:severe,po|', 'poor', 'quality:severe,poor |'],
    ['service:my|', 'my shop', 'service:"my shop" |'],
    ['service:"my sh|', 'my shop', 'service:"my shop" |'],
    ['service:"my sh|" x', 'my shop', 'service:"my shop"| x'],
  ];
  for (const [text, choice, want] of cases) {
    const [plain, caret] = at(text);
    const place = placeAt(plain, caret);
    assert.ok(place, text);
    const edited = complete(plain, place, choice);
    assert.equal(`${edited.text.slice(0, edited.caret)}|${edited.text.slice(edited.caret)}`, want, text);
  }
});

test('quotes what would be read as something else', () => {
  const cases: [string, string][] = [
    ['shop', 'shop'], ['gpt-4o', 'gpt-4o'], ['my shop', '"my shop"'], ['a,b', '"a,b"'], ['a:b', '"a:b"'], ['-x', '"-x"'], ['say "hi"\\', '"say \\"hi\\"\\\\"'], ['', '""'],
  ];
  for (const [value, want] of cases) assert.equal(quoteValue(value), want);
});

test('finds fields by their beginning', () => {
  assert.deepEqual(matchingFields('SE').map((f) => f.name), ['service', 'session']);
  assert.deepEqual(matchingFields('nosuch'), []);
});

test('leaves one space between words', () => {
  assert.equal(tidy('  quality:severe   "money  back"  service:"my  shop" '), 'quality:severe "money  back" service:"my  shop"');
  assert.equal(tidy('  '), '');
});

test('adds and removes a condition', () => {
  assert.equal(toggleTerm('refund', 'quality:severe'), 'refund quality:severe');
  assert.equal(toggleTerm('refund quality:severe', 'quality:severe'), 'refund');
  assert.equal(toggleTerm('"a  quality:severe" b', 'quality:severe'), '"a  quality:severe" b quality:severe');
});

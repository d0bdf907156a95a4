import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heights, rangeIn } from '../src/lib/virtual';

const keys = (n: number): string[] => Array.from({ length: n }, (_, i) => `k${i}`);

test('adds up heights', () => {
  const heights = new Heights();
  heights.setRows(keys(4), () => 10);
  assert.equal(heights.total(), 40);
  assert.equal(heights.measure(1, 30), 20);
  assert.equal(heights.measure(1, 30), 0);
  assert.deepEqual([0, 1, 2, 3, 4].map((i) => heights.offset(i)), [0, 10, 40, 50, 60]);
  assert.deepEqual([-5, 0, 9, 10, 39, 40, 59, 60, 1000].map((y) => heights.indexAt(y)), [0, 0, 0, 1, 1, 2, 3, 3, 3]);
});

test('keeps the heights of rows that move', () => {
  const heights = new Heights();
  heights.setRows(['a', 'b'], () => 10);
  heights.measure(1, 50);
  heights.setRows(['new', 'a', 'b', 'c'], () => 10);
  assert.deepEqual([0, 1, 2, 3, 4].map((i) => heights.offset(i)), [0, 10, 20, 70, 80]);
  heights.reset();
  assert.equal(heights.total(), 40);
});

test('takes the rows in view and some more', () => {
  const heights = new Heights();
  heights.setRows(keys(1000), () => 20);
  assert.deepEqual(rangeIn(heights, 1000, 0, 100, 0), { first: 0, last: 6, above: 0, below: 994 * 20 });
  assert.deepEqual(rangeIn(heights, 1000, 10_000, 10_100, 40), { first: 498, last: 508, above: 9960, below: 492 * 20 });
  assert.deepEqual(rangeIn(heights, 1000, 50_000, 50_100, 40), { first: 999, last: 1000, above: 19_980, below: 0 });
  assert.deepEqual(rangeIn(heights, 0, 0, 100, 40), { first: 0, last: 0, above: 0, below: 0 });
});

test('room above, rows and room below are always the whole list', () => {
  const heights = new Heights();
  heights.setRows(keys(500), (i) => 20 + (i % 7) * 11);
  for (let i = 0; i < 500; i += 3) heights.measure(i, 15 + (i % 13) * 9);
  for (let top = -300; top < heights.total() + 300; top += 777) {
    const { first, last, above, below } = rangeIn(heights, 500, top, top + 800, 200);
    assert.equal(above + (heights.offset(last) - heights.offset(first)) + below, heights.total());
    assert.ok(last > first);
  }
});

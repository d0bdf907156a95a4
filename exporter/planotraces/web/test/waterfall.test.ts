import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut, ticks, unfolded } from '../src/lib/waterfall';
import type { Span } from '../src/types';

const begin = 1_700_000_000_000_000_000n;

const span = (spanId: string, parentSpanId: string, start: number, end: number): Span => ({
  traceId: 't', spanId, parentSpanId, name: spanId, service: 's', attributes: [],
  startTimeUnixNano: String(begin + BigInt(start)), endTimeUnixNano: String(begin + BigInt(end)),
});

const ids = (spans: Span[]): string[] => layOut(spans).lines.map((line) => `${'.'.repeat(line.depth)}${line.span.spanId}`);

test('puts children under their parents in the order in which they began', () => {
  assert.deepEqual(ids([span('c', 'a', 50, 60), span('a', '', 0, 100), span('d', 'b', 20, 30), span('b', 'a', 10, 40)]), ['a', '.b', '..d', '.c']);
});

test('shows spans whose parent is not there, and those that are each other’s parents', () => {
  assert.deepEqual(ids([span('a', 'lost', 0, 10), span('b', 'c', 1, 2), span('c', 'b', 1, 2), span('d', 'd', 3, 4)]), ['a', 'd', 'b', '.c']);
  assert.equal(layOut([span('a', 'lost', 0, 10)]).lines[0]?.orphan, true);
});

test('keeps nanoseconds', () => {
  const { lines, duration } = layOut([span('a', '', 0, 7), span('b', 'a', 3, 4)]);
  assert.equal(duration, 7);
  assert.deepEqual(lines.map((line) => [line.start, line.duration]), [[0, 7], [3, 1]]);
});

test('finds where nothing below a span ran', () => {
  const { lines } = layOut([span('a', '', 0, 1000), span('b', 'a', 200, 400), span('c', 'a', 300, 500), span('d', 'a', 505, 900)]);
  assert.deepEqual(lines[0]?.gaps, [[0, 200], [900, 1000]]);
  assert.deepEqual(lines[1]?.gaps, []);
});

test('takes times that make no sense', () => {
  const { lines, duration } = layOut([span('a', '', 100, 50)]);
  assert.ok(duration > 0);
  assert.equal(lines[0]?.duration, 0);
  assert.deepEqual(layOut([]).lines, []);
});

test('folds what is below a span', () => {
  const { lines } = layOut([span('a', '', 0, 100), span('b', 'a', 1, 50), span('c', 'b', 2, 3), span('d', 'a', 60, 70)]);
  assert.deepEqual(unfolded(lines, new Set(['b'])).map((line) => line.span.spanId), ['a', 'b', 'd']);
  assert.deepEqual(unfolded(lines, new Set(['a', 'b'])).map((line) => line.span.spanId), ['a']);
});

test('a chain of 20,000 spans is laid out without running out of stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => span(`s${i}`, i === 0 ? '' : `s${i - 1}`, i, 20_000));
  assert.equal(layOut(chain).lines.length, 20_000);
});

test('makes a ruler of round parts', () => {
  assert.deepEqual(ticks(1000), [0, 200, 400, 600, 800, 1000]);
  for (const duration of [1, 7, 99, 12_345, 3.2e10, 8e15]) assert.ok(ticks(duration).length <= 7, String(duration));
});

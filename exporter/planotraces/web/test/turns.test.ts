import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairResults, rowOfMessage, rowsOf } from '../src/lib/turns';
import type { Loop, Message, Role } from '../src/types';

const message = (index: number, role: Role, more: Partial<Message> = {}): Message => ({ index, role, time_unix_nano: '0', trace_id: 't1', ...more });

const none: ReadonlySet<number> = new Set();

const conversation = (): Message[] => [
  message(0, 'user'),
  message(1, 'tool_call', { call_id: 'a' }),
  message(2, 'tool_call', { call_id: 'b' }),
  message(3, 'tool_result', { call_id: 'b' }),
  message(4, 'tool_result', { call_id: 'a' }),
  message(5, 'assistant'),
];

test('pairs results with their calls', () => {
  assert.deepEqual([...pairResults(conversation())], [[2, 3], [1, 4]]);
});

test('pairs results without an id by tool and order', () => {
  const messages = [
    message(0, 'tool_call', { tool: 'x' }), message(1, 'tool_call', { tool: 'y' }),
    message(2, 'tool_result', { tool: 'y' }), message(3, 'tool_result', { tool: 'x' }), message(4, 'tool_result', { tool: 'x' }),
  ];
  assert.deepEqual([...pairResults(messages)], [[1, 2], [0, 3]]);
});

test('a call and its result are one row', () => {
  const rows = rowsOf(conversation(), [], none, false);
  assert.deepEqual(rows.map((row) => [row.kind, row.index, row.kind === 'call' ? row.result?.index : undefined]),
    [['message', 0, undefined], ['call', 1, 4], ['call', 2, 3], ['message', 5, undefined]]);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((i) => rowOfMessage(rows, i)), [0, 1, 2, 2, 1, 3]);
});

test('a result whose call is not there is a row', () => {
  const rows = rowsOf([message(0, 'user'), message(1, 'tool_result', { call_id: 'lost' })], [], none, false);
  assert.deepEqual(rows.map((row) => row.kind), ['message', 'message']);
});

function looping(): { messages: Message[]; loops: Loop[] } {
  const messages = [message(0, 'user')];
  for (let i = 0; i < 6; i++) {
    messages.push(message(1 + 2 * i, 'tool_call', { call_id: `c${i}` }), message(2 + 2 * i, 'tool_result', { call_id: `c${i}` }));
  }
  messages.push(message(13, 'assistant'));
  return { messages, loops: [{ signal: 'execution.loops.retry', rounds: 6, calls: [], messages: [1, 13], duration_ns: 0, tokens: 0 }] };
}

test('a loop is a group that shows its first and its last round', () => {
  const { messages, loops } = looping();
  const rows = rowsOf(messages, loops, none, false);
  assert.deepEqual(rows.map((row) => [row.kind, row.index]), [['message', 0], ['loop', 1], ['call', 1], ['call', 11], ['message', 13]]);
  const head = rows[1];
  assert.equal(head?.kind === 'loop' ? head.hidden : -1, 4);
});

test('a loop that is open shows all rounds', () => {
  const { messages, loops } = looping();
  const rows = rowsOf(messages, loops, new Set([0]), false);
  assert.equal(rows.filter((row) => row.kind === 'call').length, 6);
});

test('a loop within a loop is part of it', () => {
  const { messages, loops } = looping();
  const rows = rowsOf(messages, [{ ...loops[0]!, messages: [3, 9] }, loops[0]!], none, false);
  assert.deepEqual(rows.filter((row) => row.kind === 'loop').map((row) => row.key), ['l1']);
});

test('tells traces apart', () => {
  const rows = rowsOf([message(0, 'user'), message(1, 'assistant'), message(2, 'user', { trace_id: 't2' })], [], none, true);
  assert.deepEqual(rows.map((row) => row.kind), ['trace', 'message', 'message', 'trace', 'message']);
});

test('messages that are not loaded are gaps of at most 100', () => {
  const messages: (Message | undefined)[] = Array.from({ length: 10_000 });
  messages[5000] = message(5000, 'user');
  const rows = rowsOf(messages, [], none, false);
  assert.equal(rows.reduce((n, row) => n + (row.kind === 'gap' ? row.count : 1), 0), 10_000);
  assert.equal(rows.filter((row) => row.kind === 'gap').every((row) => row.kind === 'gap' && row.count <= 100), true);
  assert.equal(rows[rowOfMessage(rows, 5000)]?.kind, 'message');
  assert.equal(rows[rowOfMessage(rows, 7777)]?.kind, 'gap');
});

test('every row has a key of its own', () => {
  const { messages, loops } = looping();
  const keys = rowsOf(messages, loops, none, true).map((row) => row.key);
  assert.equal(new Set(keys).size, keys.length);
});

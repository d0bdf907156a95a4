// The rows of a transcript: messages, calls with their results, loops as groups, and where one trace ends and the next begins.
import type { Loop, Message } from '../types';

export type Row =
  | { kind: 'message'; key: string; index: number; message: Message; inLoop?: boolean }
  | { kind: 'call'; key: string; index: number; call: Message; result?: Message; inLoop?: boolean }
  | { kind: 'loop'; key: string; index: number; loop: Loop; open: boolean; hidden: number }
  | { kind: 'trace'; key: string; index: number; trace: string; time: string }
  | { kind: 'gap'; key: string; index: number; count: number };

/** How many rows of a loop that is folded are shown at its beginning and at its end. */
const shownOfLoop = 1;

/**
 * Makes rows of the messages that are loaded; a run of those that are not is one row. traces is true where the traces that a
 * conversation goes over are told apart.
 */
export function rowsOf(messages: (Message | undefined)[], loops: Loop[], openLoops: ReadonlySet<number>, traces: boolean): Row[] {
  const resultOf = pairResults(messages);
  const paired = new Set(resultOf.values());
  const groups = outermost(loops);
  const rows: Row[] = [];
  let trace = '';
  let group = 0;
  let inside: { end: number; open: boolean; rows: Row[]; at: number } | undefined;
  const put = (row: Row): void => void (inside && row.kind !== 'trace' ? inside.rows : rows).push(row);
  const close = (): void => {
    if (!inside) return;
    const { rows: own, open, at } = inside;
    const fold = !open && own.length > 2 * shownOfLoop + 1;
    const head = rows[at];
    if (head?.kind === 'loop') head.hidden = fold ? own.length - 2 * shownOfLoop : 0;
    rows.push(...(fold ? [...own.slice(0, shownOfLoop), ...own.slice(-shownOfLoop)] : own));
    inside = undefined;
  };
  for (let i = 0; i < messages.length; i++) {
    if (inside && i >= inside.end) close();
    while (group < groups.length && groups[group]!.loop.messages[0] < i) group++;
    const next = groups[group];
    if (!inside && next && next.loop.messages[0] === i && messages[i]) {
      const open = openLoops.has(next.number);
      rows.push({ kind: 'loop', key: `l${next.number}`, index: i, loop: next.loop, open, hidden: 0 });
      inside = { end: next.loop.messages[1], open, rows: [], at: rows.length - 1 };
      group++;
    }
    const message = messages[i];
    if (!message) {
      let end = i;
      while (end < messages.length && !messages[end] && end - i < 100) end++;
      put({ kind: 'gap', key: `g${i}`, index: i, count: end - i });
      i = end - 1;
      continue;
    }
    if (traces && message.trace_id && message.trace_id !== trace && !inside) {
      trace = message.trace_id;
      rows.push({ kind: 'trace', key: `t${i}`, index: i, trace, time: message.time_unix_nano });
    }
    if (paired.has(i)) continue;
    const inLoop = inside !== undefined;
    if (message.role === 'tool_call') {
      const result = resultOf.get(i);
      put({ kind: 'call', key: `m${i}`, index: i, call: message, result: result === undefined ? undefined : messages[result], inLoop });
    } else {
      put({ kind: 'message', key: `m${i}`, index: i, message, inLoop });
    }
  }
  close();
  return rows;
}

/** Which result belongs to which call: by the call's id, else the next one of the same tool without an id. */
export function pairResults(messages: (Message | undefined)[]): Map<number, number> {
  const result = new Map<number, number>();
  const waiting = new Map<string, number>();
  const unnamed: number[] = [];
  messages.forEach((message, i) => {
    if (message?.role === 'tool_call') {
      if (message.call_id) waiting.set(message.call_id, i);
      else unnamed.push(i);
    } else if (message?.role === 'tool_result') {
      const call = message.call_id ? waiting.get(message.call_id) : undefined;
      if (call !== undefined) {
        result.set(call, i);
        waiting.delete(message.call_id!);
        return;
      }
      const at = unnamed.findIndex((c) => !message.tool || !messages[c]!.tool || messages[c]!.tool === message.tool);
      if (at >= 0) result.set(unnamed.splice(at, 1)[0]!, i);
    } else if (message) {
      unnamed.length = 0;
    }
  });
  return result;
}

/** The loops that are in no other one, in the order of their messages. */
function outermost(loops: Loop[]): { loop: Loop; number: number }[] {
  const sorted = loops.map((loop, number) => ({ loop, number }))
    .filter(({ loop }) => loop.messages[1] > loop.messages[0])
    .sort((a, b) => a.loop.messages[0] - b.loop.messages[0] || b.loop.messages[1] - a.loop.messages[1]);
  let end = 0;
  return sorted.filter(({ loop }) => {
    if (loop.messages[0] < end) return false;
    end = loop.messages[1];
    return true;
  });
}

/** The row that shows a message; the last one before it where it has none of its own. */
export function rowOfMessage(rows: readonly Row[], index: number): number {
  let found = -1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.kind === 'call' && row.result?.index === index) return i;
    if (row.kind === 'trace' || row.kind === 'loop') continue;
    if (row.index > index) break;
    found = i;
  }
  return found;
}

// The tree of a trace's spans, and where each is in time.
import type { Span } from '../types';
import { between } from './time';

export interface Line {
  span: Span;
  depth: number;
  children: number;
  /** Nanoseconds after the trace's start. */
  start: number;
  duration: number;
  /** Parts of a parent's time in which nothing below it ran. */
  gaps: [number, number][];
  /** True where its parent is not in the trace. */
  orphan: boolean;
}

export interface Waterfall {
  lines: Line[];
  duration: number;
  /** The start, Unix nanoseconds. */
  start: string;
}

const smallestGap = 0.03;
const deepest = 400;

/** Lays spans out, children under their parents in the order in which they began. */
export function layOut(spans: Span[]): Waterfall {
  if (spans.length === 0) return { lines: [], duration: 0, start: '0' };
  const start = spans.reduce((first, s) => (before(s.startTimeUnixNano, first) ? s.startTimeUnixNano : first), spans[0]!.startTimeUnixNano);
  const timed = spans.map((span) => ({ span, start: between(start, span.startTimeUnixNano), end: between(start, span.endTimeUnixNano) }));
  const duration = Math.max(1, ...timed.map((t) => t.end));
  const byID = new Map(timed.map((t) => [t.span.spanId, t]));
  const childrenOf = new Map<string, typeof timed>();
  const roots: typeof timed = [];
  for (const t of timed) {
    const parent = t.span.parentSpanId;
    if (parent && parent !== t.span.spanId && byID.has(parent)) {
      const list = childrenOf.get(parent);
      if (list) list.push(t);
      else childrenOf.set(parent, [t]);
    } else roots.push(t);
  }
  const order = (a: (typeof timed)[0], b: (typeof timed)[0]): number => a.start - b.start || b.end - a.end;
  for (const list of childrenOf.values()) list.sort(order);
  roots.sort(order);
  const lines: Line[] = [];
  const seen = new Set<string>();
  const walk = (first: typeof timed): void => {
    const stack = first.map((t) => ({ t, depth: 0 })).reverse();
    while (stack.length > 0) {
      const { t, depth } = stack.pop()!;
      if (seen.has(t.span.spanId)) continue;
      seen.add(t.span.spanId);
      const children = childrenOf.get(t.span.spanId) ?? [];
      lines.push({
        span: t.span, depth, children: children.length, start: t.start, duration: Math.max(0, t.end - t.start),
        gaps: gapsOf(t, children, duration * smallestGap), orphan: depth === 0 && Boolean(t.span.parentSpanId),
      });
      for (let i = children.length - 1; i >= 0; i--) stack.push({ t: children[i]!, depth: Math.min(depth + 1, deepest) });
    }
  };
  walk(roots);
  // Spans that are each other's parents have no root.
  if (lines.length < timed.length) walk(timed.filter((t) => !seen.has(t.span.spanId)));
  return { lines, duration, start };
}

function before(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

function gapsOf(parent: { start: number; end: number }, children: { start: number; end: number }[], least: number): [number, number][] {
  if (children.length === 0) return [];
  const gaps: [number, number][] = [];
  let at = parent.start;
  for (const child of children) {
    if (child.start - at >= least) gaps.push([at, Math.min(child.start, parent.end)]);
    at = Math.max(at, child.end);
    if (at >= parent.end) break;
  }
  if (parent.end - at >= least) gaps.push([at, parent.end]);
  return gaps;
}

/** The lines without those under spans that are folded. */
export function unfolded(lines: Line[], folded: ReadonlySet<string>): Line[] {
  if (folded.size === 0) return lines;
  const out: Line[] = [];
  let hide = Infinity;
  for (const line of lines) {
    if (line.depth > hide) continue;
    hide = folded.has(line.span.spanId) ? line.depth : Infinity;
    out.push(line);
  }
  return out;
}

/** Round parts of a duration for a ruler: at most about six. */
export function ticks(duration: number): number[] {
  const raw = duration / 5;
  const power = 10 ** Math.floor(Math.log10(Math.max(raw, 1)));
  const step = ([1, 2, 5, 10].find((n) => n * power >= raw) ?? 10) * power;
  const out: number[] = [];
  for (let at = 0; at <= duration; at += step) out.push(at);
  return out;
}

/** A number for a service, the same for the same trace: which colour it has. */
export function serviceNumbers(spans: Span[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const { service } of spans) if (!numbers.has(service)) numbers.set(service, numbers.size % 6);
  return numbers;
}

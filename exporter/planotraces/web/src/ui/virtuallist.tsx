import type { ComponentChildren, RefObject, VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Heights, rangeIn } from '../lib/virtual';

export interface ListHandle {
  /** Brings a row into view; focuses what takes focus in it where focus is true. */
  show: (index: number, options?: { focus?: boolean; align?: 'near' | 'top' }) => void;
}

export interface VirtualListProps {
  /** A key for each row; a row that keeps its key keeps its height. */
  keys: readonly string[];
  estimate: (index: number) => number;
  render: (index: number) => ComponentChildren;
  /** Where it scrolls: the nearest parent of this class. */
  scroller: string;
  handle?: RefObject<ListHandle | null>;
  /** Called with the rows that are drawn. */
  onRange?: (first: number, last: number) => void;
  as?: 'ol' | 'div';
  rowAs?: 'li' | 'div';
  class?: string;
  label?: string;
  role?: string;
  rowRole?: string;
  /** Room that a sticky header takes at the top. */
  headroom?: number;
}

const overscan = 600;

/** A row that is in view, and where it is in the list: it stays where people see it when rows above it turn out higher or lower. */
interface Anchor {
  key: string;
  offset: number;
}

function* rowsOf(list: HTMLElement): Iterable<HTMLElement> {
  for (const row of list.children) if ((row as HTMLElement).dataset.at !== undefined) yield row as HTMLElement;
}

/** What is drawn: where its rows are in the list, and which part of the list is in view. */
interface Drawn {
  rows: { index: number; key: string; offset: number; height: number }[];
  top: number;
  bottom: number;
}

function look(box: HTMLElement, list: HTMLElement): Drawn {
  const frame = box.getBoundingClientRect();
  const { top } = list.getBoundingClientRect();
  const rows = Array.from(rowsOf(list), (row) => {
    const area = row.getBoundingClientRect();
    return { index: Number(row.dataset.at), key: row.dataset.key!, offset: area.top - top, height: area.height };
  });
  return { rows, top: frame.top - top, bottom: frame.bottom - top };
}

/** The rows in view; none while the list begins in view. */
function anchorsOf({ rows, top, bottom }: Drawn): Anchor[] {
  return top <= 0 ? [] : rows.filter((row) => row.offset + row.height > top && row.offset < bottom);
}

/** By how much the first of the anchors that is still there has moved. */
function movedBy({ rows }: Drawn, anchors: Anchor[]): number {
  for (const anchor of anchors) {
    const row = rows.find(({ key }) => key === anchor.key);
    if (row) return row.offset - anchor.offset;
  }
  return 0;
}

/** A list of which only the rows near the view are in the page. */
export function VirtualList(props: VirtualListProps): VNode {
  const { keys, estimate, render, scroller, headroom = 0 } = props;
  const List = props.as ?? 'ol';
  const Row = props.rowAs ?? 'li';
  const root = useRef<HTMLElement>(null);
  const heights = useMemo(() => new Heights(), []);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const target = useRef<{ key: string; focus: boolean; align: 'near' | 'top'; left: number } | undefined>(undefined);
  const width = useRef(0);
  useMemo(() => heights.setRows(keys, estimate), [keys, estimate]);

  const view = useCallback(() => root.current?.closest<HTMLElement>(`.${scroller}`) ?? null, [scroller]);

  const position = (): { top: number; bottom: number } => {
    const box = view();
    if (!box || !root.current) return { top: 0, bottom: innerHeight };
    const top = box.getBoundingClientRect().top - root.current.getBoundingClientRect().top;
    return { top, bottom: top + box.clientHeight };
  };
  const anchors = useRef<Anchor[]>([]);
  const shift = useMemo(() => {
    for (const { key, offset } of anchors.current) {
      const index = keys.indexOf(key);
      if (index >= 0) return heights.offset(index) - offset;
    }
    return 0;
  }, [keys]);
  const shifted = useRef(keys);
  const by = shifted.current === keys ? 0 : shift;
  shifted.current = keys;
  const now = position();
  const top = now.top + by;
  const bottom = now.bottom + by;
  const range = rangeIn(heights, keys.length, top, bottom, overscan);
  const at = target.current ? keys.indexOf(target.current.key) : -1;
  if (at < 0) target.current = undefined;
  else if (at < range.first || at >= range.last) Object.assign(range, rangeIn(heights, keys.length, heights.offset(at), heights.offset(at) + (bottom - top), overscan));
  const drawn = useRef(range);
  drawn.current = range;

  useEffect(() => {
    const box = view();
    if (!box) return;
    let frame = 0;
    const check = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (!root.current) return;
        const seen = look(box, root.current);
        anchors.current = anchorsOf(seen);
        const next = rangeIn(heights, keys.length, seen.top, seen.bottom, overscan / 2);
        if (next.first < drawn.current.first || next.last > drawn.current.last) redraw(0);
      });
    };
    box.addEventListener('scroll', check, { passive: true });
    const resize = new ResizeObserver(() => {
      if (root.current && Math.abs(root.current.clientWidth - width.current) > 1) {
        width.current = root.current.clientWidth;
        heights.reset();
      }
      redraw(0);
    });
    resize.observe(box);
    return () => {
      cancelAnimationFrame(frame);
      box.removeEventListener('scroll', check);
      resize.disconnect();
    };
  }, [view, keys, heights]);

  const work = useRef<() => void>(() => {});
  work.current = (): void => {
    const box = view();
    const list = root.current;
    if (!box || !list) return;
    let seen = look(box, list);
    const changed = seen.rows.reduce((sum, { index, height }) => sum + Math.abs(heights.measure(index, height)), 0);
    if (target.current) {
      settle(box, list);
      seen = look(box, list);
    } else {
      const moved = movedBy(seen, anchors.current);
      if (Math.abs(moved) > 0.5) {
        box.scrollTop += moved;
        seen = { ...seen, top: seen.top + moved, bottom: seen.bottom + moved };
      }
    }
    anchors.current = anchorsOf(seen);
    if (changed > 0.5) redraw(0);
  };
  const measure = useCallback((): void => work.current(), []);

  const settle = (box: HTMLElement, list: HTMLElement): void => {
    const wanted = target.current!;
    const row = list.querySelector<HTMLElement>(`:scope > [data-at="${keys.indexOf(wanted.key)}"]`);
    if (!row) return;
    const area = row.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    const first = frame.top + headroom;
    if (wanted.align === 'top') box.scrollTop += area.top - first - 16;
    else if (area.top < first) box.scrollTop += area.top - first - 8;
    else if (area.bottom > frame.top + box.clientHeight) box.scrollTop += Math.min(area.bottom - frame.top - box.clientHeight + 8, area.top - first);
    if (wanted.focus) row.querySelector<HTMLElement>('a, button, [tabindex]')?.focus({ preventScroll: true });
    if (--wanted.left <= 0) target.current = undefined;
    else redraw(0);
  };

  useLayoutEffect(measure);
  useEffect(() => {
    const list = root.current;
    if (!list) return;
    const watch = new ResizeObserver(measure);
    for (const row of rowsOf(list)) watch.observe(row);
    return () => watch.disconnect();
  }, [range.first, range.last, keys, measure]);
  useEffect(() => {
    props.onRange?.(range.first, range.last);
  }, [range.first, range.last, keys]);

  if (props.handle) {
    props.handle.current = {
      show: (index, { focus = false, align = 'near' } = {}) => {
        const key = keys[Math.max(0, Math.min(index, keys.length - 1))];
        if (key === undefined) return;
        target.current = { key, focus, align, left: 3 };
        redraw(0);
      },
    };
  }

  const rows: VNode[] = [];
  for (let i = range.first; i < range.last; i++) {
    rows.push(
      <Row key={keys[i]} data-at={i} data-key={keys[i]} role={props.rowRole as never} aria-setsize={props.rowRole ? undefined : keys.length}
        aria-posinset={props.rowRole ? undefined : i + 1}>
        {render(i)}
      </Row>,
    );
  }
  const Space = Row;
  return (
    <List ref={root as never} class={`virtual ${props.class ?? ''}`} aria-label={props.label} role={props.role as never}>
      <Space key="above" class="space" aria-hidden="true" role="presentation" style={{ height: `${range.above}px` }} />
      {rows}
      <Space key="below" class="space" aria-hidden="true" role="presentation" style={{ height: `${range.below}px` }} />
    </List>
  );
}

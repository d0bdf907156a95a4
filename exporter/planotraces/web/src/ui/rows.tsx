import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { plural } from '../lib/format';
import { Icon } from './icons';
import { useKeys } from './keys';
import type { Paged } from './paging';
import { Problem, Waiting } from './states';
import { VirtualList, type ListHandle } from './virtuallist';

interface RowsProps<T> {
  list: Paged<T>;
  keyOf: (row: T) => string;
  render: (row: T) => ComponentChildren;
  height: number;
  label: string;
  /** What is shown where nothing is in the list. */
  empty: ComponentChildren;
  /** "conversation", for what is said of new ones. */
  what: string;
  testid: string;
}

/** True while the rows may move: nobody points at them, has the focus in them, or has scrolled into them. */
export function rowsMayMove(): boolean {
  const rows = document.querySelector<HTMLElement>('.rows');
  const scroller = rows?.closest('.scroll');
  if (!rows || !scroller) return true;
  const scrolledInto = rows.getBoundingClientRect().top < scroller.getBoundingClientRect().top;
  return !scrolledInto && !rows.matches(':hover') && !rows.contains(document.activeElement);
}

const lookAgain = 400;

/** A long list with keys, pages and what is new. */
export function Rows<T>({ list, keyOf, render, height, label, empty, what, testid }: RowsProps<T>): VNode {
  const handle = useRef<ListHandle>(null);
  const keys = useMemo(() => list.rows.map(keyOf), [list.rows]);
  const at = useRef(-1);
  const move = (step: number): void => {
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(`[data-testid="${testid}"] [data-at]`)?.dataset.at;
    if (focused !== undefined) at.current = Number(focused);
    at.current = Math.max(0, Math.min(keys.length - 1, at.current + step));
    handle.current?.show(at.current, { focus: true });
  };
  useKeys({ j: () => move(1), k: () => move(-1), ArrowDown: () => move(1), ArrowUp: () => move(-1) });
  const { held, showHeld } = list;
  useEffect(() => {
    if (held === 0) return;
    const timer = setInterval(() => {
      if (!document.hidden && rowsMayMove()) showHeld();
    }, lookAgain);
    return () => clearInterval(timer);
  }, [held > 0, showHeld]);
  if (list.error && list.rows.length === 0) return <Problem error={list.error} retry={list.again} what={label} />;
  if (list.waiting) return list.slow ? <Waiting /> : <div />;
  if (list.rows.length === 0) return <>{empty}</>;
  return (
    <div class="rows" data-testid={testid}>
      {held > 0 ? (
        <div class="held-box" role="status">
          <button type="button" class="held" onClick={showHeld} data-testid="held"><Icon name="loop" /> Show {plural(held, `new ${what}`)}</button>
        </div>
      ) : null}
      <VirtualList keys={keys} estimate={() => height} scroller="scroll" handle={handle} label={label} headroom={40}
        onRange={(_, last) => { if (last >= list.rows.length - 20) list.loadMore(); }}
        render={(i) => {
          const row = list.rows[i];
          return row === undefined ? null : <div class={list.fresh.has(keys[i]!) ? 'fresh' : ''}>{render(row)}</div>;
        }} />
      {list.error ? <Problem error={list.error} retry={list.again} what={label} /> : null}
      {list.partial && !list.error ? (
        <p class="partial" role="status">The time for the search was over before all was looked at.{' '}
          <button type="button" class="quiet" onClick={list.loadMore}>Go on</button></p>
      ) : null}
      {list.more ? null : <p class="end dim">{plural(list.rows.length, what)}</p>}
    </div>
  );
}

// Lists that come in pages, grow as one scrolls, and take in what is new.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asError } from './data';
import { news } from './live';

export interface Paged<T> {
  rows: T[];
  /** True until the first page of this query is there. */
  waiting: boolean;
  slow: boolean;
  error?: Error;
  /** More can be had. */
  more: boolean;
  /** The time for the query was over before everything was looked at. */
  partial: boolean;
  /** How many rows are new and wait to be shown. */
  held: number;
  /** The keys of the rows that came in last. */
  fresh: ReadonlySet<string>;
  loadMore: () => void;
  showHeld: () => void;
  again: () => void;
}

export interface PageOf<T> {
  rows: T[];
  cursor?: string;
  partial?: boolean;
}

interface State<T> {
  key: string;
  rows: T[];
  cursor?: string;
  partial: boolean;
  loaded: boolean;
  slow: boolean;
  error?: Error;
  held?: T[];
  fresh: ReadonlySet<string>;
}

/** Lists that were left, for those who come back to them. */
const kept = new Map<string, unknown>();
const mostKept = 6;
const slowAfter = 200;
const nothing: ReadonlySet<string> = new Set();

/**
 * Lists what ask answers. What the store says is new is asked for again: rows that are shown change in place, new ones come in
 * only while mayMove says so, else they are held.
 */
export function usePaged<T>(key: string, ask: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>, keyOf: (row: T) => string,
  mayMove: () => boolean): Paged<T> {
  const empty = (): State<T> => ({ key, rows: [], partial: false, loaded: false, slow: false, fresh: nothing });
  const [state, setState] = useState<State<T>>(() => (kept.get(key) as State<T> | undefined) ?? empty());
  const latest = useRef({ ask, mayMove });
  latest.current = { ask, mayMove };
  const busy = useRef(false);
  const current = state.key === key ? state : empty();
  const known = useRef(current);
  known.current = current;
  useEffect(() => () => {
    const { current: last } = known;
    if (!last.loaded) return;
    kept.delete(last.key);
    kept.set(last.key, { ...last, error: undefined, fresh: nothing });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
  }, []);

  const first = useCallback((signal: AbortSignal, refresh: boolean): void => {
    const update = (change: (was: State<T>) => State<T>): void => setState((was) => change(was.key === key ? was : empty()));
    const timer = refresh ? 0 : setTimeout(() => update((was) => ({ ...was, slow: true })), slowAfter);
    latest.current.ask(undefined, signal)
      .then((page) => update((was) => (refresh && was.loaded ? merge(was, page, keyOf, latest.current.mayMove())
        : { ...empty(), rows: page.rows, cursor: page.cursor, partial: page.partial ?? false, loaded: true })))
      .catch((error: unknown) => {
        if (!signal.aborted && !refresh) update((was) => ({ ...was, error: asError(error), slow: false }));
      })
      .finally(() => clearTimeout(timer));
  }, [key]);

  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    busy.current = false;
    first(abort.signal, round === 0 && known.current.loaded);
    return () => abort.abort();
  }, [key, round]);

  const told = news.value;
  const seen = useRef(told);
  useEffect(() => {
    if (told === seen.current) return;
    seen.current = told;
    const abort = new AbortController();
    first(abort.signal, known.current.loaded);
    return () => abort.abort();
  }, [told]);

  const loadMore = useCallback((): void => {
    const { cursor } = known.current;
    if (busy.current || cursor === undefined) return;
    busy.current = true;
    const abort = new AbortController();
    latest.current.ask(cursor, abort.signal)
      .then((page) => setState((was) => {
        if (was.key !== key || was.cursor !== cursor) return was;
        const there = new Set(was.rows.map(keyOf));
        return { ...was, rows: [...was.rows, ...page.rows.filter((row) => !there.has(keyOf(row)))], cursor: page.cursor, partial: page.partial ?? false };
      }))
      .catch((error: unknown) => setState((was) => (was.key === key ? { ...was, error: asError(error) } : was)))
      .finally(() => {
        busy.current = false;
      });
  }, [key]);

  const showHeld = useCallback((): void => setState((was) => (was.held ? { ...was, rows: was.held, held: undefined, fresh: newOnes(was.rows, was.held, keyOf) } : was)), [keyOf]);
  const held = current.held ? newOnes(current.rows, current.held, keyOf).size : 0;
  return {
    rows: current.rows, waiting: !current.loaded && !current.error, slow: current.slow, error: current.error,
    more: current.cursor !== undefined && current.cursor !== '', partial: current.partial, held, fresh: current.fresh,
    loadMore, showHeld, again: () => setRound((n) => n + 1),
  };
}

function newOnes<T>(before: T[], after: T[], keyOf: (row: T) => string): Set<string> {
  const there = new Set(before.map(keyOf));
  return new Set(after.map(keyOf).filter((key) => !there.has(key)));
}

/** Takes the first page again into a list. */
function merge<T>(was: State<T>, page: PageOf<T>, keyOf: (row: T) => string, mayMove: boolean): State<T> {
  const first = new Set(page.rows.map(keyOf));
  // What is only on the first page ends the list; else what was loaded behind it stays.
  const rows = page.cursor ? [...page.rows, ...was.rows.filter((row) => !first.has(keyOf(row)))] : page.rows;
  const next = { ...was, cursor: was.cursor ?? page.cursor, error: undefined, loaded: true };
  if (mayMove || was.rows.length === 0) return { ...next, rows, held: undefined, fresh: newOnes(was.rows, rows, keyOf) };
  const updated = new Map(rows.map((row) => [keyOf(row), row]));
  const inPlace = was.rows.map((row) => updated.get(keyOf(row)) ?? row);
  const moved = rows.length !== inPlace.length || rows.some((row, i) => keyOf(row) !== keyOf(inPlace[i]!));
  return { ...next, rows: inPlace, held: moved ? rows : undefined };
}

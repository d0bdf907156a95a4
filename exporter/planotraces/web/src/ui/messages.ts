// The messages of a conversation, loaded as they come into view.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../api';
import type { Message } from '../types';
import { asError } from './data';

const pageSize = 200;
const pageOf = (index: number): number => Math.floor(index / pageSize);

export interface Messages {
  list: (Message | undefined)[];
  error?: Error;
  /** Loads the messages from first up to last, where they are not there. */
  need: (first: number, last: number) => void;
  /** Says which messages are in view. */
  look: (first: number, last: number) => void;
}

/** Loads what is needed of a conversation of total messages; version changes when it has changed. */
export function useMessages(id: string, total: number, version: string): Messages {
  const [list, setList] = useState<(Message | undefined)[]>([]);
  const [error, setError] = useState<Error>();
  const asked = useRef(new Set<number>());
  const loaded = useRef(version);
  const size = useRef(0);
  const view = useRef<[number, number]>([0, 1]);
  useEffect(() => {
    const [first, last] = view.current;
    size.current = total;
    if (loaded.current === version) {
      setList(Array.from({ length: total }, (_, i) => list[i]));
    } else {
      // Spans come in any order, so that every message may be another one now: what is in view is asked for again, the rest when it is looked at.
      loaded.current = version;
      asked.current.clear();
      const [from, to] = [pageOf(first) * pageSize, (pageOf(last) + 1) * pageSize];
      setList((was) => Array.from({ length: total }, (_, i) => (i >= from && i < to ? was[i] : undefined)));
    }
    need(first, Math.max(last, 1));
  }, [id, total, version]);
  const look = useCallback((first: number, last: number): void => {
    view.current = [first, last];
  }, []);
  const need = useCallback((first: number, last: number): void => {
    for (let page = pageOf(first); page * pageSize < Math.min(last, size.current); page++) {
      if (asked.current.has(page)) continue;
      asked.current.add(page);
      api.messages(id, page * pageSize, pageSize)
        .then((answer) => {
          setError(undefined);
          setList((was) => {
            const next = was.slice();
            for (const message of answer.messages ?? []) if (message.index < next.length) next[message.index] = message;
            return next;
          });
        })
        .catch((problem: unknown) => {
          asked.current.delete(page);
          setError(asError(problem));
        });
    }
  }, [id]);
  return { list, error, need, look };
}

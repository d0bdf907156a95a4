// The messages of a conversation, loaded as they come into view.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../api';
import type { Message } from '../types';
import { asError } from './data';

const pageSize = 200;

export interface Messages {
  list: (Message | undefined)[];
  error?: Error;
  /** Loads the messages from first up to last, where they are not there. */
  need: (first: number, last: number) => void;
}

/** Loads what is needed of a conversation of total messages; version changes when it has changed. */
export function useMessages(id: string, total: number, version: string): Messages {
  const [list, setList] = useState<(Message | undefined)[]>([]);
  const [error, setError] = useState<Error>();
  const asked = useRef(new Set<number>());
  const loaded = useRef(version);
  const size = useRef(0);
  useEffect(() => {
    if (loaded.current !== version) {
      loaded.current = version;
      // The end may have changed with what came after it; what was before stays as it is.
      for (const page of [...asked.current]) if ((page + 1) * pageSize >= size.current - 20) asked.current.delete(page);
    }
    size.current = total;
    setList((was) => (was.length === total ? was : Array.from({ length: total }, (_, i) => was[i])));
    need(Math.max(0, total - 1), total);
    need(0, Math.min(1, total));
  }, [id, total, version]);
  const need = useCallback((first: number, last: number): void => {
    for (let page = Math.floor(first / pageSize); page * pageSize < Math.min(last, size.current); page++) {
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
  return { list, error, need };
}

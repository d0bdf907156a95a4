// Asking the API from a view.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { APIError } from '../api';

export interface Data<T> {
  value?: T;
  error?: Error;
  /** True once an answer is late enough that people should see that it is. */
  slow: boolean;
  /** Asks again; what is there stays until the answer comes. */
  again: () => void;
}

const slowAfter = 200;

/** Asks whenever the key changes; an undefined key asks nothing. */
export function useData<T>(key: string | undefined, ask: (signal: AbortSignal) => Promise<T>): Data<T> {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ key?: string; value?: T; error?: Error; slow: boolean }>({ slow: false });
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => setAnswer((was) => ({ ...(was.key === key ? was : { key }), slow: true })), slowAfter);
    latest.current(abort.signal)
      .then((value) => setAnswer({ key, value, slow: false }))
      .catch((error: unknown) => {
        if (abort.signal.aborted) return;
        setAnswer((was) => ({ ...(was.key === key ? was : { key }), error: asError(error), slow: false }));
      })
      .finally(() => clearTimeout(timer));
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, round]);
  const again = useCallback(() => setRound((n) => n + 1), []);
  if (answer.key !== key) return { slow: false, again };
  return { value: answer.value, error: answer.error, slow: answer.slow, again };
}

export const asError = (error: unknown): Error => (error instanceof Error ? error : new APIError(0, String(error)));

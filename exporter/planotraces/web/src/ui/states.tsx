import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { APIError } from '../api';
import { Icon } from './icons';
import { statusError } from './live';

const ofStore = new Set([0, 401, 403]);

/** What went wrong, and what to do; store says that it is about the store as a whole. */
export function Problem({ error, retry, what, page, store }: { error: Error; retry?: () => void; what?: string; page?: boolean; store?: boolean }): VNode | null {
  // What is wrong with the store as a whole is said once, above the view.
  if (!store && error instanceof APIError && ofStore.has(error.status) && statusError.value) return null;
  const { title, advice } = explain(error, what);
  return (
    <div class={`problem ${page ? 'page-problem' : ''}`} role="alert" data-testid="problem">
      <Icon name="stop" />
      <div>
        {page ? <h1 class="title">{title}</h1> : <p class="title">{title}</p>}
        <p class="advice">{advice}</p>
        {error instanceof APIError && error.status === 401
          ? <a class="button" href="/login">Log in</a>
          : retry && !(error instanceof APIError && error.status === 400) ? <button type="button" class="button" onClick={retry}>Try again</button> : null}
      </div>
    </div>
  );
}

function explain(error: Error, what = 'this'): { title: string; advice: ComponentChildren } {
  const status = error instanceof APIError ? error.status : -1;
  switch (status) {
    case 0:
      return {
        title: 'The collector does not answer',
        advice: <>It may have stopped. <code>planotrace listen</code> starts it; this page goes on by itself when it is back.</>,
      };
    case 400:
      return { title: 'The store did not understand the search', advice: `${error.message.replace(/^invalid request: (?:q: )?/, '')}. Change it in the bar above; the help (?) lists the fields.` };
    case 401:
    case 403:
      return { title: 'The store wants to know who you are', advice: `${error.message}. Log in with the token that the configuration names.` };
    case 404:
      return { title: `The store does not have ${what}`, advice: 'It may have been dropped to make room, or the link is of another store.' };
    case 503:
    case 429:
      return { title: 'Too many queries run at once', advice: 'Try again in a moment, or narrow the time.' };
    default:
      return { title: `${what === 'this' ? 'This' : what} could not be shown`, advice: error.message };
  }
}

/** A quiet text where there is nothing to list. */
export function Nothing({ children }: { children: ComponentChildren }): VNode {
  return <div class="nothing" data-testid="nothing">{children}</div>;
}

export function Waiting(): VNode {
  return <p class="waiting" role="status">Loading…</p>;
}

/** A button that copies a text, which may have to be loaded, and says so. */
export function Copy({ text, label = 'Copy', small }: { text: () => string | Promise<string>; label?: string; small?: boolean }): VNode {
  const [done, setDone] = useState<'copied' | 'not copied'>();
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(undefined), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await text());
      setDone('copied');
    } catch {
      setDone('not copied');
    }
  };
  return (
    <button type="button" class={small ? 'quiet icon-only' : 'quiet'} onClick={() => void copy()} aria-label={label} title={label} data-testid="copy">
      <Icon name={done === 'copied' ? 'check' : done ? 'stop' : 'copy'} />
      {small ? null : <span>{done === 'copied' ? 'Copied' : done ? 'Not copied' : label}</span>}
      <span class="unseen" role="status">{done ?? ''}</span>
    </button>
  );
}

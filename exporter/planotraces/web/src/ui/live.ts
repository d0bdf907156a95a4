// What the store says is new, while the page is looked at.
import { effect, signal } from '@preact/signals';
import * as api from '../api';
import type { Change, Status } from '../types';

const liveKey = 'live';

/** Whether the page follows the store. */
export const following = signal(localStorage.getItem(liveKey) !== 'off');
/** Whether the store answers the stream. */
export const connected = signal(false);
/** Counts what was told; the views ask again when it grows. */
export const news = signal(0);
/** The ids of conversations and traces that were told of last; undefined where any may have changed. */
const changed = signal<ReadonlySet<string> | undefined>(new Set());

/** Whether what was told of last may be about a conversation or a trace. */
export const touched = (id: string): boolean => changed.peek()?.has(id) ?? true;

export const status = signal<Status | undefined>(undefined);
export const statusError = signal<Error | undefined>(undefined);

const visible = signal(!document.hidden);
const again = signal(0);
const pause = 700;
const tryAgain = 5000;

export async function askStatus(): Promise<void> {
  try {
    status.value = await api.status();
    statusError.value = undefined;
  } catch (error) {
    statusError.value = error instanceof Error ? error : new Error(String(error));
  }
}

/** Asks for everything again. */
export async function refresh(): Promise<void> {
  await askStatus();
  changed.value = undefined;
  news.value++;
}

/** Begins to follow; it stops by itself while the page is hidden. */
export function startLive(): void {
  document.addEventListener('visibilitychange', () => {
    visible.value = !document.hidden;
  });
  effect(() => {
    again.value;
    if (!following.value || !visible.value) return;
    return follow();
  });
}

export function setFollowing(on: boolean): void {
  following.value = on;
  localStorage.setItem(liveKey, on ? 'on' : 'off');
}

function follow(): () => void {
  const stream = api.live();
  let waiting: Set<string> | undefined = new Set();
  let timer = 0;
  let retry = 0;
  const tell = (): void => {
    timer = 0;
    changed.value = waiting;
    waiting = new Set();
    news.value++;
    void askStatus();
  };
  const note = (...ids: string[]): void => {
    if (ids.length === 0) waiting = undefined;
    for (const id of ids) waiting?.add(id);
    timer ||= window.setTimeout(tell, pause);
  };
  stream.onopen = () => {
    connected.value = true;
    note();
  };
  stream.onerror = () => {
    connected.value = false;
    void askStatus();
    // A browser tries again by itself unless it got an answer that is no stream.
    if (stream.readyState === EventSource.CLOSED) retry = window.setTimeout(() => again.value++, tryAgain);
  };
  stream.addEventListener('change', (event) => {
    const change = parse((event as MessageEvent<string>).data);
    note(...[change?.conversation?.id, change?.trace].filter((id) => typeof id === 'string'));
  });
  return () => {
    stream.close();
    clearTimeout(timer);
    clearTimeout(retry);
    connected.value = false;
  };
}

function parse(data: string): Change | undefined {
  try {
    return JSON.parse(data) as Change;
  } catch {
    return undefined;
  }
}

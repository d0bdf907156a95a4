// The store's HTTP API.
import type {
  Conversation, ConversationPage, IssuePage, Message, MessagePage, Status, Suggestion, Trace, TracePage, Trends, TrendsBy,
} from './types';

/** What a list can be asked for; empty fields are left out. */
export interface ListQuery {
  q?: string;
  /** A time before now: "2h". */
  since?: string;
  /** Unix nanoseconds. */
  from?: string;
  to?: string;
  order?: string;
  limit?: number;
  cursor?: string;
}

/** An answer that is not the one that was asked for; status 0 means that nothing answered. */
export class APIError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

const base = '/api/v1';

async function ask<T>(path: string, signal?: AbortSignal, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(base + path, { ...init, headers: { Accept: 'application/json', ...init.headers }, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new APIError(0, 'the collector does not answer');
  }
  if (!response.ok) throw new APIError(response.status, await problem(response));
  return (await response.json()) as T;
}

async function problem(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { error?: unknown };
    if (typeof body.error === 'string' && body.error !== '') return body.error;
  } catch {
    // Not JSON: the status says enough.
  }
  return `the store answered ${response.status} ${response.statusText}`.trim();
}

function params(values: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const id = encodeURIComponent;

export const conversations = (query: ListQuery, signal?: AbortSignal) =>
  ask<ConversationPage>(`/conversations${params({ ...query })}`, signal);

export const conversation = (key: string, signal?: AbortSignal) => ask<Conversation>(`/conversations/${id(key)}`, signal);

export const messages = (key: string, offset: number, limit: number, signal?: AbortSignal) =>
  ask<MessagePage>(`/conversations/${id(key)}/messages${params({ offset, limit })}`, signal);

export const message = (key: string, index: number, signal?: AbortSignal) =>
  ask<Message>(`/conversations/${id(key)}/messages/${index}`, signal);

export const traces = (query: ListQuery, signal?: AbortSignal) => ask<TracePage>(`/traces${params({ ...query })}`, signal);

export const trace = (key: string, signal?: AbortSignal) => ask<Trace>(`/traces/${id(key)}`, signal);

export const issues = (query: ListQuery, signal?: AbortSignal) => ask<IssuePage>(`/issues${params({ ...query })}`, signal);

export const trends = (by: TrendsBy, query: ListQuery, signal?: AbortSignal) =>
  ask<Trends>(`/trends${params({ by, ...query })}`, signal);

export const suggest = (field: string, prefix: string, limit: number, signal?: AbortSignal) =>
  ask<Suggestion[] | null>(`/suggest${params({ field, prefix, limit })}`, signal);

export const status = (signal?: AbortSignal) => ask<Status>('/status', signal);

export const loadDemo = () => ask<Status>('/demo', undefined, { method: 'POST' });

/** Where the answer about a trace or a conversation can be had as a file. */
export const traceURL = (key: string) => `${base}/traces/${id(key)}`;

/** The stream of changes. */
export const live = () => new EventSource(`${base}/live`);

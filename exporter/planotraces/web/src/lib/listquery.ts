// What the address says a list is narrowed to.
import type { ListQuery } from '../api';

/** The narrowing in the parameters of an address; a prefix tells those of a second list apart. */
export function listQuery(query: URLSearchParams, prefix = ''): ListQuery {
  const get = (name: string): string | undefined => query.get(prefix + name) || undefined;
  const from = get('from');
  const to = get('to');
  return { q: get('q'), from, to, since: from || to ? undefined : get('since') };
}

/** The same narrowing gives the same text. */
export const queryKey = (query: ListQuery): string => JSON.stringify(query);

import { useMemo } from 'preact/hooks';
import * as api from '../api';
import { listQuery } from '../lib/listquery';
import { neighbours } from '../lib/neighbours';
import { place } from '../lib/router';
import { useData } from '../ui/data';

const reach = 500;

/** The conversations before and behind one, in the list one came from or in that which the address narrows to. */
export function useNeighbours(id: string): { before?: string; after?: string } {
  const known = neighbours('conversations', id);
  const { query } = place.value;
  const order = query.get('order') ?? 'worst';
  const { value } = useData(known.known ? undefined : `neighbours ${id}`, (signal) =>
    api.conversations({ ...listQuery(query), order, limit: reach }, signal));
  return useMemo(() => {
    if (known.known) return known;
    const ids = value?.conversations?.map((c) => c.id) ?? [];
    const at = ids.indexOf(id);
    return at < 0 ? {} : { before: ids[at - 1], after: ids[at + 1] };
  }, [known.known, known.before, known.after, value]);
}

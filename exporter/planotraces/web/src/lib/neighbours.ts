// The list that one came from, for "previous" and "next".

const last: Record<'conversations' | 'traces', { ids: string[]; more?: () => void }> = {
  conversations: { ids: [] },
  traces: { ids: [] },
};

export function noteList(kind: keyof typeof last, ids: string[], more?: () => void): void {
  last[kind] = { ids, more };
}

/** The ids before and behind one in the list that was shown last; known is false where the id is not in it. */
export function neighbours(kind: keyof typeof last, id: string): { before?: string; after?: string; known: boolean } {
  const { ids } = last[kind];
  const at = ids.indexOf(id);
  return at < 0 ? { known: false } : { before: ids[at - 1], after: ids[at + 1], known: true };
}

// Completion of what is typed into the search: fields, then their values. The language is that of package internal/search.

export interface Field {
  name: string;
  help: string;
  example: string;
  /** The store knows values. */
  suggests?: boolean;
  values?: string[];
}

export const fields: Field[] = [
  {
    name: 'quality', help: 'the verdict on the conversation', example: 'quality:severe,poor',
    values: ['severe', 'poor', 'neutral', 'good', 'excellent', 'none'],
  },
  { name: 'signal', help: 'a signal that fired, by its name or category', example: 'signal:escalation', suggests: true },
  { name: 'service', help: 'service.name of one of its spans', example: 'service:shop', suggests: true },
  { name: 'model', help: 'a model that answered', example: 'model:gpt-4o*', suggests: true },
  { name: 'agent', help: 'an agent that ran', example: 'agent:support', suggests: true },
  { name: 'tool', help: 'a tool that was called', example: 'tool:get_invoice', suggests: true },
  { name: 'session', help: 'the sender’s id of the conversation or session', example: 'session:abc*', suggests: true },
  { name: 'user', help: 'the user’s id', example: 'user:42', suggests: true },
  { name: 'trace', help: 'a trace’s id or the first 8 digits of it', example: 'trace:4bf92f35' },
  { name: 'issue', help: 'the id of an issue', example: 'issue:9c1185a5c5e9fc54' },
  { name: 'error', help: 'words of an error', example: 'error:"not found"' },
  { name: 'score', help: 'the score, 0 to 100, 100 the best', example: 'score:<40' },
  { name: 'turns', help: 'how often the user spoke', example: 'turns:>10' },
  { name: 'tokens', help: 'tokens of all calls of models', example: 'tokens:>10k' },
  { name: 'cost', help: 'cost in US dollars', example: 'cost:>0.5' },
  { name: 'duration', help: 'time from the first span to the last', example: 'duration:>10s' },
  { name: 'errors', help: 'spans that failed', example: 'errors:>0' },
  { name: 'since', help: 'how long ago the last span was at most', example: 'since:2h', values: ['15m', '1h', '2h', '1d', '7d'] },
];

/** What is being typed at the caret. */
export interface Place {
  /** Undefined while a field is typed. */
  field?: string;
  /** What is there of the field or the value. */
  prefix: string;
  /** The part of the text that a completion replaces. */
  start: number;
  end: number;
}

/** Says what is typed at the caret; undefined where nothing completes it (in quotes, in the middle of text). */
export function placeAt(text: string, caret: number): Place | undefined {
  let start = 0;
  let quoted = false;
  for (let i = 0; i < caret; i++) {
    const c = text[i];
    if (c === '\\' && quoted) i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(c!)) start = i + 1;
  }
  const word = text.slice(start, caret);
  const colon = word.indexOf(':');
  const quote = word.indexOf('"');
  if (colon < 0) {
    if (quoted || quote >= 0 || word.includes('=')) return undefined;
    const from = start + (word.startsWith('-') ? 1 : 0);
    return { prefix: text.slice(from, caret), start: from, end: wordEnd(text, caret) };
  }
  if (quote >= 0 && quote < colon) return undefined;
  const field = word.slice(0, colon).replace(/^-/, '').toLowerCase();
  if (!fields.some((f) => f.name === field)) return undefined;
  const value = start + colon + 1;
  let from = value;
  let inside = false;
  for (let i = value; i < caret; i++) {
    if (text[i] === '"') inside = !inside;
    else if (text[i] === ',' && !inside) from = i + 1;
  }
  return { field, prefix: text.slice(from, caret).replace(/^"/, ''), start: from, end: inside ? caret : wordEnd(text, caret) };
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !/[\s,"]/.test(text[end]!)) end++;
  return end;
}

/** The value as the language needs it written. */
export function quoteValue(value: string): string {
  return value === '' || /[\s,:"=\\]/.test(value) || value.startsWith('-') ? `"${value.replace(/[\\"]/g, '\\$&')}"` : value;
}

export interface Edited {
  text: string;
  caret: number;
}

/** Puts a field ("quality") or a value in its place. A value is followed by a space. */
export function complete(text: string, place: Place, choice: string): Edited {
  const put = place.field === undefined ? `${choice}:` : quoteValue(choice);
  const after = text.slice(place.end).replace(/^"/, '');
  const gap = place.field === undefined || /^[\s,]/.test(after) ? '' : ' ';
  const head = text.slice(0, place.start) + put + gap;
  return { text: head + after, caret: head.length };
}

/** The fields that what is typed may become. */
export function matchingFields(prefix: string): Field[] {
  const p = prefix.toLowerCase();
  return fields.filter((f) => f.name.startsWith(p));
}

/** The words of a query; what is in quotes is part of one. */
const wordsOf = (query: string): string[] => query.match(/(?:"(?:\\.|[^"\\])*"?|[^\s"])+/g) ?? [];

/** The query with one space between its words. */
export const tidy = (query: string): string => wordsOf(query).join(' ');

/** The query with one more condition, or without it where it is there. */
export function toggleTerm(query: string, term: string): string {
  const words = wordsOf(query);
  const without = words.filter((word) => word !== term);
  return (without.length < words.length ? without : [...words, term]).join(' ');
}

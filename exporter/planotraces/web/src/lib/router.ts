// Where the page is: the address is the whole state of a view, so that every view can be shared.
import { computed, signal } from '@preact/signals';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const read = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

export const place = signal<Place>(read());
export const segments = computed(() => place.value.path.split('/').filter(Boolean).map(decode));

/** What was in view when an address was left, for those who come back to it. */
const left = new Map<string, number>();
const mostLeft = 50;

/** Where the view is to begin: at the top, or where one was before. */
export const begin = { top: 0, from: '' };

function move(back: boolean): void {
  const address = (p: Place): string => `${p.path}?${p.query.toString()}`;
  const before = place.value;
  const next = read();
  if (before.path !== next.path) {
    const key = address(before);
    left.delete(key);
    left.set(key, document.querySelector('#main')?.scrollTop ?? 0);
    if (left.size > mostLeft) left.delete(left.keys().next().value!);
    begin.top = back ? left.get(address(next)) ?? 0 : 0;
    begin.from = before.path.split('/')[2] ?? '';
  }
  place.value = next;
}

addEventListener('popstate', () => move(true));

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Goes to an address of the page. */
export function go(address: string, replace = false): void {
  if (address === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  move(false);
}

export type Changes = Record<string, string | number | undefined>;

/** The address of a path with parameters; those without a value are left out. */
export function address(path: string, parameters: Changes | URLSearchParams = {}): string {
  const query = new URLSearchParams();
  const entries = parameters instanceof URLSearchParams ? parameters.entries() : Object.entries(parameters);
  for (const [key, value] of entries) if (value !== undefined && value !== '') query.set(key, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The address of this view with some parameters changed. */
export function withQuery(changes: Changes): string {
  const query = new URLSearchParams(place.value.query);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(key);
    else query.set(key, String(value));
  }
  return address(place.value.path, query);
}

/** What a list is narrowed to, which links from list to list carry along. */
const carried = ['q', 'since', 'from', 'to', 'order'];

/** The address of another view that keeps what the lists are narrowed to. */
export function carry(path: string, changes: Changes = {}): string {
  const kept: Changes = {};
  for (const key of carried) kept[key] = place.value.query.get(key) ?? undefined;
  return address(path, { ...kept, ...changes });
}

/** Follows links inside the page without loading it again. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.pathname.includes('.') || link.pathname === '/login') return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

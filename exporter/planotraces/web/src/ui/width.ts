import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 720px)');

/** Whether the page has the width of a phone. */
export const narrow = signal(query.matches);
query.addEventListener('change', () => {
  narrow.value = query.matches;
});

/** What time it is, to tell ages; moves on while the page is looked at. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 15_000);

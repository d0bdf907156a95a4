// One place for the keys: views say what they do while they are shown.
import { useLayoutEffect, useRef } from 'preact/hooks';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const stack: { current: Keys }[] = [];

/** Handles keys while the view is there; those of views inside it come first. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  latest.current = keys;
  // Before the view is seen, so that no key is lost.
  useLayoutEffect(() => {
    stack.push(latest);
    return () => {
      stack.splice(stack.indexOf(latest), 1);
    };
  }, []);
}

/** Starts to listen. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target as HTMLElement;
    if (event.key !== 'Escape' && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))) return;
    if (document.querySelector('dialog[open]') && event.key !== 'Escape') return;
    for (let i = stack.length - 1; i >= 0; i--) {
      const act = stack[i]!.current[event.key];
      if (act) {
        event.preventDefault();
        act(event);
        return;
      }
    }
  });
}

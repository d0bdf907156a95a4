import type { VNode } from 'preact';
import { go } from '../lib/router';

export interface Tab {
  id: string;
  name: string;
}

/** Tabs that are addresses. */
export function Tabs({ tabs, current, address }: { tabs: Tab[]; current: string; address: (id: string) => string }): VNode {
  const turn = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tabs[(tabs.findIndex((t) => t.id === current) + step + tabs.length) % tabs.length]!;
    go(address(next.id));
    document.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" onKeyDown={turn}>
      {tabs.map((tab) => (
        <a key={tab.id} id={`tab-${tab.id}`} role="tab" href={address(tab.id)} aria-selected={tab.id === current} aria-controls="tab-panel"
          tabIndex={tab.id === current ? 0 : -1} data-testid={`tab-${tab.id}`}>{tab.name}</a>
      ))}
    </div>
  );
}

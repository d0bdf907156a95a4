import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { begin, carry, go, place, segments } from './lib/router';
import { Bar } from './ui/bar';
import { Help } from './ui/help';
import { Icon, type IconName } from './ui/icons';
import { useKeys } from './ui/keys';
import { status, statusError } from './ui/live';
import { theme, turnTheme } from './ui/theme';
import { ComparePage, isTrace } from './views/compare';
import { ConversationPage } from './views/conversation';
import { ConversationsPage } from './views/conversations';
import { IssuePage } from './views/issue';
import { IssuesPage } from './views/issues';
import { TracePage } from './views/trace';
import { TracesPage } from './views/traces';
import { TrendsPage } from './views/trends';
import { Nothing } from './ui/states';
import { FirstRun } from './views/firstrun';
import { Notice } from './ui/notice';

const rail: { path: string; name: string; icon: IconName }[] = [
  { path: '/', name: 'Conversations', icon: 'conversations' },
  { path: '/issues', name: 'Issues', icon: 'issues' },
  { path: '/traces', name: 'Traces', icon: 'traces' },
  { path: '/trends', name: 'Trends', icon: 'trends' },
];

export function App(): VNode {
  const [help, setHelp] = useState(false);
  useKeys({
    '?': () => setHelp(true),
    '/': () => document.querySelector<HTMLInputElement>('#search')?.focus(),
    g: () => go(carry('/')),
  });
  const [first = '', id = ''] = segments.value;
  const traces = first === 'traces' || (first === 'compare' && isTrace(id));
  const current = traces ? '/traces' : first === 'issues' || first === 'trends' ? `/${first}` : '/';
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLElement>('#main')?.focus(); }}>
        Skip to content
      </a>
      <nav class="rail" aria-label="Views">
        <ul>
          {rail.map(({ path, name, icon }) => (
            <li key={path}>
              <a href={carry(path)} aria-current={path === current ? 'page' : undefined} data-testid={`rail-${name.toLowerCase()}`}>
                <Icon name={icon} />
                <span>{name}</span>
              </a>
            </li>
          ))}
        </ul>
        <div class="rail-end">
          <ThemeSwitch />
          <button type="button" class="quiet icon-only" aria-label="Keys and search fields" title="Keys and search fields (?)" onClick={() => setHelp(true)} data-testid="help">
            <Icon name="help" />
          </button>
        </div>
      </nav>
      <Bar />
      <main id="main" class="scroll" tabIndex={-1}>
        <Notice />
        <View />
      </main>
      {help ? <Help close={() => setHelp(false)} /> : null}
    </div>
  );
}

const rowsDrawn = 100;

function View(): VNode {
  const [first, second, third] = segments.value;
  const empty = status.value !== undefined && status.value.spans + status.value.traces === 0 && statusError.value === undefined;
  useLayoutEffect(() => {
    const main = document.querySelector<HTMLElement>('#main');
    if (!main) return;
    main.scrollTo(0, begin.top);
    // What had the focus is gone with its view; the keys scroll the new one.
    const focused = document.activeElement;
    if (focused && focused !== document.body && focused !== main) return;
    main.focus({ preventScroll: true });
    const { from } = begin;
    if (from === '') return;
    // The row that one comes back from is drawn once the list has seen where it is.
    const timer = setTimeout(() => {
      if (document.activeElement === main) main.querySelector<HTMLElement>(`a[data-id="${CSS.escape(from)}"]`)?.focus({ preventScroll: true });
    }, rowsDrawn);
    return () => clearTimeout(timer);
  }, [place.value.path]);
  if (empty) return <FirstRun status={status.value!} />;
  switch (first) {
    case undefined:
      return <ConversationsPage />;
    case 'conversations':
      return second ? <ConversationPage key={second} id={second} /> : <ConversationsPage />;
    case 'traces':
      return second ? <TracePage key={second} id={second} /> : <TracesPage />;
    case 'issues':
      return second ? <IssuePage key={second} id={second} /> : <IssuesPage />;
    case 'trends':
      return <TrendsPage />;
    case 'compare':
      if (second && third) return <ComparePage key={`${second}/${third}`} a={second} b={third} />;
  }
  return <Nothing><h1>There is no such page</h1><p><a href="/">Go to the conversations</a></p></Nothing>;
}

function ThemeSwitch(): VNode {
  const icon = { auto: 'screen', light: 'sun', dark: 'moon' } as const;
  const name = { auto: 'as the system', light: 'light', dark: 'dark' } as const;
  return (
    <button type="button" class="quiet icon-only" onClick={turnTheme} aria-label={`Colours: ${name[theme.value]}`}
      title={`Colours: ${name[theme.value]}`} data-testid="theme">
      <Icon name={icon[theme.value]} />
    </button>
  );
}

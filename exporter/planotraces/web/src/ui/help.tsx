import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { fields } from '../lib/complete';
import { Icon } from './icons';

const keys: [string[], string][] = [
  [['/'], 'search'],
  [['j', 'k'], 'next and previous row, message or span'],
  [['Enter'], 'open'],
  [['[', ']'], 'previous and next conversation or trace'],
  [['n', 'p'], 'next and previous signal of a conversation'],
  [['←', '→'], 'fold and unfold spans'],
  [['e'], 'next span that failed'],
  [['1', '2', '3', '4'], 'tabs'],
  [['g'], 'to the conversations'],
  [['Esc'], 'leave the search, close'],
  [['?'], 'this help'],
];

export function Help({ close }: { close: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const back = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => back?.focus();
  }, []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close} data-testid="help-dialog"
      onClick={(event) => { if (event.target === dialog.current) dialog.current?.close(); }}>
      <header>
        <h2 id="help-title">Keys and search</h2>
        <button type="button" class="quiet icon-only" aria-label="Close" onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <div class="help-body" tabIndex={0}>
        <dl class="keys">
          {keys.map(([names, what]) => (
            <div key={what}>
              <dt>{names.map((name) => <kbd key={name}>{name}</kbd>)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <h3>Search</h3>
        <p>Words that all must hold: <code>field:value</code>, <code>key=value</code> for any attribute of a span, a <code>"phrase"</code> or
          text that was said. A <code>-</code> in front negates, commas between values are “or”, a <code>*</code> at the end stands for anything.</p>
        <dl class="fields">
          {fields.map((field) => (
            <div key={field.name}>
              <dt><code>{field.example}</code></dt>
              <dd>{field.help}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}

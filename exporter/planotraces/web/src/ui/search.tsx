import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as api from '../api';
import { complete, fields, matchingFields, placeAt, tidy, type Place } from '../lib/complete';
import { count } from '../lib/format';
import { address, go, place as where, segments, withQuery } from '../lib/router';
import { visible } from '../lib/text';
import { Icon } from './icons';

interface Choice {
  value: string;
  help: string;
}

interface Menu {
  at: Place;
  choices: Choice[];
}

const most = 12;
const afterTyping = 80;

/** Views that the search narrows; from any other one it goes to the conversations. */
const lists = new Set(['', 'issues', 'traces', 'trends', 'conversations']);

/** The search, with fields and values completed while one types. */
export function Search(): VNode {
  const asked = where.value.query.get('q') ?? '';
  const [text, setText] = useState(asked);
  const [menu, setMenu] = useState<Menu>();
  const [chosen, setChosen] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const edit = useRef<{ caret: number } | undefined>(undefined);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    if (!edit.current) return;
    input.current?.setSelectionRange(edit.current.caret, edit.current.caret);
    edit.current = undefined;
    offer();
  }, [text]);

  const timer = useRef(0);
  const pending = useRef<AbortController | undefined>(undefined);
  const offer = (): void => {
    const field = input.current;
    if (!field) return;
    clearTimeout(timer.current);
    pending.current?.abort();
    const at = placeAt(field.value, field.selectionStart ?? field.value.length);
    if (!at) return close();
    if (menu && menu.at.field !== at.field) setMenu(undefined);
    timer.current = window.setTimeout(() => {
      const abort = new AbortController();
      pending.current = abort;
      choicesAt(at, abort.signal)
        .then((choices) => {
          if (abort.signal.aborted || document.activeElement !== field) return;
          setMenu(choices.length > 0 ? { at, choices } : undefined);
          setChosen(-1);
        })
        .catch(() => {
          // One that was given up must not close what came after it.
          if (!abort.signal.aborted) close();
        });
    }, at.field ? afterTyping : 0);
  };
  const close = (): void => {
    clearTimeout(timer.current);
    pending.current?.abort();
    setMenu(undefined);
    setChosen(-1);
  };
  const take = (choice: Choice): void => {
    const field = input.current;
    if (!menu || !field) return;
    // What was typed since the menu was made is part of what is completed.
    const at = placeAt(field.value, field.selectionStart ?? field.value.length);
    if (!at || at.field !== menu.at.field) return close();
    const edited = complete(field.value, at, choice.value);
    edit.current = { caret: edited.caret };
    setText(edited.text);
    close();
    field.focus();
  };
  const submit = (): void => {
    close();
    const q = tidy(text);
    const [first, second] = segments.value;
    if (second || !lists.has(first ?? '')) go(address('/', { q }));
    else go(withQuery({ q }));
  };
  const onKey = (event: KeyboardEvent): void => {
    const size = menu?.choices.length ?? 0;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        if (!menu) return offer();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setChosen(((chosen + step + 1 + size + 1) % (size + 1)) - 1);
        return;
      }
      case 'Tab':
        if (menu && !event.shiftKey && chosen >= 0) {
          event.preventDefault();
          take(menu.choices[chosen]!);
        } else close();
        return;
      case 'Enter':
        event.preventDefault();
        if (menu && chosen >= 0) take(menu.choices[chosen]!);
        else submit();
        return;
      case 'Escape':
        if (menu) {
          event.stopPropagation();
          close();
        } else input.current?.blur();
    }
  };
  return (
    <form class="search" role="search" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Icon name="search" />
      <input ref={input} id="search" type="text" value={text} placeholder='Search: quality:severe tool:refund "money back"' spellcheck={false}
        autocomplete="off" autocapitalize="off" role="combobox" aria-label="Search" aria-autocomplete="list" aria-expanded={menu !== undefined}
        aria-controls="search-menu" aria-activedescendant={chosen >= 0 ? `search-choice-${chosen}` : undefined} data-testid="search"
        onInput={(event) => { setText(event.currentTarget.value); offer(); }} onFocus={offer} onClick={offer} onBlur={close} onKeyDown={onKey} />
      {text === '' ? <kbd aria-hidden="true">/</kbd> : (
        <button type="button" class="quiet icon-only" aria-label="Clear the search" data-testid="search-clear"
          onClick={() => { setText(''); go(withQuery({ q: undefined })); input.current?.focus(); }}><Icon name="close" /></button>
      )}
      <ul id="search-menu" class="menu" role="listbox" aria-label="Completions" hidden={!menu} data-testid="search-menu">
        {menu?.choices.map((choice, i) => (
          <li key={choice.value} id={`search-choice-${i}`} role="option" aria-selected={i === chosen} onMouseDown={(event) => { event.preventDefault(); take(choice); }}>
            <code>{visible(choice.value)}{menu.at.field === undefined ? ':' : ''}</code>
            <span class="dim">{choice.help}</span>
          </li>
        ))}
      </ul>
    </form>
  );
}

async function choicesAt(at: Place, signal: AbortSignal): Promise<Choice[]> {
  if (at.field === undefined) return matchingFields(at.prefix).map((field) => ({ value: field.name, help: field.help }));
  const field = fields.find((f) => f.name === at.field);
  if (field?.values) {
    const prefix = at.prefix.toLowerCase();
    return field.values.filter((value) => value.startsWith(prefix) && value !== prefix).map((value) => ({ value, help: '' }));
  }
  if (!field?.suggests) return [];
  const found = (await api.suggest(field.name, at.prefix, most, signal)) ?? [];
  return found.filter(({ value }) => value !== at.prefix).map(({ value, count: n }) => ({ value, help: count(n) }));
}

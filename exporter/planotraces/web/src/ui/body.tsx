import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { bytes, count } from '../lib/format';
import { markdown, maxMarkdown } from '../lib/markdown';
import { pretty, readJSON, type Reading } from '../lib/partialjson';
import { chunks, visible } from '../lib/text';
import { JSONView } from './jsonview';
import { Copy } from './states';

export type Format = 'plain' | 'markdown' | 'json';

interface BodyProps {
  text: string;
  /** The size of the whole text where this is only its beginning. */
  bytes?: number;
  /** Asks for the whole text. */
  load?: () => Promise<string>;
  /** How it is shown where it is no JSON. */
  format: Format;
  /** Parts of the text to point at. */
  marks?: string[];
  label: string;
}

const foldedCharacters = 1600;
const foldedLines = 24;
const chunkSize = 8000;

/** A text in one of three formats, folded where it is long. */
export function Body(props: BodyProps): VNode {
  const [full, setFull] = useState<string>();
  const [loading, setLoading] = useState<'no' | 'yes' | 'failed'>('no');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Format>();
  const text = full ?? props.text;
  const reading = useMemo(() => readJSON(text), [text]);
  const format = chosen ?? (reading ? 'json' : props.format);
  const missing = full === undefined && props.bytes !== undefined && props.bytes > 0;
  const long = text.length > foldedCharacters || lines(text) > foldedLines;
  const folded = long && !open && format !== 'json';
  const load = async (): Promise<string> => {
    if (!props.load || !missing) return text;
    setLoading('yes');
    try {
      const whole = await props.load();
      setFull(whole);
      setOpen(true);
      setLoading('no');
      return whole;
    } catch {
      setLoading('failed');
      return text;
    }
  };
  const formats: Format[] = reading ? ['plain', 'markdown', 'json'] : ['plain', 'markdown'];
  return (
    <div class="body-box">
      <div class="body-tools" role="group" aria-label={`Show ${props.label} as`}>
        {formats.map((name) => (
          <button key={name} type="button" class="quiet" aria-pressed={format === name} onClick={() => setChosen(name)} data-testid={`format-${name}`}>{names[name]}</button>
        ))}
        <Copy text={() => (missing && props.load ? props.load() : text)} label={`Copy ${props.label}`} small />
      </div>
      <div class={`body ${folded ? 'folded' : ''}`} data-testid="body">
        <Shown text={folded ? text.slice(0, foldedCharacters * 2) : text} format={format} reading={reading} marks={props.marks} />
      </div>
      {folded || missing || (long && format !== 'json') ? (
        <p class="body-more">
          {long && format !== 'json' ? <button type="button" class="quiet" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="unfold">
            {open ? 'Fold' : missing ? 'Unfold' : `Show all ${count(text.length)} characters`}</button> : null}
          {missing ? <button type="button" class="quiet" disabled={loading === 'yes'} onClick={() => void load()} data-testid="load-full">
            {loading === 'yes' ? 'Loading…' : loading === 'failed' ? 'Could not load it. Try again' : `Load the full text (${bytes(props.bytes!)})`}</button> : null}
        </p>
      ) : null}
    </div>
  );
}

const names: Record<Format, string> = { plain: 'Plain', markdown: 'Markdown', json: 'JSON' };

function lines(text: string): number {
  let n = 1;
  for (let at = text.indexOf('\n'); at >= 0 && n <= foldedLines; at = text.indexOf('\n', at + 1)) n++;
  return n;
}

function Shown({ text, format, reading, marks }: { text: string; format: Format; reading?: Reading; marks?: string[] }): VNode {
  return useMemo(() => {
    if (format === 'json' && reading) return <JSONView node={reading.node} />;
    if (format === 'markdown' && text.length <= maxMarkdown) return markdown(text);
    return <Plain text={text} marks={marks} />;
  }, [text, format, reading, marks]);
}

/** Text as it is. Long ones are drawn in parts, so that only those in view cost. */
export function Plain({ text, marks }: { text: string; marks?: string[] }): VNode {
  if (text.length > 2 * chunkSize) {
    return <div class="plain chunked" dir="auto">{chunks(text, chunkSize).map((part, i) => <span key={i} class="chunk">{visible(part)}</span>)}</div>;
  }
  return <div class="plain" dir="auto">{marked(text, marks)}</div>;
}

function marked(text: string, marks: string[] = []): ComponentChildren {
  for (const mark of marks) {
    const trimmed = mark.replace(/^…|…$/g, '').trim();
    const at = trimmed.length < 2 ? -1 : text.indexOf(trimmed);
    if (at >= 0) {
      return <>{visible(text.slice(0, at))}<mark>{visible(trimmed)}</mark>{visible(text.slice(at + trimmed.length))}</>;
    }
  }
  return visible(text);
}

/** Text of code or JSON, with a button that copies it. */
export function Source({ text, label }: { text: string; label: string }): VNode {
  const reading = useMemo(() => readJSON(text), [text]);
  const shown = reading ? pretty(reading.node) : text;
  return (
    <div class="source">
      <Copy text={() => text} label={`Copy ${label}`} small />
      <pre tabIndex={0} aria-label={label}><code>{visible(shown)}</code></pre>
    </div>
  );
}

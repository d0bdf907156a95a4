import type { VNode } from 'preact';
import { leafOf } from '../lib/leaves';
import type { Quality, SignalCount } from '../types';
import { Icon, QualityShape } from './icons';

export const qualities: Exclude<Quality, ''>[] = ['Severe', 'Poor', 'Neutral', 'Good', 'Excellent'];

/** The quality as shape, word and score. */
export function Verdict({ quality, score }: { quality?: Quality; score?: number }): VNode {
  if (!quality) return <span class="verdict dim">not judged</span>;
  return (
    <span class={`verdict t-${quality.toLowerCase()}`}>
      <QualityShape quality={quality} />
      <span class="word">{quality}</span>
      {score === undefined ? null : <span class="score">{Math.round(score)}</span>}
    </span>
  );
}

/** A chip that names a signal, and how often it fired. */
export function SignalChip({ signal, count, title, brief }: { signal: string; count?: number; title?: string; brief?: boolean }): VNode {
  const leaf = leafOf(signal);
  return (
    <span class={`chip tone-${leaf.tone}`} title={title ?? `${leaf.says} (${signal})`}>
      <Icon name={leaf.icon} />
      <span class={brief ? 'unseen' : ''}>{leaf.short}</span>
      {count !== undefined && count > 1 ? <span class="times">×{count}</span> : null}
    </span>
  );
}

/** The first signals of a row, the most urgent ones in words, the others as icons. */
export function Signals({ signals, most, inWords = most }: { signals?: SignalCount[]; most: number; inWords?: number }): VNode | null {
  if (!signals?.length) return null;
  const rest = signals.length - most;
  return (
    <span class="chips">
      {signals.slice(0, most).map((s, i) => <SignalChip key={s.signal} signal={s.signal} count={s.count} brief={i >= inWords} />)}
      {rest > 0 ? <span class="chip more" title={signals.slice(most).map((s) => leafOf(s.signal).short).join(', ')}>+{rest}</span> : null}
    </span>
  );
}

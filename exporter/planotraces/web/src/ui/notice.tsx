import type { VNode } from 'preact';
import { count } from '../lib/format';
import { refresh, status, statusError } from './live';
import { Problem } from './states';

/** What is wrong with the store itself, above whatever is shown. */
export function Notice(): VNode | null {
  if (statusError.value) return <Problem error={statusError.value} store page retry={() => void refresh()} />;
  const now = status.value;
  if (!now || (!now.lost && !now.problem)) return null;
  return (
    <p class="notice" role="status" data-testid="notice">
      <strong>{now.lost ? `${count(now.lost)} spans were not kept. ` : ''}</strong>
      {now.problem ? `${now.problem}. ` : ''}
      The pipeline goes on; what was lost does not come back.
    </p>
  );
}

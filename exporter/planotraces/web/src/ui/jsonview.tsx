import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { plural } from '../lib/format';
import type { Node } from '../lib/partialjson';
import { visible } from '../lib/text';
import { Icon } from './icons';

const fewEntries = 40;
const longText = 400;

/** A value as a tree that folds. */
export function JSONView({ node, open = 2 }: { node: Node; open?: number }): VNode {
  return <div class="json" dir="ltr"><Value node={node} depth={0} open={open} /></div>;
}

function Value({ node, depth, open }: { node: Node; depth: number; open: number }): VNode {
  switch (node.kind) {
    case 'string':
      return <Text text={node.text} cut={node.cut} />;
    case 'other':
      return <span class="j-other">{visible(node.text)}{node.cut ? <Cut /> : null}</span>;
    default:
      return <Branch node={node} depth={depth} open={open} />;
  }
}

function Branch({ node, depth, open }: { node: Extract<Node, { kind: 'object' | 'array' }>; depth: number; open: number }): VNode {
  const children: [string | undefined, Node][] = node.kind === 'object' ? node.entries : node.items.map((item) => [undefined, item]);
  const [unfolded, setUnfolded] = useState(depth < open && (depth === 0 || children.length <= fewEntries));
  const [shown, setShown] = useState(fewEntries);
  const [left, right] = node.kind === 'object' ? ['{', '}'] : ['[', ']'];
  if (children.length === 0) return <span class="j-punctuation">{left}{node.cut ? <Cut /> : right}</span>;
  return (
    <>
      <button type="button" class="j-fold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        <Icon name="chevron" />
        <span class="j-punctuation">{left}</span>
        {unfolded ? null : <span class="dim">{plural(children.length, node.kind === 'object' ? 'key' : 'item')}<span class="j-punctuation">{right}</span></span>}
      </button>
      {unfolded ? (
        <>
          <ul>
            {children.slice(0, shown).map(([key, child], i) => (
              <li key={i}>
                {key === undefined ? null : <><span class="j-key">{visible(key)}</span><span class="j-punctuation">: </span></>}
                <Value node={child} depth={depth + 1} open={open} />
              </li>
            ))}
            {children.length > shown ? (
              <li><button type="button" class="quiet" onClick={() => setShown(shown + 200)}>{children.length - shown} more</button></li>
            ) : null}
          </ul>
          <span class="j-punctuation">{node.cut ? <Cut /> : right}</span>
        </>
      ) : null}
    </>
  );
}

function Text({ text, cut }: { text: string; cut?: boolean }): VNode {
  const [all, setAll] = useState(false);
  const long = text.length > longText;
  return (
    <span class="j-string">
      “{visible(long && !all ? text.slice(0, longText) : text)}{cut ? <Cut /> : long && !all ? '…' : '”'}
      {long ? <button type="button" class="quiet" onClick={() => setAll(!all)}>{all ? 'less' : `${text.length - longText} more characters`}</button> : null}
    </span>
  );
}

const Cut = (): VNode => <span class="j-cut" title="The sender cut the text here">… cut</span>;

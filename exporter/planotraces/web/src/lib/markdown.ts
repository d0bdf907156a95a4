// Markdown as elements, built from the parser's tokens: no text ever becomes HTML, so none of it can be more than text.
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { Fragment, h, type ComponentChildren, type VNode } from 'preact';
import { visible } from './text';

/** How many characters are rendered at most; longer texts are shown as they are. */
export const maxMarkdown = 150_000;

const parser = new MarkdownIt({ html: false, linkify: true, typographer: false, maxNesting: 40 });
parser.validateLink = isSafeLink;
parser.disable(['reference'], true);

/** Links that lead somewhere and do nothing. */
export function isSafeLink(url: string): boolean {
  return /^(?:https?:\/\/|mailto:)/i.test(url.trim());
}

const blocks: Record<string, string> = {
  paragraph: 'p', blockquote: 'blockquote', bullet_list: 'ul', ordered_list: 'ol', list_item: 'li',
  table: 'table', thead: 'thead', tbody: 'tbody', tr: 'tr', th: 'th', td: 'td', em: 'em', strong: 'strong', s: 's',
};

/** Renders a text. */
export function markdown(text: string): VNode {
  return h('div', { class: 'markdown', dir: 'auto' }, children(parser.parse(text, {}), { at: 0 }, ''));
}

function children(tokens: Token[], place: { at: number }, until: string): ComponentChildren[] {
  const out: ComponentChildren[] = [];
  while (place.at < tokens.length) {
    const token = tokens[place.at++]!;
    if (token.type === until) return out;
    out.push(element(token, tokens, place));
  }
  return out;
}

function element(token: Token, tokens: Token[], place: { at: number }): ComponentChildren {
  if (token.type.endsWith('_open')) {
    const name = token.type.slice(0, -'_open'.length);
    const inner = children(tokens, place, `${name}_close`);
    if (name === 'link') return link(attribute(token, 'href'), inner);
    if (token.hidden) return h(Fragment, null, inner);
    // Headings of a message are no headings of the page.
    if (name === 'heading') return h('p', { class: `heading ${/^h[1-6]$/.test(token.tag) ? token.tag : ''}` }, inner);
    if (name === 'table') return h('div', { class: 'table', tabIndex: 0 }, h('table', null, inner));
    return h(blocks[name] ?? 'span', name === 'ordered_list' ? { start: startOf(token) } : null, inner);
  }
  switch (token.type) {
    case 'inline':
      return h(Fragment, null, children(token.children ?? [], { at: 0 }, ''));
    case 'code_inline':
      return h('code', null, visible(token.content));
    case 'fence':
    case 'code_block':
      return h('pre', { tabIndex: 0 }, h('code', null, visible(token.content)));
    case 'softbreak':
      return '\n';
    case 'hardbreak':
      return h('br', null);
    case 'hr':
      return h('hr', null);
    case 'image':
      return h('span', { class: 'image' }, `image “${visible(token.content)}” from `, h('code', null, visible(attribute(token, 'src'))));
    default:
      return visible(token.content);
  }
}

function link(href: string, inner: ComponentChildren[]): VNode {
  if (!isSafeLink(href)) return h('span', null, inner);
  const target = visible(href.replace(/^mailto:/i, ''));
  const same = inner.length === 1 && typeof inner[0] === 'string' && href.endsWith(inner[0]);
  return h(Fragment, null,
    h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, inner),
    same ? null : h('span', { class: 'target' }, ` (${target.length > 120 ? `${target.slice(0, 120)}…` : target})`));
}

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '');

function startOf(token: Token): number | undefined {
  const start = Number(attribute(token, 'start'));
  return Number.isSafeInteger(start) && start > 1 ? start : undefined;
}

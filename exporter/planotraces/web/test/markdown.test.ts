import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComponentChildren, VNode } from 'preact';
import { isSafeLink, markdown } from '../src/lib/markdown';

interface Seen {
  elements: Set<string>;
  attributes: [string, string, unknown][];
  text: string;
}

/** All elements, attributes and text of what is rendered. */
function look(node: ComponentChildren, seen: Seen = { elements: new Set(), attributes: [], text: '' }): Seen {
  if (Array.isArray(node)) node.forEach((child: ComponentChildren) => look(child, seen));
  else if (typeof node === 'string' || typeof node === 'number') seen.text += String(node);
  else if (node && typeof node === 'object') {
    const { type, props } = node as VNode<Record<string, unknown>>;
    if (typeof type === 'string') {
      seen.elements.add(type);
      for (const [key, value] of Object.entries(props)) if (key !== 'children') seen.attributes.push([type, key, value]);
    }
    look((props as { children?: ComponentChildren }).children, seen);
  }
  return seen;
}

const allowed = new Set(['div', 'p', 'blockquote', 'ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'em', 'strong', 's', 'a', 'span', 'code', 'pre', 'br', 'hr']);
const allowedAttributes = new Set(['class', 'dir', 'href', 'target', 'rel', 'tabIndex', 'start']);

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/api/v1/demo)',
  '![x](https://evil.example/pixel.gif)',
  '![x](javascript:alert(1))',
  '[![x](https://evil.example/p.gif)](https://evil.example)',
  '<https://evil.example/"onmouseover="alert(1)>',
  '<javascript:alert(1)>',
  '[x]: javascript:alert(1)\n\n[x]',
  '```html"onclick="alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>`',
  '| a | b |\n|---|:-:|\n| <b onclick=alert(1)> | [y](javascript:1) |',
  '[x](https://ok.example "t\\" onclick=alert(1)")',
  '#'.repeat(6) + ' <style>*{display:none}</style>',
];

test('renders nothing that runs, loads or leads to code', () => {
  for (const text of hostile) {
    const { elements, attributes } = look(markdown(text));
    for (const element of elements) assert.ok(allowed.has(element), `${element} of ${text}`);
    for (const [element, key, value] of attributes) {
      assert.ok(allowedAttributes.has(key), `${key} of ${text}`);
      if (key !== 'href') continue;
      assert.equal(element, 'a');
      assert.match(String(value), /^(?:https?:\/\/|mailto:)/i, text);
    }
  }
});

test('no HTML is made of text', () => {
  for (const text of hostile) assert.ok(!JSON.stringify(look(markdown(text)).attributes).includes('dangerouslySetInnerHTML'));
});

test('links open elsewhere, tell nothing, and show where they lead', () => {
  const { attributes, text } = look(markdown('[your bank](https://evil.example/login)'));
  const of = (name: string): unknown => attributes.find(([element, key]) => element === 'a' && key === name)?.[2];
  assert.equal(of('href'), 'https://evil.example/login');
  assert.equal(of('rel'), 'noopener noreferrer');
  assert.equal(of('target'), '_blank');
  assert.equal(text, 'your bank (https://evil.example/login)');
  assert.equal(look(markdown('see https://a.example/b')).text, 'see https://a.example/b');
});

test('an image is named, not loaded', () => {
  const { elements, text } = look(markdown('![a cat](https://a.example/cat.png)'));
  assert.ok(!elements.has('img'));
  assert.equal(text, 'image “a cat” from https://a.example/cat.png');
});

test('text that turns around is named', () => {
  assert.equal(look(markdown('a\u202Ecod.exe')).text, 'a‹U+202E›cod.exe');
});

test('renders what people write', () => {
  const { elements, text } = look(markdown('# Title\n\nSome **bold** and `code`.\n\n- one\n- two\n\n3. three\n\n> quoted\n\n| a |\n|---|\n| b |\n\n```js\nlet x;\n```'));
  for (const element of ['p', 'strong', 'code', 'ul', 'ol', 'li', 'blockquote', 'table', 'pre']) assert.ok(elements.has(element), element);
  assert.ok(!elements.has('h1'));
  assert.match(text, /Title.*bold.*one.*two.*three.*quoted.*let x;/s);
});

test('nesting ends', () => {
  assert.ok(look(markdown('> '.repeat(5000) + 'x')).elements.size > 0);
  assert.ok(look(markdown(`a${'*b'.repeat(20_000)}`)).text.length > 0);
});

test('knows links that are safe', () => {
  for (const url of ['https://a.example', 'HTTP://a.example', 'mailto:a@b.example']) assert.ok(isSafeLink(url), url);
  for (const url of ['javascript:1', ' javascript:1', 'data:text/html,x', '//a.example', '/path', '', 'ftp://a', 'https:a']) assert.ok(!isSafeLink(url), url);
});

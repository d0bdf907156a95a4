// Reads JSON for people: numbers keep their digits, and text that ends too early is read as far as it goes.

export type Node =
  | { kind: 'object'; entries: [string, Node][]; cut?: boolean }
  | { kind: 'array'; items: Node[]; cut?: boolean }
  | { kind: 'string'; text: string; cut?: boolean }
  | { kind: 'other'; text: string; cut?: boolean };

export interface Reading {
  node: Node;
  /** The text ended before the value did. */
  cut: boolean;
}

const maxDepth = 200;

class NotJSON extends Error {}

/** Reads an object or a list, whole or cut off; undefined where the text is something else. */
export function readJSON(text: string): Reading | undefined {
  const start = text.search(/\S/);
  if (start < 0 || (text[start] !== '{' && text[start] !== '[')) return undefined;
  const reader = new Reader(text, start);
  try {
    const node = reader.value(0);
    reader.space();
    if (!reader.cut && reader.at < text.length) return undefined;
    return { node, cut: reader.cut };
  } catch (error) {
    if (error instanceof NotJSON) return undefined;
    throw error;
  }
}

class Reader {
  cut = false;
  constructor(private readonly text: string, public at: number) {}

  space(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at]!)) this.at++;
  }

  private ended(): boolean {
    this.space();
    if (this.at < this.text.length) return false;
    this.cut = true;
    return true;
  }

  value(depth: number): Node {
    if (depth > maxDepth) throw new NotJSON();
    if (this.ended()) return { kind: 'other', text: '', cut: true };
    const c = this.text[this.at];
    if (c === '{') return this.object(depth);
    if (c === '[') return this.array(depth);
    if (c === '"') return this.string();
    return this.other();
  }

  private object(depth: number): Node {
    const entries: [string, Node][] = [];
    this.at++;
    for (let first = true; ; first = false) {
      if (this.ended()) return { kind: 'object', entries, cut: true };
      if (first && this.take('}')) return { kind: 'object', entries };
      if (this.text[this.at] !== '"') throw new NotJSON();
      const key = this.string();
      if (this.cut || this.ended()) return { kind: 'object', entries, cut: true };
      if (!this.take(':')) throw new NotJSON();
      if (this.ended()) return { kind: 'object', entries, cut: true };
      entries.push([key.text, this.value(depth + 1)]);
      if (this.cut || this.ended()) return { kind: 'object', entries, cut: true };
      if (this.take('}')) return { kind: 'object', entries };
      if (!this.take(',')) throw new NotJSON();
    }
  }

  private array(depth: number): Node {
    const items: Node[] = [];
    this.at++;
    for (let first = true; ; first = false) {
      if (this.ended()) return { kind: 'array', items, cut: true };
      if (first && this.take(']')) return { kind: 'array', items };
      items.push(this.value(depth + 1));
      if (this.cut || this.ended()) return { kind: 'array', items, cut: true };
      if (this.take(']')) return { kind: 'array', items };
      if (!this.take(',')) throw new NotJSON();
    }
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  private string(): { kind: 'string'; text: string; cut?: boolean } {
    const start = ++this.at;
    for (; this.at < this.text.length; this.at++) {
      const c = this.text[this.at];
      if (c === '\\') this.at++;
      else if (c === '"') return { kind: 'string', text: unescape(this.text.slice(start, this.at++)) };
    }
    this.at = this.text.length;
    this.cut = true;
    // An escape that was cut in two is left out.
    const rest = this.text.slice(start).replace(/(^|[^\\])((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$/, '$1$2');
    return { kind: 'string', text: unescape(rest), cut: true };
  }

  private other(): Node {
    const pattern = /[-+.\w]{0,400}/y;
    pattern.lastIndex = this.at;
    const [text] = pattern.exec(this.text)!;
    this.at += text.length;
    if (this.at === this.text.length && text !== '') {
      this.cut = true;
      return { kind: 'other', text, cut: true };
    }
    if (!/^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|NaN|-?Infinity)$/.test(text)) throw new NotJSON();
    return { kind: 'other', text };
  }
}

const named: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\', '/': '/' };

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, c: string | undefined) =>
    hex === undefined ? named[c!] ?? c! : String.fromCharCode(parseInt(hex, 16)));
}

/** The value on one line, for a call's arguments: "id=88, city=\"Austin\"" of an object, else as JSON. */
export function brief(node: Node, max: number): string {
  const out: string[] = [];
  let left = max;
  const put = (text: string): boolean => {
    out.push(text.slice(0, left + 1));
    left -= text.length;
    return left > 0;
  };
  const write = (n: Node, top: boolean): boolean => {
    switch (n.kind) {
      case 'string':
        return put(JSON.stringify(n.text.slice(0, left + 1)));
      case 'other':
        return put(n.text);
      case 'array':
        return put('[') && n.items.every((item, i) => (i === 0 || put(', ')) && write(item, false)) && put(']');
      case 'object':
        return (top || put('{')) &&
          n.entries.every(([key, value], i) => (i === 0 || put(', ')) && put(top ? `${key}=` : `${key}: `) && write(value, false)) &&
          (top || put('}'));
    }
  };
  const whole = write(node, true);
  const text = out.join('');
  return whole && !node.cut ? text : `${text.slice(0, max)}…`;
}

/** The value as indented JSON text. */
export function pretty(node: Node, indent = ''): string {
  const deeper = `${indent}  `;
  switch (node.kind) {
    case 'string':
      return JSON.stringify(node.text) + (node.cut ? '…' : '');
    case 'other':
      return node.text + (node.cut ? '…' : '');
    case 'array':
      if (node.items.length === 0) return node.cut ? '[…' : '[]';
      return `[\n${node.items.map((item) => deeper + pretty(item, deeper)).join(',\n')}\n${indent}${node.cut ? '…' : ']'}`;
    case 'object':
      if (node.entries.length === 0) return node.cut ? '{…' : '{}';
      return `{\n${node.entries.map(([key, value]) => `${deeper}${JSON.stringify(key)}: ${pretty(value, deeper)}`).join(',\n')}` +
        `\n${indent}${node.cut ? '…' : '}'}`;
  }
}

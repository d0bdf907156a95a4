// Attributes as rows that can be searched.
import type { Attribute, Span, Value } from '../types';

export type ValueType = 'text' | 'integer' | 'number' | 'boolean' | 'empty';

/** An attribute's value as text, and what it is. */
export function textOf(value: Value): { text: string; type: ValueType } {
  if (value.stringValue !== undefined) return { text: value.stringValue, type: 'text' };
  if (value.intValue !== undefined) return { text: value.intValue, type: 'integer' };
  if (value.doubleValue !== undefined) return { text: value.doubleValue, type: 'number' };
  if (value.boolValue !== undefined) return { text: value.boolValue, type: 'boolean' };
  return { text: '', type: 'empty' };
}

export interface AttributeRow {
  /** Where it is: "span", "resource", "event exception". */
  of: string;
  key: string;
  text: string;
  type: ValueType;
}

/** All that a span says, its own attributes first. */
export function attributeRows(span: Span, resource = true): AttributeRow[] {
  const rows = (of: string, attributes: Attribute[] | null | undefined): AttributeRow[] =>
    (attributes ?? []).map(({ key, value }) => ({ of, key, ...textOf(value) }));
  return [
    ...rows('span', span.attributes),
    ...(span.events ?? []).flatMap((event) => rows(`event ${event.name}`, event.attributes)),
    ...(span.links ?? []).flatMap((link) => rows(`link ${link.traceId.slice(0, 8)}`, link.attributes)),
    ...(resource ? rows('resource', span.resource) : []),
  ];
}

/** The rows that have all words in their key or value, upper and lower case alike. */
export function searchRows<T extends { key: string; text: string }>(rows: T[], search: string): T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ key, text }) => {
    const both = `${key}\n${text}`.toLowerCase();
    return words.every((word) => both.includes(word));
  });
}

// A stranger's text made harmless to look at.

// What turns the direction of text around or hides in it; marks that languages need (U+200C to U+200F) stay.
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u180e\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** The text with what could turn it around or hide in it named instead: "‹U+202E›". */
export function visible(text: string): string {
  return text.replace(hidden, (c) => `‹U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The text on one line, at most about max characters long. */
export function oneLine(text: string, max = 300): string {
  const cut = text.length > max * 2 ? text.slice(0, max * 2) : text;
  const line = visible(cut.replace(/\s+/g, ' ').trim());
  return line.length > max ? `${line.slice(0, max)}…` : line;
}

/** The text in parts of about size characters, each one ending with a line where there is one near. */
export function chunks(text: string, size: number): string[] {
  const parts: string[] = [];
  let at = 0;
  while (text.length - at > size) {
    const newline = text.lastIndexOf('\n', at + size);
    let end = newline > at + size / 2 ? newline + 1 : at + size;
    const last = text.charCodeAt(end - 1);
    if (last >= 0xd800 && last < 0xdc00) end++;
    parts.push(text.slice(at, end));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}

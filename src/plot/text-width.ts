/** Widths in parts of the font size, a little generous: the reader's font is not known here. */
const NARROW = /[ijl.,:;|!'()[\] I·]/;
const WIDE = /[mwMWØ@%—]/;
const UPPER = /[A-Z]/;

/** About how wide a text will be, in pixels. */
export function textWidth(text: string, size = 12): number {
  let ems = 0;
  for (const character of text) {
    if (NARROW.test(character)) ems += 0.31;
    else if (WIDE.test(character)) ems += 0.88;
    else ems += UPPER.test(character) ? 0.67 : 0.575;
  }
  return ems * size;
}

/** The text itself, or its beginning and an ellipsis where it would be wider than `width` pixels. */
export function fitText(text: string, width: number, size = 12): string {
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

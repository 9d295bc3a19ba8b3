/** Attributes of an element; `undefined` leaves one out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An SVG element as a string. Attribute values are escaped; children are markup already (text goes through
 * {@link escapeText}).
 */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${key}="${typeof value === "number" ? short(value) : escapeText(value)}"`;
  }
  const inside = children.join("");
  return inside === "" ? `${tag}/>` : `${tag}>${inside}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
// What XML 1.0 does not allow at all, not even escaped: control characters, halves of surrogate pairs, U+FFFE, U+FFFF.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Any text, made harmless in XML text and attributes. */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, "\uFFFD").replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/**
 * A length or coordinate in pixels with at most two decimals.
 *
 * @throws RangeError when it is not finite: nothing of the kind may reach a picture.
 */
export function short(pixels: number): string {
  if (!Number.isFinite(pixels)) throw new RangeError(`a coordinate of a picture must be finite; got ${pixels}`);
  // Adding 0 turns −0 into 0.
  return String(Math.round(pixels * 100) / 100 + 0);
}

/** A path of `[x, y]` pixels through straight lines; `moves` begin a new stretch. */
export function polyline(stretches: readonly (readonly (readonly [number, number])[])[]): string {
  return stretches
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => `M${stretch.map(([x, y]) => `${short(x)} ${short(y)}`).join("L")}`)
    .join("");
}

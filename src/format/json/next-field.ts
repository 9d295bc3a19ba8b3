import { fieldPattern, isFieldAt } from "./field-pattern.js";
import type { JsonSource } from "./json-source.js";
import { childByKey, type PathNode } from "./path-tree.js";
import { QUOTE, skipColon, skipString } from "./skip.js";

/** So many fields of an object are remembered. */
const MOST_REMEMBERED = 256;
/** Longer keys of what is not wanted are not. */
const LONGEST_REMEMBERED = 64;

/**
 * Reads the key of field `i` of an object, of which `node` says what is wanted, and the colon behind it; what is wanted
 * of its value goes to `source.field`. Objects tend to have the same fields in the same order, so it is compared first
 * with the key that came at this place before.
 *
 * @returns where it ends; −1 = it is no key, or has escapes.
 */
export function nextField(source: JsonSource, start: number, node: PathNode, i: number): number {
  const known = i < node.expected.length ? node.expected[i] : undefined;
  if (known !== undefined && isFieldAt(source, start, known.pattern)) {
    source.field = known.node;
    return start + known.pattern.length;
  }
  return otherField(source, start, node, i);
}

function otherField(source: JsonSource, start: number, node: PathNode, i: number): number {
  const { bytes } = source;
  if (bytes[start] !== QUOTE) return -1;
  const end = skipString(source, start);
  if (end < 0 || source.escapes) return -1;
  source.field = childByKey(node, bytes, start + 1, end - 1);
  if (i < MOST_REMEMBERED) remember(source, start, end, node, i);
  return skipColon(bytes, end);
}

function remember(source: JsonSource, start: number, end: number, { expected }: PathNode, i: number): void {
  const { ascii, bytes, field } = source;
  if (field !== undefined && i <= expected.length) expected[i] = field.field;
  if (i !== expected.length) return;
  const short = ascii && end - start <= LONGEST_REMEMBERED;
  expected.push(short ? { pattern: fieldPattern(bytes.subarray(start + 1, end - 1)), node: undefined } : undefined);
}

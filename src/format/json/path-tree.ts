import type { PointLayout } from "../point-layout.js";
import { type FieldPattern, fieldPattern } from "./field-pattern.js";

/** What is wanted at a place of an event. */
export interface PathNode {
  /** The step that leads here, as UTF-8. */
  readonly key: Uint8Array;
  /** The step as a position in an array; −1 = it is none. */
  readonly position: number;
  readonly children: PathNode[];
  /** Where it is among its parent's children. */
  readonly order: number;
  /** The field that leads here. */
  readonly field: Field;
  /** The fields of the objects read here, in the order in which they came. */
  readonly expected: (Field | undefined)[];
  /** Which of the layout's numbers this is; −1 = none. */
  number: number;
  isId: boolean;
  isTimestamp: boolean;
  /** The point in which a reader met this node last. */
  met: number;
}

/** A field of an object as it was met before. */
export interface Field {
  readonly pattern: FieldPattern;
  /** Where it leads; undefined = to nothing wanted. */
  readonly node: PathNode | undefined;
}

/** The tree of all paths of a layout: a reader walks it while it reads an event. */
export function pathTree(layout: PointLayout): PathNode {
  const root = newNode("", 0);
  const at = (path: string) => nodeAt(root, layout.pathInEvent(path));
  layout.numbers.forEach((path, i) => {
    at(path).number = i;
  });
  if (layout.id !== undefined) at(layout.id).isId = true;
  if (layout.timestamp !== undefined) at(layout.timestamp).isTimestamp = true;
  return root;
}

/** What is wanted in each column of a row. */
export function rowNodes(layout: PointLayout): readonly PathNode[] {
  return layout.columns.map((column, order) => {
    const node = newNode(column, order);
    node.number = layout.numbers.indexOf(column);
    node.isId = column === layout.id;
    node.isTimestamp = column === layout.timestamp;
    return node;
  });
}

/** Whether something is wanted at the node itself, not only below it. */
export function isLeaf(node: PathNode): boolean {
  return node.number >= 0 || node.isId || node.isTimestamp;
}

/** The child whose key is `bytes[start, end)`. */
export function childByKey(node: PathNode, bytes: Uint8Array, start: number, end: number): PathNode | undefined {
  for (const child of node.children) if (isKey(child.key, bytes, start, end)) return child;
  return undefined;
}

/** The child at a position of an array; children tend to be listed in order, so `expected` is tried first. */
export function childByPosition(node: PathNode, position: number, expected: number): PathNode | undefined {
  const guess = node.children[expected];
  return guess?.position === position ? guess : node.children.find((child) => child.position === position);
}

function nodeAt(root: PathNode, path: readonly string[]): PathNode {
  let node = root;
  for (const step of path) {
    const known = node.children.find(({ key }) => Buffer.from(key).toString() === step);
    const next = known ?? newNode(step, node.children.length);
    if (known === undefined) node.children.push(next);
    node = next;
  }
  return node;
}

function newNode(step: string, order: number): PathNode {
  const position = /^(0|[1-9]\d{0,8})$/.test(step) ? Number(step) : -1;
  const key = new TextEncoder().encode(step);
  const field = { pattern: fieldPattern(key), node: undefined as PathNode | undefined };
  const found = { number: -1, isId: false, isTimestamp: false, met: -1 };
  field.node = { key, position, children: [], order, field, expected: [], ...found };
  return field.node;
}

function isKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
}

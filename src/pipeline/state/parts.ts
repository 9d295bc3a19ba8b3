import type { IncomingRecord, OutgoingRecord } from "../../broker/broker.js";
import { StateError } from "../../learning/state-error.js";
import { fromUtf8, utf8 } from "../text.js";
import { digestOf } from "./digest.js";

/**
 * A section travels in parts, because one record has to stay below the broker's limit. Each part names the generation
 * (the unit that wrote it), its index, the count and the digest of the whole section: a section that shrank leaves old
 * parts behind until compaction, and they must never be mixed with the new ones.
 */
export interface SectionPart {
  readonly section: string;
  readonly generation: number;
  readonly index: number;
  readonly count: number;
  /** Of the whole section. */
  readonly digest: string;
  readonly bytes: Uint8Array;
}

const HEADER = "mixtide-part";

/** Cuts a section into records of at most `limit` bytes of value each; an empty section is one empty part. */
export function splitSection(
  section: string,
  bytes: Uint8Array,
  write: { readonly generation: number; readonly digest: string; readonly limit: number },
): OutgoingRecord[] {
  const count = partCount(bytes.length, write.limit);
  return Array.from({ length: count }, (_, index) => ({
    key: partKey(section, index),
    value: bytes.subarray(index * write.limit, (index + 1) * write.limit),
    headers: { [HEADER]: utf8(`${write.generation} ${index} ${count} ${write.digest}`) },
  }));
}

export const partCount = (bytes: number, limit: number): number => Math.max(1, Math.ceil(bytes / limit));

/** Forgets parts `from` (inclusive) to `to` (exclusive) of a section. */
export function tombstones(section: string, from: number, to: number): OutgoingRecord[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => ({ key: partKey(section, from + i), value: null }));
}

const partKey = (section: string, index: number): Uint8Array => utf8(`${section}#${index}`);

/** What a part record says; `part` is absent on a tombstone. */
export function readPart(record: IncomingRecord): { readonly key: string; readonly part?: SectionPart } {
  const key = record.key === null ? "" : fromUtf8(record.key);
  const mark = key.lastIndexOf("#");
  if (mark < 1) throw new StateError(`record ${record.offset} with key "${key}" is no part of a state section`);
  if (record.value === null) return { key };
  const header = record.headers[HEADER];
  const [generation, index, count, digest] = header === undefined ? [] : fromUtf8(header).split(" ");
  if (digest === undefined) throw new StateError(`record ${record.offset} ("${key}") has no ${HEADER} header`);
  const numbers = { generation: Number(generation), index: Number(index), count: Number(count) };
  return { key, part: { section: key.slice(0, mark), ...numbers, digest, bytes: record.value } };
}

/**
 * Puts a section together from the newest record of each key.
 *
 * @returns undefined when there is no such section.
 * @throws StateError unless all parts of the first part's generation are there and match the digest.
 */
export function assembleSection(
  section: string,
  parts: ReadonlyMap<string, SectionPart>,
): AssembledSection | undefined {
  const first = parts.get(`${section}#0`);
  if (first === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for (let index = 0; index < first.count; index++) {
    const part = parts.get(`${section}#${index}`);
    if (part === undefined || part.generation !== first.generation || part.digest !== first.digest)
      throw new StateError(
        `state section "${section}" is incomplete: part ${index} of ${first.count} of generation ${first.generation} ` +
          `is ${part === undefined ? "missing" : `of generation ${part.generation}`}; ${REMEDY}`,
      );
    pieces.push(part.bytes);
  }
  const bytes = pieces.length === 1 ? pieces[0]! : concatenate(pieces);
  if (digestOf(bytes) !== first.digest)
    throw new StateError(`state section "${section}" is damaged: its digest is not ${first.digest}; ${REMEDY}`);
  return { bytes, generation: first.generation, count: first.count, digest: first.digest };
}

export interface AssembledSection {
  readonly bytes: Uint8Array;
  readonly generation: number;
  readonly count: number;
  readonly digest: string;
}

const REMEDY = "bring back a saved state with `mixtide state import`, or begin anew with `mixtide state reset`";

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

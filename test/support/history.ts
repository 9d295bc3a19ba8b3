import { createHash } from "node:crypto";
import type { OutgoingRecord } from "../../src/broker/broker.js";

const decoder = new TextDecoder();

export const textOf = (bytes: Uint8Array | null | undefined): string => (bytes ? decoder.decode(bytes) : "");

/** An entry of the journal, as any reader would parse it. */
export interface Entry {
  readonly unit: number;
  readonly inputs: readonly {
    readonly type: "records" | "skipped" | "flush";
    readonly partition: number;
    readonly from: number;
    readonly to: number;
  }[];
  readonly versions: readonly [number, number];
  readonly points: number;
  readonly digest: string;
}

/** The units of a journal, checkpoints left out. */
export function entriesOf(journal: readonly OutgoingRecord[]): Entry[] {
  return journal.filter(({ key }) => textOf(key) === "unit").map(({ value }) => JSON.parse(textOf(value)) as Entry);
}

/** The positions in the first checkpoint of a journal, that of unit 0. */
export function genesisPositions(journal: readonly OutgoingRecord[]): Map<number, number> {
  const second = journal.findIndex(({ key }, i) => i > 0 && textOf(key) === "unit");
  const parts = journal
    .slice(0, second < 0 ? undefined : second)
    .filter(({ key }) => textOf(key).startsWith("manifest#"));
  if (parts.length === 0) return new Map();
  const { positions } = JSON.parse(parts.map(({ value }) => textOf(value)).join(""));
  return new Map(Object.entries(positions as Record<string, number>).map(([p, offset]) => [Number(p), offset]));
}

/** Everything a reader can see of a record, offsets and times aside. */
export function recordText({ key, value, headers }: OutgoingRecord): string {
  const heads = Object.entries(headers ?? {}).map(([name, bytes]) => `${name}=${textOf(bytes)}`);
  return `${textOf(key)}|${textOf(value)}|${heads.sort().join(",")}`;
}

/** SHA-256 over the digests of a learner's sections, sorted by name: as the journal is documented. */
export function learnerDigest(learner: { toSections(): ReadonlyMap<string, Uint8Array> }): string {
  const hash = createHash("sha256");
  const sections = [...learner.toSections()].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, bytes] of sections) hash.update(`${name}\0${createHash("sha256").update(bytes).digest("hex")}\n`);
  return hash.digest("hex");
}

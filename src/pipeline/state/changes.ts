import type { OutgoingRecord } from "../../broker/broker.js";
import { digestOf, type Sections } from "./digest.js";
import { encodeManifest, MANIFEST, type ManifestFields, type SectionEntry } from "./manifest.js";
import { partCount, splitSection, tombstones } from "./parts.js";

/** What lies in the state topic, by section. */
export type Ledger = ReadonlyMap<string, SectionEntry>;

export interface StateChange {
  /** What lies in the topic once the records are committed. */
  readonly ledger: Ledger;
  readonly manifestParts: number;
  readonly records: readonly OutgoingRecord[];
}

/** Writes a section or forgets a part of it: replaced in tests that plant a bug. */
export interface SectionCodec {
  readonly split: typeof splitSection;
  readonly forget: typeof tombstones;
}

const CODEC: SectionCodec = { split: splitSection, forget: tombstones };

/** What a commit has to write: the sections that changed, tombstones for parts that are no more, and the manifest. */
export function stateChange(
  before: { readonly ledger: Ledger; readonly manifestParts: number },
  sections: Sections,
  digests: ReadonlyMap<string, string>,
  manifest: Omit<ManifestFields, "sections">,
  partBytes: number,
  codec: SectionCodec = CODEC,
): StateChange {
  const ledger = new Map<string, SectionEntry>();
  const records: OutgoingRecord[] = [];
  for (const [name, bytes] of sections) {
    const digest = digests.get(name)!;
    const old = before.ledger.get(name);
    if (old?.digest === digest) {
      ledger.set(name, old);
      continue;
    }
    const entry = { generation: manifest.unit, count: partCount(bytes.length, partBytes), digest };
    ledger.set(name, entry);
    records.push(...codec.split(name, bytes, { ...entry, limit: partBytes }));
    records.push(...codec.forget(name, entry.count, old?.count ?? 0));
  }
  for (const [name, { count }] of before.ledger) if (!sections.has(name)) records.push(...codec.forget(name, 0, count));
  return withManifest(before.manifestParts, { ledger, records }, manifest, partBytes, codec);
}

function withManifest(
  partsBefore: number,
  change: { readonly ledger: Ledger; readonly records: OutgoingRecord[] },
  manifest: Omit<ManifestFields, "sections">,
  partBytes: number,
  codec: SectionCodec,
): StateChange {
  const bytes = encodeManifest({ ...manifest, sections: Object.fromEntries(change.ledger) });
  const manifestParts = partCount(bytes.length, partBytes);
  const write = { generation: manifest.unit, digest: digestOf(bytes), limit: partBytes };
  change.records.push(...codec.split(MANIFEST, bytes, write), ...codec.forget(MANIFEST, manifestParts, partsBefore));
  return { ...change, manifestParts };
}

import type { OutgoingRecord } from "../../broker/broker.js";
import { digestOf, type Sections } from "../state/digest.js";
import { encodeManifest, MANIFEST, type ManifestFields, type SectionEntry } from "../state/manifest.js";
import { partCount, splitSection } from "../state/parts.js";

/** A whole state as journal records, so that a replay can begin there; the manifest comes last and completes it. */
export function checkpointRecords(
  sections: Sections,
  digests: ReadonlyMap<string, string>,
  manifest: Omit<ManifestFields, "sections">,
  partBytes: number,
): OutgoingRecord[] {
  const generation = manifest.unit;
  const entries: Record<string, SectionEntry> = {};
  const records: OutgoingRecord[] = [];
  for (const [name, bytes] of sections) {
    const digest = digests.get(name)!;
    entries[name] = { generation, count: partCount(bytes.length, partBytes), digest };
    records.push(...splitSection(name, bytes, { generation, digest, limit: partBytes }));
  }
  const bytes = encodeManifest({ ...manifest, sections: entries });
  records.push(...splitSection(MANIFEST, bytes, { generation, digest: digestOf(bytes), limit: partBytes }));
  return records;
}

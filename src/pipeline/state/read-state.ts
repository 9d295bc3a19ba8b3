import type { Broker, IncomingRecord, TopicPartition } from "../../broker/broker.js";
import { StateError } from "../../learning/state-error.js";
import { decodeManifest, MANIFEST, type Manifest } from "./manifest.js";
import { assembleSection, readPart, type SectionPart } from "./parts.js";

/** A task's whole state as it lies in its partition. */
export interface StoredState {
  readonly manifest: Manifest;
  /** All sections that the manifest names. */
  readonly sections: ReadonlyMap<string, Uint8Array>;
  /** Parts of the manifest itself, which it cannot name. */
  readonly manifestParts: number;
  readonly bytes: number;
}

/**
 * Reads a task's state to the end of its partition.
 *
 * @returns undefined when there is none.
 * @throws StateError when it is incomplete or damaged.
 */
export async function readState(
  broker: Broker,
  partition: TopicPartition,
  assemble: typeof assembleSection = assembleSection,
): Promise<StoredState | undefined> {
  const parts = await newestParts(broker, partition);
  const root = assemble(MANIFEST, parts);
  if (root === undefined) {
    if (parts.size === 0) return undefined;
    throw new StateError(`${partition.topic}/${partition.partition} holds ${parts.size} parts but no manifest`);
  }
  const manifest = decodeManifest(root.bytes);
  const sections = new Map<string, Uint8Array>();
  let bytes = root.bytes.length;
  for (const [name, entry] of Object.entries(manifest.sections)) {
    const section = assemble(name, parts);
    if (section === undefined) throw new StateError(`state section "${name}" is missing`);
    if (section.generation !== entry.generation || section.digest !== entry.digest)
      throw new StateError(
        `state section "${name}" is of generation ${section.generation}, the manifest names ${entry.generation}`,
      );
    sections.set(name, section.bytes);
    bytes += section.bytes.length;
  }
  return { manifest, sections, manifestParts: root.count, bytes };
}

/** The parts that the newest record of every key holds; older ones may be anything. */
async function newestParts(broker: Broker, partition: TopicPartition): Promise<Map<string, SectionPart>> {
  const newest = new Map<string, IncomingRecord>();
  for await (const records of broker.readToEnd(partition))
    for (const record of records) {
      const key = record.key === null ? "" : Buffer.from(record.key).toString("latin1");
      if (record.value === null) newest.delete(key);
      else newest.set(key, record);
    }
  const parts = new Map<string, SectionPart>();
  for (const record of newest.values()) {
    const { key, part } = readPart(record);
    if (part !== undefined) parts.set(key, part);
  }
  return parts;
}

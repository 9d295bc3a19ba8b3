import type { Broker, IncomingRecord, TopicPartition } from "../../broker/broker.js";
import { StateError } from "../../learning/state-error.js";
import { decodeManifest, MANIFEST, type Manifest } from "../state/manifest.js";
import { assembleSection, readPart, type SectionPart } from "../state/parts.js";
import { decodeEntry, isEntry, type JournalEntry } from "./entry.js";

/** The whole state after a unit, as the journal holds it every so many units. */
export interface Checkpoint {
  readonly manifest: Manifest;
  readonly sections: ReadonlyMap<string, Uint8Array>;
}

export type JournalItem =
  | { readonly type: "entry"; readonly entry: JournalEntry }
  /** Follows the entry of its unit. */
  | { readonly type: "checkpoint"; readonly offset: number; readonly checkpoint: Checkpoint };

/**
 * Reads entries and checkpoints in order. A checkpoint whose beginning retention has deleted is left out.
 *
 * @param from a journal offset, for instance that of a checkpoint; default: the journal's start.
 */
export async function* readJournal(
  broker: Broker,
  partition: TopicPartition,
  from?: number,
): AsyncGenerator<JournalItem> {
  const open = new OpenCheckpoint();
  for await (const records of broker.readToEnd(partition, from))
    for (const record of records) {
      if (isEntry(record.key)) {
        open.clear();
        yield { type: "entry", entry: decodeEntry(record.value, record.offset) };
        continue;
      }
      open.add(record);
      const done = open.take();
      if (done !== undefined) yield done;
    }
}

/** Parts of the checkpoint being read; its manifest comes last. */
class OpenCheckpoint {
  #parts = new Map<string, SectionPart>();
  #offset: number | undefined;

  add(record: IncomingRecord): void {
    const { key, part } = readPart(record);
    if (part === undefined) throw new StateError(`journal record ${record.offset} is a tombstone`);
    this.#offset ??= record.offset;
    this.#parts.set(key, part);
  }

  clear(): void {
    this.#parts = new Map();
    this.#offset = undefined;
  }

  take(): (JournalItem & { type: "checkpoint" }) | undefined {
    const parts = this.#parts;
    const first = parts.get(`${MANIFEST}#0`);
    if (first === undefined || !parts.has(`${MANIFEST}#${first.count - 1}`)) return undefined;
    const offset = this.#offset ?? 0;
    this.clear();
    const checkpoint = assembleCheckpoint(parts);
    return checkpoint && { type: "checkpoint", offset, checkpoint };
  }
}

function assembleCheckpoint(parts: ReadonlyMap<string, SectionPart>): Checkpoint | undefined {
  const manifest = decodeManifest(assembleSection(MANIFEST, parts)!.bytes);
  const sections = new Map<string, Uint8Array>();
  for (const name of Object.keys(manifest.sections)) {
    if (!parts.has(`${name}#0`)) return undefined;
    sections.set(name, assembleSection(name, parts)!.bytes);
  }
  return { manifest, sections };
}

import type { Snapshot } from "../../format/records.js";
import { Recent } from "../recent.js";
import type { SnapshotEntry } from "../view.js";

const MOST = 500;
const MOST_BYTES = 32_000_000;

/** A published snapshot, as its record has it. */
export interface KeptSnapshot extends SnapshotEntry {
  /** JSON. */
  readonly value: Uint8Array;
}

/** The last published snapshots, by ascending version. */
export class SnapshotHistory {
  /** All that were added lately, also those that take too much room to be kept. */
  readonly entries = new Recent<SnapshotEntry>(MOST);
  #kept: KeptSnapshot[] = [];
  #bytes = 0;
  #newest: { readonly version: number; readonly snapshot: Snapshot } | undefined;

  /** The first of `entries` that belongs to the history of the newest: a model that was reset or promoted has another. */
  first = 0;

  /** A version that does not follow the newest begins another history; what was before is forgotten. */
  add(value: Uint8Array, at: number): void {
    const snapshot = read(value);
    const { version, points: learned } = snapshot;
    if (version <= (this.#newest?.version ?? -1)) this.#restart();
    this.#newest = { version, snapshot };
    this.entries.add({ version, learned, at });
    this.#kept.push({ version, learned, at, value });
    this.#bytes += value.length;
    while (this.#kept.length > MOST || (this.#bytes > MOST_BYTES && this.#kept.length > 1))
      this.#bytes -= this.#kept.shift()!.value.length;
  }

  /** Takes over a history that others have written, unless it ends before the newest. */
  recall(history: readonly { readonly value: Uint8Array; readonly at: number }[]): void {
    const last = history.at(-1);
    if (last === undefined || read(last.value).version <= (this.#newest?.version ?? -1)) return;
    for (const { at, value } of history) this.add(value, at);
  }

  #restart(): void {
    this.first = this.entries.total;
    this.#kept = [];
    this.#bytes = 0;
  }

  get newest(): Snapshot | undefined {
    return this.#newest?.snapshot;
  }

  /** Those of at least this version that are kept, the oldest first. */
  from(version: number): readonly KeptSnapshot[] {
    return this.#kept.filter((one) => one.version >= version);
  }

  get oldest(): number | undefined {
    return this.#kept[0]?.version;
  }
}

const read = (value: Uint8Array): Snapshot => JSON.parse(new TextDecoder().decode(value)) as Snapshot;

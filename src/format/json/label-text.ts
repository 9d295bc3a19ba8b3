import type { ScoredBatch, ScoredRun } from "../../learning/scored-batch.js";
import type { Mixture } from "../../mixture/mixture.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins, PointId } from "../origins.js";

const encoder = new TextEncoder();

/** Pieces of JSON that do not change, encoded once. */
export const piece = (text: string): Uint8Array => encoder.encode(text);

export const COMMA = piece(",");
export const NULL = piece("null");
const OPEN = piece("{");
const CLOSE = piece("}");
const QUOTE = piece('"');

/** Writes the parts of labels, encoding what many have in common only once. */
export class LabelText {
  readonly #minimum: number;
  #topic: string | undefined;
  #partition = -1;
  #source: Uint8Array = OPEN;
  #mixture: Mixture | undefined;
  #keys: readonly Uint8Array[] = [];

  /** @param minimum smaller responsibilities are left out. */
  constructor(minimum: number) {
    this.#minimum = minimum;
  }

  /** `{"schema":1,"source":{"topic":"t","partition":0,"offset":"17"`; the source is still open. */
  source(origins: Origins, point: number, out: MessageBuffer): void {
    const { topic, partition } = origins;
    if (topic !== this.#topic || partition !== this.#partition) {
      this.#topic = topic;
      this.#partition = partition;
      this.#source = piece(
        `{"schema":1,"source":{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":"`,
      );
    }
    out.copy(this.#source);
    out.number(origins.offsets[point]!);
    out.copy(QUOTE);
  }

  /** `{"3":0.91,"7":0.09}` for label `i` of a batch, which belongs to `run`. */
  responsibilities(scored: ScoredBatch, run: ScoredRun, i: number, out: MessageBuffer): void {
    const keys = this.#keysOf(run.mixture);
    const row = run.offset + (i - run.start) * keys.length;
    let separator = OPEN;
    for (let k = 0; k < keys.length; k++) {
      const value = scored.responsibilities[row + k]!;
      if (value < this.#minimum) continue;
      out.copy(separator);
      out.copy(keys[k]!);
      out.number(value);
      separator = COMMA;
    }
    if (separator === OPEN) out.copy(OPEN);
    out.copy(CLOSE);
  }

  /** A point's id; null when it has none. */
  id(id: PointId, out: MessageBuffer): void {
    if (id === undefined) out.copy(NULL);
    else if (typeof id === "number") out.number(id);
    else out.text(JSON.stringify(id));
  }

  #keysOf(mixture: Mixture): readonly Uint8Array[] {
    if (mixture !== this.#mixture) {
      this.#mixture = mixture;
      this.#keys = Array.from(mixture.ids, (id) => piece(`"${id}":`));
    }
    return this.#keys;
  }
}

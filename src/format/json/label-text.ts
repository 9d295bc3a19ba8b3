import type { LabelledBatch, LabelledRun, LabellingMixture } from "../../learning/scored-batch.js";
import { FRAGMENT_SLACK, type Fragment, fragment, writeFragment } from "../fragment.js";
import type { MessageBuffer } from "../message-buffer.js";
import { DOUBLE_BYTES } from "../number/write-double.js";
import { writeJsonNumber } from "../number/write-json-number.js";
import type { Origins, PointId } from "../origins.js";
import { CHARACTER_BYTES, writeJsonString } from "./write-json-string.js";

export const NULL = fragment("null");
/** No field of responsibilities has a longer key, nor takes more room while it is written: `,"2147483647":`. */
const SHARE_KEY_BYTES = 16;
const QUOTE = fragment('"');
const EMPTY = fragment("{}");
const CLOSE = fragment("}");

/** A component's field of responsibilities. */
interface ShareKey {
  readonly id: number;
  /** `{"3":` */
  readonly first: Fragment;
  /** `,"3":` */
  readonly next: Fragment;
}

/** Writes the parts of labels, encoding what many have in common only once. */
export class LabelText {
  readonly #minimum: number;
  #topic: string | undefined;
  #partition = -1;
  #source: Fragment = EMPTY;
  #mixture: LabellingMixture | undefined;
  #keys: readonly ShareKey[] = [];

  /** @param minimum smaller responsibilities are left out. */
  constructor(minimum: number) {
    this.#minimum = minimum;
  }

  /** `{"schema":1,"source":{"topic":"t","partition":0,"offset":"17"`; the source is still open. */
  source({ offsets, partition, topic }: Origins, point: number, out: MessageBuffer): void {
    if (topic !== this.#topic || partition !== this.#partition) {
      this.#topic = topic;
      this.#partition = partition;
      this.#source = fragment(
        `{"schema":1,"source":{"topic":${JSON.stringify(topic)},"partition":${partition},"offset":"`,
      );
    }
    out.reserve(this.#source.length + DOUBLE_BYTES + FRAGMENT_SLACK);
    const at = writeFragment(out.view, out.length, this.#source);
    out.length = writeFragment(out.view, writeJsonNumber(out.view, at, offsets[point]!), QUOTE);
  }

  /** `{"3":0.91,"7":0.09}` for label `i` of a batch, which belongs to `run`. */
  responsibilities({ responsibilities }: LabelledBatch, run: LabelledRun, i: number, out: MessageBuffer): void {
    const keys = this.#keysOf(run.mixture);
    const minimum = this.#minimum;
    const row = run.offset + (i - run.start) * keys.length;
    out.reserve(keys.length * (SHARE_KEY_BYTES + DOUBLE_BYTES) + EMPTY.length + FRAGMENT_SLACK);
    const { view } = out;
    let at = out.length;
    let empty = true;
    for (let k = 0; k < keys.length; k++) {
      const value = responsibilities[row + k]!;
      if (value < minimum) continue;
      const { first, next } = keys[k]!;
      at = writeJsonNumber(view, writeFragment(view, at, empty ? first : next), value);
      empty = false;
    }
    out.length = writeFragment(view, at, empty ? EMPTY : CLOSE);
  }

  /** A point's id; null when it has none. */
  id(id: PointId, out: MessageBuffer): void {
    if (typeof id === "string") {
      out.reserve(id.length * CHARACTER_BYTES + 2);
      out.length = writeJsonString(out.bytes, out.length, id);
    } else if (id === undefined) out.fragment(NULL);
    else out.number(id);
  }

  #keysOf(mixture: LabellingMixture): readonly ShareKey[] {
    if (mixture !== this.#mixture) {
      this.#mixture = mixture;
      if (!sameIds(this.#keys, mixture.ids)) this.#keys = Array.from(mixture.ids, shareKey);
    }
    return this.#keys;
  }
}

function sameIds(keys: readonly ShareKey[], ids: Int32Array): boolean {
  return keys.length === ids.length && keys.every(({ id }, k) => id === ids[k]);
}

function shareKey(id: number): ShareKey {
  return { id, first: fragment(`{"${id}":`), next: fragment(`,"${id}":`) };
}

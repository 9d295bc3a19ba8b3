import type { ScoredBatch, ScoredRun } from "../../learning/scored-batch.js";
import { fragment } from "../fragment.js";
import { type LabelEncoder, type LabelRange, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins } from "../origins.js";
import { LabelText } from "./label-text.js";

const INDEX = fragment(',"index":');
const SOURCE_END = fragment("}");
const ID = fragment(',"id":');
const TIMESTAMP = fragment(',"timestamp":');
const RESPONSIBILITIES = fragment(',"responsibilities":');
const LOG_DENSITY = fragment(',"logDensity":');
const ANOMALY = fragment(',"anomaly":{"score":');
const END = fragment("}}");
const WARMUP_END = fragment('},"warmup":true}');

/** One JSON message a point: the record `Label`. */
export class JsonLabelEncoder implements LabelEncoder {
  readonly #text: LabelText;

  /** @param minimum smaller responsibilities are left out. */
  constructor(minimum: number) {
    this.#text = new LabelText(minimum);
  }

  encode({ scored, from, origins, at, count }: LabelRange, out: MessageBuffer): void {
    for (const { run, start, end } of runParts(scored, from, from + count)) {
      const version = fragment(`,"version":${run.version},"component":`);
      for (let i = start; i < end; i++) {
        const point = at + i - from;
        this.#origin(origins, point, out);
        out.fragment(version);
        this.#label(scored, run, i, out);
        out.end(origins.keys[point]!, origins.timestamps[point]!);
      }
    }
  }

  #origin(origins: Origins, point: number, out: MessageBuffer): void {
    this.#text.source(origins, point, out);
    const index = origins.indices[point]!;
    if (index >= 0) {
      out.fragment(INDEX);
      out.number(index);
    }
    out.fragment(SOURCE_END);
    const id = origins.ids[point];
    if (id !== undefined) {
      out.fragment(ID);
      this.#text.id(id, out);
    }
    const timestamp = origins.timestamps[point]!;
    if (!Number.isNaN(timestamp)) {
      out.fragment(TIMESTAMP);
      out.number(timestamp);
    }
  }

  #label(scored: ScoredBatch, run: ScoredRun, i: number, out: MessageBuffer): void {
    out.number(scored.component[i]!);
    out.fragment(RESPONSIBILITIES);
    this.#text.responsibilities(scored, run, i, out);
    out.fragment(LOG_DENSITY);
    out.number(scored.logDensity[i]!);
    out.fragment(ANOMALY);
    out.number(scored.anomalyScore[i]!);
    out.fragment(run.warmup ? WARMUP_END : END);
  }
}

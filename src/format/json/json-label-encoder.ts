import type { ScoredBatch, ScoredRun } from "../../learning/scored-batch.js";
import { type LabelEncoder, type LabelRange, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins } from "../origins.js";
import { LabelText, piece } from "./label-text.js";

const INDEX = piece(',"index":');
const SOURCE_END = piece("}");
const ID = piece(',"id":');
const TIMESTAMP = piece(',"timestamp":');
const RESPONSIBILITIES = piece(',"responsibilities":');
const LOG_DENSITY = piece(',"logDensity":');
const ANOMALY = piece(',"anomaly":{"score":');
const END = piece("}}");
const WARMUP_END = piece('},"warmup":true}');

/** One JSON message a point: the record `Label`. */
export class JsonLabelEncoder implements LabelEncoder {
  readonly #text: LabelText;

  /** @param minimum smaller responsibilities are left out. */
  constructor(minimum: number) {
    this.#text = new LabelText(minimum);
  }

  encode({ scored, from, origins, at, count }: LabelRange, out: MessageBuffer): void {
    for (const { run, start, end } of runParts(scored, from, from + count)) {
      const version = piece(`,"version":${run.version},"component":`);
      for (let i = start; i < end; i++) {
        const point = at + i - from;
        this.#origin(origins, point, out);
        out.copy(version);
        this.#label(scored, run, i, out);
        out.end(origins.keys[point]!, origins.timestamps[point]!);
      }
    }
  }

  #origin(origins: Origins, point: number, out: MessageBuffer): void {
    this.#text.source(origins, point, out);
    const index = origins.indices[point]!;
    if (index >= 0) {
      out.copy(INDEX);
      out.number(index);
    }
    out.copy(SOURCE_END);
    const id = origins.ids[point];
    if (id !== undefined) {
      out.copy(ID);
      this.#text.id(id, out);
    }
    const timestamp = origins.timestamps[point]!;
    if (!Number.isNaN(timestamp)) {
      out.copy(TIMESTAMP);
      out.number(timestamp);
    }
  }

  #label(scored: ScoredBatch, run: ScoredRun, i: number, out: MessageBuffer): void {
    out.number(scored.component[i]!);
    out.copy(RESPONSIBILITIES);
    this.#text.responsibilities(scored, run, i, out);
    out.copy(LOG_DENSITY);
    out.number(scored.logDensity[i]!);
    out.copy(ANOMALY);
    out.number(scored.anomalyScore[i]!);
    out.copy(run.warmup ? WARMUP_END : END);
  }
}

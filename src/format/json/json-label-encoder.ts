import type { LabelledBatch, LabelledRun } from "../../learning/scored-batch.js";
import { type Fragment, fragment } from "../fragment.js";
import { type LabelEncoder, type LabelRange, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins } from "../origins.js";
import { LabelText } from "./label-text.js";
import { hasVerdict, VerdictText } from "./verdict-text.js";

const INDEX = fragment(',"index":');
const SOURCE_END = fragment("}");
const ID = fragment('},"id":');
const TIMESTAMP = fragment(',"timestamp":');
const SOURCE_END_TIMESTAMP = fragment('},"timestamp":');
const RESPONSIBILITIES = fragment(',"responsibilities":');
const LOG_DENSITY = fragment(',"logDensity":');
const ANOMALY = fragment(',"anomaly":{"score":');

/** One JSON message a point: the record `Label`. */
export class JsonLabelEncoder implements LabelEncoder {
  readonly #text: LabelText;
  readonly #verdict: VerdictText;
  readonly #end: Fragment;
  readonly #warmupEnd: Fragment;

  /**
   * @param minimum smaller responsibilities are left out.
   * @param names D names of the coordinates.
   * @param kind written with every label, where it is given: an alert is a label with a kind.
   */
  constructor(minimum: number, names: readonly string[], kind?: string) {
    const end = kind === undefined ? "}" : `,"kind":${JSON.stringify(kind)}}`;
    this.#text = new LabelText(minimum);
    this.#verdict = new VerdictText(names);
    this.#end = fragment(`}${end}`);
    this.#warmupEnd = fragment(`},"warmup":true${end}`);
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
    const id = origins.ids[point];
    if (id !== undefined) {
      out.fragment(ID);
      this.#text.id(id, out);
    }
    const timestamp = origins.timestamps[point]!;
    if (!Number.isNaN(timestamp)) {
      out.fragment(id === undefined ? SOURCE_END_TIMESTAMP : TIMESTAMP);
      out.number(timestamp);
    } else if (id === undefined) out.fragment(SOURCE_END);
  }

  #label(scored: LabelledBatch, run: LabelledRun, i: number, out: MessageBuffer): void {
    out.number(scored.component[i]!);
    out.fragment(RESPONSIBILITIES);
    this.#text.responsibilities(scored, run, i, out);
    out.fragment(LOG_DENSITY);
    out.number(scored.logDensity[i]!);
    out.fragment(ANOMALY);
    out.number(scored.anomalyScore[i]!);
    if (hasVerdict(scored, i)) this.#verdict.verdict(scored, i, out);
    out.fragment(run.warmup ? this.#warmupEnd : this.#end);
  }
}

import type { LabelledBatch } from "../../learning/scored-batch.js";
import { FRAGMENT_SLACK, type Fragment, fragment, writeFragment } from "../fragment.js";
import { type LabelEncoder, type LabelRange, messageStarts, type RunPart, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import { DOUBLE_BYTES } from "../number/write-double.js";
import { writeJsonNumber } from "../number/write-json-number.js";
import type { Origins } from "../origins.js";
import { LabelText, NULL } from "./label-text.js";
import { hasVerdict, VerdictText } from "./verdict-text.js";

const ID = fragment('},"id":[');
const NO_ID = fragment("}");
const LIST_END = fragment("]");
const TIMESTAMP = fragment(',"timestamp":');
const TIMESTAMPS = fragment(',"timestamp":[');
const COMPONENT = fragment(',"component":[');
const RESPONSIBILITIES = fragment('],"responsibilities":[');
const LOG_DENSITY = fragment('],"logDensity":[');
const ANOMALY = fragment('],"anomaly":[{"score":');
const NEXT_SCORE = fragment('},{"score":');
const COMMA = fragment(",");
const END = fragment("}]}");

/** One JSON message an input message, whatever number of points it holds: the record `BatchLabel`. */
export class JsonBatchLabelEncoder implements LabelEncoder {
  readonly #text: LabelText;
  readonly #verdict: VerdictText;

  /**
   * @param minimum smaller responsibilities are left out.
   * @param names D names of the coordinates.
   */
  constructor(minimum: number, names: readonly string[]) {
    this.#text = new LabelText(minimum);
    this.#verdict = new VerdictText(names);
  }

  encode(range: LabelRange, out: MessageBuffer): void {
    const { origins, at, from } = range;
    const starts = messageStarts(range);
    for (let m = 0; m + 1 < starts.length; m++) {
      const [start, end] = [starts[m]!, starts[m + 1]!];
      this.#text.source(origins, start, out);
      this.#ids(origins, start, end, out);
      timestamps(origins, start, end, out);
      this.#labels(range, from + start - at, from + end - at, out);
      out.end(origins.keys[start]!, origins.timestamps[start]!);
    }
  }

  #ids(origins: Origins, start: number, end: number, out: MessageBuffer): void {
    const ids = origins.ids.slice(start, end);
    if (ids.every((id) => id === undefined)) {
      out.fragment(NO_ID);
      return;
    }
    out.fragment(ID);
    for (let i = 0; i < end - start; i++) {
      if (i > 0) out.fragment(COMMA);
      this.#text.id(ids[i], out);
    }
    out.fragment(LIST_END);
  }

  #labels({ scored }: LabelRange, from: number, to: number, out: MessageBuffer): void {
    const parts = runParts(scored, from, to);
    const changes = parts.filter(({ run }, part) => run.version !== parts[part - 1]?.run.version);
    out.text(`,"version":[${changes.map(({ run, start }) => `[${start - from},${run.version}]`).join(",")}]`);
    out.fragment(COMPONENT);
    numbers(scored.component, from, to, out, COMMA);
    out.fragment(RESPONSIBILITIES);
    for (const { run, start, end } of parts)
      for (let i = start; i < end; i++) {
        if (i > from) out.fragment(COMMA);
        this.#text.responsibilities(scored, run, i, out);
      }
    out.fragment(LOG_DENSITY);
    numbers(scored.logDensity, from, to, out, COMMA);
    out.fragment(ANOMALY);
    this.#anomalies(scored, from, to, out);
    const warmup = warmupPoints(parts);
    if (warmup > 0) out.text(`}],"warmup":${warmup}}`);
    else out.fragment(END);
  }

  #anomalies(scored: LabelledBatch, from: number, to: number, out: MessageBuffer): void {
    const { anomalyScore } = scored;
    if (!anyVerdict(scored, from, to)) {
      numbers(anomalyScore, from, to, out, NEXT_SCORE);
      return;
    }
    for (let i = from; i < to; i++) {
      if (i > from) out.fragment(NEXT_SCORE);
      out.number(anomalyScore[i]!);
      if (hasVerdict(scored, i)) this.#verdict.verdict(scored, i, out);
    }
  }
}

function anyVerdict(scored: LabelledBatch, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (hasVerdict(scored, i)) return true;
  return false;
}

function timestamps({ timestamps: times }: Origins, start: number, end: number, out: MessageBuffer): void {
  const own = times.subarray(start, end);
  const first = own[0]!;
  if (own.every(Number.isNaN)) return;
  if (own.every((time) => time === first)) {
    out.fragment(TIMESTAMP);
    out.number(first);
    return;
  }
  out.fragment(TIMESTAMPS);
  own.forEach((time, i) => {
    if (i > 0) out.fragment(COMMA);
    if (Number.isNaN(time)) out.fragment(NULL);
    else out.number(time);
  });
  out.fragment(LIST_END);
}

/** Points at the front that helped to choose the mixture that labels them. */
function warmupPoints(parts: readonly RunPart[]): number {
  const after = parts.findIndex(({ run }) => !run.warmup);
  return (after < 0 ? parts : parts.slice(0, after)).reduce((sum, { start, end }) => sum + end - start, 0);
}

function numbers(
  column: Int32Array | Float64Array,
  from: number,
  to: number,
  out: MessageBuffer,
  separator: Fragment,
): void {
  out.reserve((to - from) * (DOUBLE_BYTES + separator.length) + FRAGMENT_SLACK);
  const { view } = out;
  let at = out.length;
  for (let i = from; i < to; i++) {
    if (i > from) at = writeFragment(view, at, separator);
    at = writeJsonNumber(view, at, column[i]!);
  }
  out.length = at;
}

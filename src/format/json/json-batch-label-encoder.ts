import { fragment } from "../fragment.js";
import { type LabelEncoder, type LabelRange, messageStarts, type RunPart, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins } from "../origins.js";
import { LabelText, NULL } from "./label-text.js";

const ID = fragment('},"id":[');
const NO_ID = fragment("}");
const LIST_END = fragment("]");
const TIMESTAMP = fragment(',"timestamp":');
const TIMESTAMPS = fragment(',"timestamp":[');
const COMPONENT = fragment(',"component":[');
const RESPONSIBILITIES = fragment('],"responsibilities":[');
const LOG_DENSITY = fragment('],"logDensity":[');
const ANOMALY = fragment('],"anomaly":[');
const COMMA = fragment(",");
const SCORE = fragment('{"score":');
const SCORE_END = fragment("}");
const END = fragment("]}");

/** One JSON message an input message, whatever number of points it holds: the record `BatchLabel`. */
export class JsonBatchLabelEncoder implements LabelEncoder {
  readonly #text: LabelText;

  /** @param minimum smaller responsibilities are left out. */
  constructor(minimum: number) {
    this.#text = new LabelText(minimum);
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
    list(start, end, out, (point) => this.#text.id(ids[point - start], out));
    out.fragment(LIST_END);
  }

  #labels({ scored }: LabelRange, from: number, to: number, out: MessageBuffer): void {
    const parts = runParts(scored, from, to);
    const changes = parts.filter(({ run }, part) => run.version !== parts[part - 1]?.run.version);
    out.text(`,"version":[${changes.map(({ run, start }) => `[${start - from},${run.version}]`).join(",")}]`);
    out.fragment(COMPONENT);
    list(from, to, out, (i) => out.number(scored.component[i]!));
    out.fragment(RESPONSIBILITIES);
    parts.forEach(({ run, start, end }, part) => {
      if (part > 0) out.fragment(COMMA);
      list(start, end, out, (i) => this.#text.responsibilities(scored, run, i, out));
    });
    out.fragment(LOG_DENSITY);
    list(from, to, out, (i) => out.number(scored.logDensity[i]!));
    out.fragment(ANOMALY);
    list(from, to, out, (i) => {
      out.fragment(SCORE);
      out.number(scored.anomalyScore[i]!);
      out.fragment(SCORE_END);
    });
    const warmup = warmupPoints(parts);
    if (warmup > 0) out.text(`],"warmup":${warmup}}`);
    else out.fragment(END);
  }
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
  list(start, end, out, (point) => {
    if (Number.isNaN(times[point])) out.fragment(NULL);
    else out.number(times[point]!);
  });
  out.fragment(LIST_END);
}

/** Points at the front that helped to choose the mixture that labels them. */
function warmupPoints(parts: readonly RunPart[]): number {
  const after = parts.findIndex(({ run }) => !run.warmup);
  return (after < 0 ? parts : parts.slice(0, after)).reduce((sum, { start, end }) => sum + end - start, 0);
}

function list(from: number, to: number, out: MessageBuffer, write: (i: number) => void): void {
  for (let i = from; i < to; i++) {
    if (i > from) out.fragment(COMMA);
    write(i);
  }
}

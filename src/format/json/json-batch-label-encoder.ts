import { type LabelEncoder, type LabelRange, messageStarts, type RunPart, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import type { Origins } from "../origins.js";
import { COMMA, LabelText, NULL, piece } from "./label-text.js";

const ID = piece('},"id":[');
const NO_ID = piece("}");
const LIST_END = piece("]");
const TIMESTAMP = piece(',"timestamp":');
const TIMESTAMPS = piece(',"timestamp":[');
const COMPONENT = piece(',"component":[');
const RESPONSIBILITIES = piece('],"responsibilities":[');
const LOG_DENSITY = piece('],"logDensity":[');
const ANOMALY = piece('],"anomaly":[');
const SCORE = piece('{"score":');
const SCORE_END = piece("}");
const END = piece("]}");

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
      out.copy(NO_ID);
      return;
    }
    out.copy(ID);
    list(start, end, out, (point) => this.#text.id(ids[point - start], out));
    out.copy(LIST_END);
  }

  #labels({ scored }: LabelRange, from: number, to: number, out: MessageBuffer): void {
    const parts = runParts(scored, from, to);
    const changes = parts.filter(({ run }, part) => run.version !== parts[part - 1]?.run.version);
    out.text(`,"version":[${changes.map(({ run, start }) => `[${start - from},${run.version}]`).join(",")}]`);
    out.copy(COMPONENT);
    list(from, to, out, (i) => out.number(scored.component[i]!));
    out.copy(RESPONSIBILITIES);
    parts.forEach(({ run, start, end }, part) => {
      if (part > 0) out.copy(COMMA);
      list(start, end, out, (i) => this.#text.responsibilities(scored, run, i, out));
    });
    out.copy(LOG_DENSITY);
    list(from, to, out, (i) => out.number(scored.logDensity[i]!));
    out.copy(ANOMALY);
    list(from, to, out, (i) => {
      out.copy(SCORE);
      out.number(scored.anomalyScore[i]!);
      out.copy(SCORE_END);
    });
    const warmup = warmupPoints(parts);
    if (warmup > 0) out.text(`],"warmup":${warmup}}`);
    else out.copy(END);
  }
}

function timestamps({ timestamps: times }: Origins, start: number, end: number, out: MessageBuffer): void {
  const own = times.subarray(start, end);
  const first = own[0]!;
  if (own.every(Number.isNaN)) return;
  if (own.every((time) => time === first)) {
    out.copy(TIMESTAMP);
    out.number(first);
    return;
  }
  out.copy(TIMESTAMPS);
  list(start, end, out, (point) => {
    if (Number.isNaN(times[point])) out.copy(NULL);
    else out.number(times[point]!);
  });
  out.copy(LIST_END);
}

/** Points at the front that helped to choose the mixture that labels them. */
function warmupPoints(parts: readonly RunPart[]): number {
  const after = parts.findIndex(({ run }) => !run.warmup);
  return (after < 0 ? parts : parts.slice(0, after)).reduce((sum, { start, end }) => sum + end - start, 0);
}

function list(from: number, to: number, out: MessageBuffer, write: (i: number) => void): void {
  for (let i = from; i < to; i++) {
    if (i > from) out.copy(COMMA);
    write(i);
  }
}

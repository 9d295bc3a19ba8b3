import type { ScoredBatch, ScoredRun } from "../../learning/scored-batch.js";
import type { Mixture } from "../../mixture/mixture.js";
import { type LabelEncoder, type LabelRange, messageStarts, runParts } from "../label-encoder.js";
import type { MessageBuffer, MessageHeaders } from "../message-buffer.js";

/** Header that names the components of a message's rows, in the order of their responsibilities. */
const COMPONENTS_HEADER = "mixtide-components";

/**
 * Labels as rows of little-endian float32: version and component id (the bits of a uint32), log density, anomaly
 * score, then the responsibilities of the components listed in the header `mixtide-components`, ids joined by commas.
 * What is beyond the range of a float32 is infinite.
 */
export class PackedLabelEncoder implements LabelEncoder {
  readonly #grouping: "point" | "batch";

  /** @param grouping `point` = a message of one row a point, `batch` = a message an input message. */
  constructor(grouping: "point" | "batch") {
    this.#grouping = grouping;
  }

  encode(range: LabelRange, out: MessageBuffer): void {
    if (this.#grouping === "batch") encodeMessages(range, out);
    else encodePoints(range, out);
  }
}

function encodeMessages(range: LabelRange, out: MessageBuffer): void {
  const { at, from, origins, scored } = range;
  const starts = messageStarts(range);
  for (let m = 0; m + 1 < starts.length; m++) {
    const start = starts[m]!;
    const parts = runParts(scored, from + start - at, from + starts[m + 1]! - at);
    const columns = columnsOf(parts.map(({ run }) => run.mixture));
    for (const part of parts) {
      const places = placesIn(part.run.mixture, columns);
      for (let i = part.start; i < part.end; i++) writeRow(scored, part.run, i, places, out);
    }
    out.end(origins.keys[start]!, origins.timestamps[start]!, columns.headers);
  }
}

function encodePoints({ at, count, from, origins, scored }: LabelRange, out: MessageBuffer): void {
  for (const { run, start, end } of runParts(scored, from, from + count)) {
    const columns = columnsOf([run.mixture]);
    const places = placesIn(run.mixture, columns);
    for (let i = start; i < end; i++) {
      writeRow(scored, run, i, places, out);
      out.end(origins.keys[at + i - from]!, origins.timestamps[at + i - from]!, columns.headers);
    }
  }
}

interface Columns {
  readonly ids: readonly number[];
  readonly headers: MessageHeaders;
}

/** The components of all mixtures that labelled a message, each once. */
function columnsOf(mixtures: readonly Mixture[]): Columns {
  const ids = [...new Set(mixtures.flatMap((mixture) => Array.from(mixture.ids)))];
  return { ids, headers: { [COMPONENTS_HEADER]: new TextEncoder().encode(ids.join(",")) } };
}

/** Where a row's responsibilities are among those of a mixture; −1 = it has no such component. */
function placesIn(mixture: Mixture, columns: Columns): Int32Array {
  return Int32Array.from(columns.ids, (id) => mixture.ids.indexOf(id));
}

function writeRow(scored: ScoredBatch, run: ScoredRun, i: number, places: Int32Array, out: MessageBuffer): void {
  const row = run.offset + (i - run.start) * run.mixture.components;
  out.uint32(run.version);
  out.uint32(scored.component[i]!);
  out.float32(scored.logDensity[i]!);
  out.float32(scored.anomalyScore[i]!);
  for (let c = 0; c < places.length; c++) {
    const k = places[c]!;
    out.float32(k < 0 ? 0 : scored.responsibilities[row + k]!);
  }
}

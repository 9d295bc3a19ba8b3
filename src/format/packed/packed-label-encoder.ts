import type { LabelledBatch, LabellingMixture } from "../../learning/scored-batch.js";
import { type LabelEncoder, type LabelRange, messageStarts, type RunPart, runParts } from "../label-encoder.js";
import type { MessageBuffer } from "../message-buffer.js";
import { PackedColumns } from "./packed-columns.js";

/** Version, component, log density and anomaly score; the responsibilities follow. */
const HEAD_BYTES = 16;

/**
 * Labels as rows of little-endian float32: version and component id (the bits of a uint32), log density, anomaly
 * score, then the responsibilities of the components listed in the header `mixtide-components`, ids joined by commas.
 * What is beyond the range of a float32 is infinite. The layout is fixed: p-values, flags and reasons are in JSON labels
 * and in alerts only.
 */
export class PackedLabelEncoder implements LabelEncoder {
  readonly #grouping: "point" | "batch";
  #columns: PackedColumns = new PackedColumns([]);

  /** @param grouping `point` = a message of one row a point, `batch` = a message an input message. */
  constructor(grouping: "point" | "batch") {
    this.#grouping = grouping;
  }

  encode(range: LabelRange, out: MessageBuffer): void {
    if (this.#grouping === "batch") this.#messages(range, out);
    else this.#points(range, out);
  }

  #messages(range: LabelRange, out: MessageBuffer): void {
    const { at, from, origins, scored } = range;
    const starts = messageStarts(range);
    for (let m = 0; m + 1 < starts.length; m++) {
      const start = starts[m]!;
      const parts = runParts(scored, from + start - at, from + starts[m + 1]! - at);
      const columns = this.#columnsOf(parts.map(({ run }) => run.mixture));
      for (const part of parts) writeRows(scored, part, columns, out);
      out.end(origins.keys[start]!, origins.timestamps[start]!, columns.headers);
    }
  }

  #points({ at, count, from, origins, scored }: LabelRange, out: MessageBuffer): void {
    for (const part of runParts(scored, from, from + count)) {
      const columns = this.#columnsOf([part.run.mixture]);
      const first = out.length;
      writeRows(scored, part, columns, out);
      for (let i = part.start; i < part.end; i++) {
        const point = at + i - from;
        const end = first + (i + 1 - part.start) * (HEAD_BYTES + 4 * columns.ids.length);
        out.end(origins.keys[point]!, origins.timestamps[point]!, columns.headers, end);
      }
    }
  }

  /** From one message to the next the components are mostly the same. */
  #columnsOf(mixtures: readonly LabellingMixture[]): PackedColumns {
    if (!mixtures.every((mixture) => this.#columns.are(mixture.ids))) this.#columns = new PackedColumns(mixtures);
    return this.#columns;
  }
}

function writeRows(
  scored: LabelledBatch,
  { end, run, start }: RunPart,
  columns: PackedColumns,
  out: MessageBuffer,
): void {
  const { anomalyScore, component, logDensity } = scored;
  const { components, ids } = run.mixture;
  const places = columns.placesIn(ids);
  out.reserve((end - start) * (HEAD_BYTES + 4 * columns.ids.length));
  const { view } = out;
  let row = (run.offset + (start - run.start) * components) | 0;
  let p = out.length | 0;
  for (let i = start; i < end; i++) {
    view.setUint32(p, run.version, true);
    view.setInt32(p + 4, component[i]!, true);
    view.setFloat32(p + 8, logDensity[i]!, true);
    view.setFloat32(p + 12, anomalyScore[i]!, true);
    p = (p + HEAD_BYTES) | 0;
    p =
      places === undefined
        ? copyRow(scored.responsibilities, row, components, view, p)
        : pickRow(scored.responsibilities, row, places, view, p);
    row = (row + components) | 0;
  }
  out.length = p;
}

function copyRow(from: Float64Array, row: number, count: number, view: DataView, at: number): number {
  let p = at | 0;
  for (let k = 0; k < count; k++) {
    view.setFloat32(p, from[row + k]!, true);
    p = (p + 4) | 0;
  }
  return p;
}

function pickRow(from: Float64Array, row: number, places: Int32Array, view: DataView, at: number): number {
  places.forEach((k, c) => {
    view.setFloat32(at + 4 * c, k < 0 ? 0 : from[row + k]!, true);
  });
  return at + 4 * places.length;
}

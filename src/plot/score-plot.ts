import { dotsOf, drawDots } from "./dots.js";
import type { Figure } from "./figure.js";
import { type Frame, frame } from "./frame.js";
import type { LegendEntry } from "./legend.js";
import { drawMarks, drawReferences, type Mark, type Reference } from "./marks.js";
import { element, polyline } from "./markup.js";
import { ALARM, ORDINARY, THRESHOLD } from "./palette.js";
import { extentOf, padded } from "./scale.js";
import { decimate, thin } from "./thin.js";
import { brief } from "./ticks.js";

export interface ScorePlotOptions {
  /** n anomaly scores in the order of the stream; those that are not finite are left out. */
  readonly scores: ArrayLike<number>;
  /** n answers where the truth is known, or n verdicts: which points stand out in colour. */
  readonly anomalous?: ArrayLike<boolean | number> | undefined;
  /** What they are called, default "anomalies". */
  readonly anomalousLabel?: string | undefined;
  /** Ordinal of the first score, default 0. */
  readonly first?: number | undefined;
  /** Horizontal lines, such as a threshold. */
  readonly references?: readonly Reference[] | undefined;
  /** A threshold that changes: over scores `from` … `to` − 1 of `scores` it was `y`. */
  readonly thresholds?: readonly { readonly from: number; readonly to: number; readonly y: number }[] | undefined;
  readonly marks?: readonly Mark[] | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Most dots of each kind, default 3,000; the highest scores of every pixel column are always among them. */
  readonly limit?: number | undefined;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * Anomaly scores over a stream, the anomalous ones in another colour and on top.
 *
 * @throws RangeError when there are not as many answers as scores.
 * @example
 * svg(scorePlot({ scores, anomalous: labels, references: [{ y: 5.2, label: "threshold" }], title: "Shuttle" }));
 */
export function scorePlot(options: ScorePlotOptions): Figure {
  const { scores, anomalous, first = 0, references = [], marks = [], width = 640, height = 360 } = options;
  if (anomalous !== undefined && anomalous.length !== scores.length)
    throw new RangeError(`${anomalous.length} answers for ${scores.length} scores`);
  const title = options.title ?? "anomaly scores";
  const heights = [...finite(scores), ...references.map(({ y }) => y), ...(options.thresholds ?? []).map(({ y }) => y)];
  const area = frame({
    ...options,
    width,
    height,
    title,
    x: extentOf([first, first + Math.max(1, scores.length - 1)]),
    y: padded(extentOf(heights), 0.05),
    xLabel: options.xLabel ?? "points",
    yLabel: options.yLabel ?? "anomaly score (nats)",
    legend: legendOf(options),
  });
  const compared = drawReferences(references, area);
  const inside = draw(options, area, false) + draw(options, area, true) + compared.lines + steps(options, area);
  const over = compared.names + drawMarks(marks, area);
  return { width, height, title, description: describe(options), content: area.wrap(inside, over) };
}

function* finite(values: ArrayLike<number>): Generator<number> {
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i]!)) yield values[i]!;
}

function isAnomalous({ anomalous }: ScorePlotOptions, i: number): boolean {
  return anomalous !== undefined && Boolean(anomalous[i]);
}

/** One kind of points: a sample, and the extremes of every pixel column. */
function draw(options: ScorePlotOptions, { x, y }: Frame, kind: boolean): string {
  const { scores, first = 0, limit = 3000 } = options;
  const own: number[] = [];
  for (let i = 0; i < scores.length; i++) if (isAnomalous(options, i) === kind) own.push(i);
  const values = own.map((i) => scores[i]!);
  const at = (j: number) => x.at(first + own[j]!);
  const chosen = [...new Set([...thin(own.length, limit), ...(own.length > limit ? decimate(values, at) : [])])];
  const dots = dotsOf(
    chosen.length,
    () => (kind ? ALARM : ORDINARY),
    (c) => [at(chosen[c]!), y.at(values[chosen[c]!]!)],
  );
  return drawDots(dots);
}

/** A changing threshold as steps; stretches that touch are joined. */
function steps({ thresholds = [], first = 0 }: ScorePlotOptions, { x, y }: Frame): string {
  const stretches: [number, number][][] = [];
  thresholds.forEach(({ from, to, y: level }, i) => {
    if (i === 0 || thresholds[i - 1]!.to !== from) stretches.push([]);
    stretches.at(-1)!.push([x.at(first + from), y.at(level)], [x.at(first + to), y.at(level)]);
  });
  if (stretches.length === 0) return "";
  const d = polyline(stretches);
  return (
    element("path", { class: "line outline", "stroke-width": 4, d }) +
    element("path", { class: "line", stroke: THRESHOLD, "stroke-width": 2, d })
  );
}

function legendOf({ anomalous, anomalousLabel = "anomalies", thresholds = [] }: ScorePlotOptions): LegendEntry[] {
  const entries: LegendEntry[] =
    anomalous === undefined
      ? []
      : [
          { label: anomalousLabel, mark: "dot", colour: ALARM },
          { label: "others", mark: "dot", colour: ORDINARY },
        ];
  return thresholds.length === 0
    ? entries
    : [...entries, { label: "threshold, by the flags", mark: "line", colour: THRESHOLD }];
}

function describe({ scores, anomalous, anomalousLabel = "anomalies", references = [] }: ScorePlotOptions): string {
  const [low, high] = extentOf(finite(scores));
  const known =
    anomalous === undefined ? "" : `, ${brief(Array.from(anomalous).filter(Boolean).length)} ${anomalousLabel}`;
  const lines = references.map(({ label, y }) => `; ${label} at ${brief(y)}`).join("");
  return `Anomaly scores of ${brief(scores.length)} points in order${known}; from ${brief(low)} to ${brief(high)}${lines}.`;
}

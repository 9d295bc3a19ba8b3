import type uPlot from "uplot";
import { colourOf } from "../../../src/plot/palette.js";
import { brief } from "../shell/words.js";
import type { Ink } from "../state/theme.js";
import type { StripData } from "./strip-data.js";

/** One of the strip's panels: its series, and the columns that belong to them. */
export interface Panel {
  readonly key: string;
  readonly title: string;
  /** What the vertical axis counts. */
  readonly unit: string;
  readonly series: uPlot.Series[];
  readonly columns: readonly (readonly (number | null)[])[];
  readonly range?: uPlot.Range.Function;
}

type Column = readonly (number | null)[];

/** The panels from top to bottom; those without anything to show are left out. */
export function panelsOf(data: StripData, ink: Ink): Panel[] {
  return [likelihood(data, ink), weights(data, ink), scores(data, ink), throughput(data, ink), ...lag(data)];
}

function likelihood({ mean, recent }: StripData, ink: Ink): Panel {
  return {
    key: "likelihood",
    title: "Log-likelihood: how well each point was foretold",
    unit: "nats a point",
    series: [line(ink.soft, 1, [4, 3]), line(ink.ink, 1.75)],
    columns: [mean, recent],
  };
}

/** Shares on top of each other: the areas are painted from the whole stack down, each over the one before. */
function weights({ weights }: StripData, ink: Ink): Panel {
  const ids = [...weights.keys()];
  const below = ids.map(() => [] as (number | null)[]);
  const length = weights.get(ids[0] ?? -1)?.length ?? 0;
  for (let i = 0; i < length; i++) {
    let sum = 0;
    ids.forEach((id, k) => {
      const weight = weights.get(id)![i]!;
      sum += weight ?? 0;
      below[k]![i] = weight === null ? null : sum;
    });
  }
  return {
    key: "weights",
    title: "Weights: the clusters' shares",
    unit: "share",
    series: ids.toReversed().map((id) => ({ ...line(ink.paper, 1), fill: colourOf(id) })),
    columns: below.toReversed(),
    range: () => [0, 1],
  };
}

function scores({ flagged, score, threshold }: StripData, ink: Ink): Panel {
  return {
    key: "scores",
    title: "Anomaly: the largest score, and from where on points are flagged",
    unit: "score",
    series: [
      line(ink.soft, 1.25),
      // While none is in force there is no line.
      { ...line(ink.alarm, 1.5, [6, 4]), spanGaps: false },
      {
        ...line(ink.alarm, 0),
        paths: () => null,
        points: { show: true, size: 7, fill: ink.alarm, stroke: ink.paper, width: 1 },
      },
    ],
    columns: [score, threshold, flagged],
    range: (_, least, most) => fromZero(least, most),
  };
}

function throughput({ throughput }: StripData, ink: Ink): Panel {
  return {
    key: "throughput",
    title: "Throughput",
    unit: "points/s",
    series: [{ ...line(ink.soft, 1.25), fill: ink.grid }],
    columns: [throughput],
    range: (_, least, most) => fromZero(least, most),
  };
}

function lag({ lag }: StripData): Panel[] {
  if (lag.size === 0) return [];
  return [
    {
      key: "lag",
      title: lag.size === 1 ? "Lag" : "Lag by partition",
      unit: "records",
      series: [...lag.keys()].map((partition) => line(colourOf(partition), 1.25)),
      columns: [...lag.values()],
      // Ticks are whole records.
      range: (_, least, most) => fromZero(least, most, 5),
    },
  ];
}

/** Vertical axes that begin at 0 say how large something is, not only how it moves. */
function fromZero(_: number | null, most: number | null, least = 1): uPlot.Range.MinMax {
  return [0, Math.max(least, (most ?? 0) * 1.08)];
}

function line(stroke: string, width: number, dash?: number[]): uPlot.Series {
  return { stroke, width, points: { show: false }, spanGaps: true, ...(dash === undefined ? {} : { dash }) };
}

/** Numbers beside an axis. */
export const axisValues = (_: uPlot, values: number[]): string[] => values.map(brief);

/** What uPlot draws. */
export function dataOf({ x }: StripData, { columns }: Panel): uPlot.AlignedData {
  return [x as number[], ...(columns as Column[])] as uPlot.AlignedData;
}

import type { Comparison } from "../../pipeline/replay/compare-labels.js";
import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";

/** The log-likelihoods of two models over the time of the points. */
export function comparisonFigure({ buckets, mean }: Comparison, a: string, b: string): Figure {
  const start = buckets[0]?.from ?? 0;
  const span = (buckets.at(-1)?.to ?? start) - start;
  const unit = UNITS.find(({ ms }) => span >= 3 * ms) ?? { name: "ms", ms: 1 };
  const x = buckets.map(({ from, to }) => ((from + to) / 2 - start) / unit.ms);
  return linePlot({
    series: [
      { name: a, x, y: buckets.map(({ a: sum, points }) => sum / points) },
      { name: b, x, y: buckets.map(({ b: sum, points }) => sum / points) },
    ],
    references: Number.isNaN(mean.a)
      ? []
      : [
          { y: mean.a, label: `mean of ${a}` },
          { y: mean.b, label: `mean of ${b}` },
        ],
    xLabel: `${unit.name} since ${new Date(start).toISOString()}`,
    yLabel: "log-likelihood (nats a point)",
    title: `Log-likelihood of the same points under ${a} and ${b}`,
    height: 480,
  });
}

const UNITS = [
  { name: "days", ms: 86_400_000 },
  { name: "hours", ms: 3_600_000 },
  { name: "minutes", ms: 60_000 },
  { name: "seconds", ms: 1000 },
];

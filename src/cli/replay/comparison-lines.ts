import type { Comparison } from "../../pipeline/replay/compare-labels.js";
import type { Bucket } from "../../pipeline/replay/time-buckets.js";
import type { Model } from "../model-file.js";
import { componentsTable } from "../show/components-table.js";
import { grouped, nats, plural, significant } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import { counterparts } from "./compare-models.js";

/** Rows of the table over time at most; `--json` and the picture have more. */
const ROWS = 12;

/** A comparison for people: figures, their course over time, and both mixtures. */
export function comparisonLines(compared: Comparison, a: Model, b: Model, style: Style, width: number): string[] {
  const names: [string, string] = [a.record.model, b.record.model];
  return [
    style("bold", `${names[1]} against ${names[0]}: ${plural(compared.points, "point")} that both labelled`),
    "",
    ...figuresTable(compared, a, b, style),
    "",
    ...leftOut(compared, names),
    ...overTime(compared, names, style),
    ...[a, b].flatMap(({ record, features }) => [
      "",
      style("bold", `${record.model}, version ${grouped(record.version)}`),
      ...componentsTable(record.components, features.names, style, width),
    ]),
    "",
    ...nearestTable(a, b, style),
  ];
}

function figuresTable({ buckets, mean }: Comparison, a: Model, b: Model, style: Style): string[] {
  const better = buckets.filter((bucket) => bucket.b > bucket.a).length;
  const shape = ({ record }: Model) => [
    String(record.components.length),
    record.covarianceType,
    grouped(record.points),
  ];
  const columns = [
    { title: "", align: "left" as const },
    { title: "components" },
    { title: "covariance", align: "left" as const },
    { title: "points learned" },
    { title: "log-likelihood a point" },
    { title: "better in" },
  ];
  const rows = [
    [a.record.model, ...shape(a), nats(mean.a, 5), `${buckets.length - better} of ${buckets.length}`],
    [b.record.model, ...shape(b), nats(mean.b, 5), `${better} of ${buckets.length}`],
    ["difference", "", "", "", signed(mean.b - mean.a), "stretches of time"],
  ];
  return table(columns, rows, style);
}

function leftOut({ only, warmup }: Comparison, [a, b]: readonly [string, string]): string[] {
  const parts = [
    [warmup, "of a warm-up"],
    [only.a, `labelled by ${a} alone`],
    [only.b, `labelled by ${b} alone`],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${plural(count, "point")} ${what}`);
  return told.length === 0 ? [] : [`left out: ${told.join(", ")}`, ""];
}

function overTime({ buckets }: Comparison, names: readonly [string, string], style: Style): string[] {
  const size = Math.max(1, Math.ceil(buckets.length / ROWS));
  const stretches = Array.from({ length: Math.ceil(buckets.length / size) }, (_, i) =>
    together(buckets.slice(i * size, (i + 1) * size)),
  );
  const columns = [
    { title: "from", align: "left" as const },
    { title: "points" },
    ...names.map((title) => ({ title })),
  ];
  const rows = stretches.map(({ from, points, a, b }) => [
    new Date(from).toISOString(),
    grouped(points),
    nats(a / points, 4),
    nats(b / points, 4),
    signed((b - a) / points, 4),
  ]);
  return table([...columns, { title: "difference" }], rows, style);
}

const together = (buckets: readonly Bucket[]): Bucket =>
  buckets.reduce((sum, { to, points, a, b }) => ({
    from: sum.from,
    to,
    points: sum.points + points,
    a: sum.a + a,
    b: sum.b + b,
  }));

function nearestTable(a: Model, b: Model, style: Style): string[] {
  const columns = [
    { title: `of ${b.record.model}` },
    { title: "weight" },
    { title: `nearest of ${a.record.model}` },
    { title: "away" },
  ];
  const rows = counterparts(a.mixture, b.mixture).map(({ id, weight, nearest, distance }) => [
    String(id),
    significant(weight, 4),
    String(nearest),
    `${significant(distance, 3)} σ`,
  ]);
  return table(columns, rows, style);
}

const signed = (value: number, decimals = 5): string => `${value > 0 ? "+" : ""}${nats(value, decimals)}`;

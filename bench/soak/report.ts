import type { machine } from "../report.js";
import type { SoakArguments } from "./arguments.js";
import type { PartitionCount } from "./label-ledger.js";
import { type Minute, minutesOf } from "./minutes.js";
import type { SoakOutcome } from "./run-soak.js";
import type { Rest, Sample } from "./sample.js";
import { type Verdict, verdictsOf } from "./verdicts.js";

/** What a soak found, and where; as it is written with `--json`. */
export interface SoakReport extends ReturnType<typeof machine> {
  readonly command: string;
  readonly format: SoakArguments["format"];
  /** From the first commit to the last sample. */
  readonly seconds: number;
  readonly points: number;
  readonly full_speed_points_per_second: number;
  readonly load_share: number;
  readonly fed_points_per_second: number;
  /** Tasks that failed and were rebuilt, by why: no violation, as long as nothing is lost or doubled. */
  readonly dropped: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly partitions: readonly PartitionCount[];
  readonly minutes: readonly Minute[];
  readonly rests: readonly Rest[];
  readonly samples: readonly SampleRow[];
}

type SampleRow = Omit<Sample, "commits">;

export function reportOf(
  outcome: SoakOutcome,
  { format, load, minutes }: SoakArguments,
  here: ReturnType<typeof machine>,
): SoakReport {
  return {
    command: `npm run soak -- --minutes ${minutes} --format ${format} --load ${load}`,
    ...here,
    format,
    seconds: outcome.samples.at(-1)?.at ?? 0,
    points: outcome.counts.reduce((sum, { points }) => sum + points, 0),
    full_speed_points_per_second: Math.round(outcome.fullSpeed),
    load_share: load,
    fed_points_per_second: Math.round(outcome.fed),
    dropped: outcome.dropped,
    verdicts: verdictsOf(outcome),
    partitions: outcome.counts,
    minutes: minutesOf(outcome.samples),
    rests: outcome.rests,
    samples: outcome.samples.map(({ commits: _, ...row }) => row),
  };
}

/** The report as JSON, an element of a list a line. */
export function soakText(report: SoakReport): string {
  const list = (values: readonly unknown[]): string =>
    values.map((value) => `    ${JSON.stringify(value)}`).join(",\n");
  const fields = Object.entries(report).map(([name, value]) => {
    const text = Array.isArray(value) && value.length > 0 ? `[\n${list(value)}\n  ]` : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}

type Column = readonly [title: string, cell: (minute: Minute) => string];

const percent = (share: number): string => (100 * share).toFixed(1);
const COLUMNS: readonly Column[] = [
  ["minute", ({ minute }) => String(minute)],
  ["fed at", ({ phase }) => phase],
  ["k points/s", (minute) => (minute.points_per_second / 1000).toFixed(1)],
  ["µs/point", (minute) => minute.processor_microseconds_per_point.toFixed(2)],
  ["lag k points", (minute) => (minute.lag_points / 1000).toFixed(0)],
  ["at most", (minute) => (minute.lag_points_max / 1000).toFixed(0)],
  ["resident MB", (minute) => minute.resident_mb.toFixed(0)],
  ["heap", (minute) => minute.heap_mb.toFixed(0)],
  ["external", (minute) => minute.external_mb.toFixed(0)],
  ["commits", (minute) => String(minute.commits)],
  ["ms", (minute) => minute.commit_ms.toFixed(0)],
  ["at most", (minute) => minute.commit_ms_max.toFixed(0)],
  ["committing %", (minute) => percent(minute.committing)],
  ["state %", (minute) => percent(minute.state)],
];

export const TABLE_HEAD = COLUMNS.map(([title]) => title).join("  ");

/** A minute as a line under {@link TABLE_HEAD}. */
export function tableLine(minute: Minute): string {
  return COLUMNS.map(([title, cell]) => cell(minute).padStart(title.length)).join("  ");
}

/** Figures and verdicts for people. */
export function summaryLines(report: SoakReport): string[] {
  const { dropped, fed_points_per_second: fed, full_speed_points_per_second: full, points, seconds } = report;
  const k = (speed: number): string => `${(speed / 1000).toFixed(1)} k points/s`;
  return [
    `${report.format}: ${points} points in ${Math.round(seconds)} s; full speed ${k(full)}, then fed at ${report.load_share} of it, ${k(fed)}`,
    ...dropped.map((error) => `rebuilt: ${error}`),
    ...report.partitions.map(({ doubled, labels, lost, partition, points: fed }) => {
      return `partition ${partition}: ${fed} points, ${labels} labels, ${lost} lost, ${doubled} doubled`;
    }),
    ...report.rests.map(({ at, memory: { external, heap, resident } }) => {
      const [inUse, buffers, all] = [heap, external, resident].map((bytes) => (bytes / 1e6).toFixed(1));
      return `at rest after ${Math.round(at)} s: ${inUse} MB of the heap, ${buffers} MB beside it, resident ${all} MB`;
    }),
    ...report.verdicts.map(verdictLine),
  ];
}

function verdictLine({ bound, detail, holds, measured, name, unit }: Verdict): string {
  const number = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
  return `${holds ? "ok" : "VIOLATED"}: ${name}: ${number(measured)} ${unit}, at most ${number(bound)} (${detail})`;
}

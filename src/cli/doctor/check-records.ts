import type { Broker, IncomingRecord } from "../../broker/broker.js";
import type { Assembly } from "../../config/assemble.js";
import { resolvePositions } from "../../pipeline/task/genesis.js";
import { type PartitionSample, sampleInput } from "../kafka/sample.js";
import { grouped, plural, significant } from "../terminal/numbers.js";
import { type Check, failed, note, ok } from "./check.js";
import { numberPaths } from "./number-paths.js";

const RECORDS = 200;
const SHOWN = 3;
/** Clocks differ by less than this. */
const SKEW_MS = 5000;

/** Reads a few records of each input partition as the pipeline would; shows a point, and what is none. */
export async function checkRecords(broker: Broker, parts: Assembly): Promise<Check[]> {
  const positions = await resolvePositions(broker, parts.input, "earliest");
  const samples = await sampleInput(broker, parts, positions, RECORDS);
  const records = samples.reduce((sum, sample) => sum + sample.records.length, 0);
  if (records === 0) return [note("records", `${parts.input} is empty: nothing can be said of its records`)];
  return [decodeCheck(samples, records, parts), clockCheck(samples)];
}

function decodeCheck(samples: readonly PartitionSample[], records: number, parts: Assembly): Check {
  const rejected = samples.flatMap((sample) => sample.rejected.map((one) => ({ ...one, ...sample })));
  const reasons = rejected
    .slice(0, SHOWN)
    .map(({ error, partition, record }) => `${parts.input}/${partition}/${record.offset}: ${error.message}\n`);
  const remedy = `${reasons.join("")}Compare features and source.format with the records${found(rejected[0]?.record)}.`;
  if (rejected.length === records) return failed("records", `none of ${plural(records, "record")} is a point`, remedy);
  const point = `the first: ${pointText(samples, parts)}`;
  if (rejected.length === 0) return ok("records", `${plural(records, "record")} read; ${point}`);
  return note("records", `${grouped(rejected.length)} of ${plural(records, "record")} are no points; ${point}`, remedy);
}

/** What the first of the bad records has to offer. */
function found(record: IncomingRecord | undefined): string {
  const paths = numberPaths(record?.value ?? new Uint8Array());
  return paths.length === 0 ? "" : `: the first of these has numbers at ${paths.join(", ")}`;
}

/** As the learner sees it, after transforms. */
function pointText(samples: readonly PartitionSample[], { features }: Assembly): string {
  const points = samples.find((sample) => sample.points.count > 0)?.points;
  const values = Array.from(points?.values.subarray(0, features.dimensions) ?? [], (value) => significant(value, 5));
  return `(${values.join(", ")})`;
}

/** The only clock of the other side that can be read from here: the times of the records. */
function clockCheck(samples: readonly PartitionSample[]): Check {
  const newest = Math.max(...samples.flatMap(({ records }) => records.map(({ timestamp }) => timestamp)));
  const ahead = newest - Date.now();
  if (!(ahead > SKEW_MS)) return ok("clock", "no record comes from the future");
  const seconds = grouped(ahead / 1000);
  return note(
    "clock",
    `a record is ${seconds} s ahead of this clock`,
    "Synchronise the clocks of producers and this host.",
  );
}

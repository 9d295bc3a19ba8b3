import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import type { SoakReport } from "../../bench/soak/report.js";
import { hasKafka, kafkaBrokers } from "../support/kafka/kafka-brokers.js";

interface SoakRun {
  readonly report: SoakReport;
  readonly printed: string;
  readonly exitCode: number;
}

async function soak(format: "json" | "packed"): Promise<SoakRun> {
  const folder = await mkdtemp(join(tmpdir(), "mixtide-soak-test-"));
  try {
    const json = join(folder, "report.json");
    const args = ["--import", "tsx", "bench/soak.ts", "--minutes", "0.1", "--format", format, "--json", json];
    const env = { ...process.env, KAFKA_BROKERS: kafkaBrokers().join(",") };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const closed = once(child, "close");
    const printed = await text(child.stdout);
    const [exitCode] = await closed;
    return { report: JSON.parse(await readFile(json, "utf8")) as SoakReport, printed, exitCode: exitCode as number };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Six seconds say nothing of memory or lag: here it is proved that everything is measured, and that labels are counted.
describe.skipIf(!hasKafka()).each(["json", "packed"] as const)("npm run soak, %s", { timeout: 300_000 }, (format) => {
  let run: SoakRun;
  beforeAll(async () => {
    run = await soak(format);
  }, 300_000);

  it("labels every point of every partition once", () => {
    const { partitions, points } = run.report;
    expect(partitions.map(({ partition }) => partition)).toEqual([0, 1, 2]);
    for (const { doubled, labels, lost, points: fed } of partitions) {
      expect({ doubled, lost, labels }).toEqual({ doubled: 0, lost: 0, labels: fed });
      expect(Math.abs(fed - points / 3)).toBeLessThanOrEqual(1000);
    }
  });

  it("feeds at a share of the full speed, when that is known", () => {
    const { fed_points_per_second, full_speed_points_per_second, rests, samples } = run.report;
    expect(full_speed_points_per_second).toBeGreaterThan(1000);
    expect(fed_points_per_second).toBeGreaterThan(0);
    expect(fed_points_per_second).toBeLessThan(full_speed_points_per_second);
    const learned = samples.map((sample) => sample.learned);
    expect(learned).toEqual(learned.toSorted((a, b) => a - b));
    expect(rests).toHaveLength(2);
    for (const { memory } of [...samples, ...rests]) expect(memory.resident).toBeGreaterThan(memory.heap);
  });

  it("judges, and ends with 1 when something does not hold", () => {
    const { minutes, verdicts } = run.report;
    expect(verdicts.map(({ name }) => name)).toEqual([
      "resident memory is flat",
      "memory in use at rest is flat",
      "lag does not grow under load",
      "committing state takes little time",
      "no label is lost",
      "no label is doubled",
      "nothing is left",
    ]);
    expect(verdicts.slice(4).every(({ holds }) => holds)).toBe(true);
    expect(run.exitCode).toBe(verdicts.every(({ holds }) => holds) ? 0 : 1);
    for (const { name, holds } of verdicts) expect(run.printed).toContain(`${holds ? "ok" : "VIOLATED"}: ${name}: `);
    expect(minutes.length).toBeGreaterThan(0);
    for (const { committing, state } of minutes) expect(committing).toBeGreaterThan(state / 2);
  });
});

import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Broker } from "../../src/broker/broker.js";
import { withAdmin } from "../../test/support/kafka/direct-admin.js";
import { median } from "../measure.js";
import { writeCaseFile } from "../peers/case-file.js";
import type { PipelineContestant } from "../pipeline/contestants.js";
import { D, fillInput, K, truth } from "../pipeline/input.js";
import type { Pace } from "../pipeline/progress.js";
import { runTrial } from "../pipeline/run-trial.js";
import type { MessageFormat } from "../pipeline/trial.js";
import { type Row, speed } from "../row.js";

export interface PipelineEffort {
  /** Points in each topic. */
  readonly points: Readonly<Record<MessageFormat, number>>;
  /** How often each contestant takes its turn. */
  readonly rounds: number;
}

/** Through Kafka, a commit every half second: all contestants take turns over the same topic of points. */
export async function* pipelineSuite(
  brokers: readonly string[],
  broker: Broker,
  contestants: readonly PipelineContestant[],
  { points, rounds }: PipelineEffort,
): AsyncGenerator<Row> {
  const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-"));
  const caseFile = join(folder, "case.bin");
  const given = truth();
  writeCaseFile(caseFile, given);
  const run = randomUUID().slice(0, 8);
  try {
    for (const format of ["json", "packed"] as const) {
      const count = points[format];
      const input = `bench-${run}-${format}`;
      await fillInput(broker, input, format, count);
      const paces = contestants.map((): Pace[] => []);
      for (let round = 0; round < rounds; round++)
        for (const [c, contestant] of contestants.entries()) {
          const name = `${input}-${round}-${c}`;
          const trial = { brokers, format, input, count, name, caseFile, folder };
          const pace = await runTrial(broker, contestant, trial);
          console.error(
            `${format}, ${contestant.implementation}: ${Math.round(pace.pointsPerSecond / 1000)} k points/s`,
          );
          paces[c]!.push(pace);
        }
      await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [input] }));
      for (const [c, { implementation, version }] of contestants.entries())
        yield {
          ...{ name: "pipeline", d: D, k: K, covariance: "full", data: given.data, format, implementation },
          ...(version === undefined ? {} : { version }),
          ...speed(1, 1 / median(paces[c]!.map((pace) => pace.pointsPerSecond))),
          processor_microseconds_per_point: median(paces[c]!.map((pace) => pace.processorMicrosecondsPerPoint)),
        };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { asapScheduler } from "rxjs";
import { describe, expect, it } from "vitest";
import type { Broker, Writer } from "../../../src/broker/broker.js";
import type { PipelineEvent } from "../../../src/pipeline/events.js";
import type { TaskContext } from "../../../src/pipeline/task/context.js";
import { openTask } from "../../../src/pipeline/task/open-task.js";
import { appTopics } from "../../../src/pipeline/topics.js";

/** A task on a broker that has all topics; what its steps do is logged. */
function task() {
  const log: string[] = [];
  let abandoned = false;
  const broker = {
    clusterId: async () => "cluster",
    admin: { partitionCounts: async (names: readonly string[]) => new Map(names.map((name) => [name, 1])) },
  } as unknown as Broker;
  const writer = { close: async () => void log.push("closed") } as unknown as Writer;
  const context = {
    app: "app",
    broker,
    task: { name: "all", partition: 0 },
    scheduler: asapScheduler,
    topics: appTopics("app", "points"),
    settings: { topics: { create: false } },
    emit: ({ type }: PipelineEvent) => log.push(type),
    steps: {
      fence: async () => {
        log.push("fence");
        return writer;
      },
      restore: async () => {
        log.push("restore");
        throw new Error("what is there cannot be read");
      },
    },
  } as unknown as TaskContext;
  return { context, log, abandon: () => (abandoned = true), open: () => openTask(context, () => abandoned) };
}

describe("opening a task", () => {
  it("fences, then restores; where that fails, its writer is closed", async () => {
    const { open, log } = task();
    await expect(open()).rejects.toThrow("what is there cannot be read");
    expect(log).toEqual(["fence", "fenced-others", "restore", "closed"]);
  });

  it("does not fence once it is abandoned", async () => {
    const { open, abandon, log } = task();
    abandon();
    await expect(open()).rejects.toThrow();
    expect(log).toEqual([]);
  });

  it("reads nothing when it was abandoned while it fenced", async () => {
    const { context, open, abandon, log } = task();
    const { fence } = context.steps;
    Object.assign(context.steps, {
      fence: async (...given: Parameters<typeof fence>) => {
        const writer = await fence(...given);
        abandon();
        return writer;
      },
    });
    await expect(open()).rejects.toThrow();
    expect(log).toEqual(["fence", "fenced-others", "closed"]);
  });
});

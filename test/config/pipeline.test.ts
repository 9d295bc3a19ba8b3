import { readFileSync } from "node:fs";
import { lastValueFrom, Subject, tap, toArray } from "rxjs";
import { expect, it } from "vitest";
import { MemoryCluster } from "../../src/broker/memory/memory-cluster.js";
import { assemble } from "../../src/config/assemble.js";
import { loadConfig } from "../../src/config/load-config.js";
import { labelSchema } from "../../src/format/records.js";
import type { Control } from "../../src/pipeline/control.js";
import type { PipelineEvent } from "../../src/pipeline/events.js";
import { runPipeline } from "../../src/pipeline/run-pipeline.js";

const file = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it("config/geyser.yaml runs as it is: every eruption gets one label", async () => {
  const lines = file("data/faithful.csv").trimEnd().split("\n").slice(1);
  const { config } = loadConfig({
    text: file("config/geyser.yaml"),
    environment: { MIXTIDE_TOPICS_CREATE: "true", MIXTIDE_COMMIT_INTERVAL: "5ms" },
  });
  const cluster = new MemoryCluster();
  cluster.createTopics([{ topic: config.source.topic, partitions: 1, cleanup: "delete" }]);
  const encoder = new TextEncoder();
  cluster.produce(
    config.source.topic,
    0,
    lines.map((line) => ({ value: encoder.encode(line) })),
  );
  const broker = cluster.connect({ clientId: "test" });
  const controls$ = new Subject<Control>();
  const stopAtEnd = (event: PipelineEvent): void => {
    if (event.type === "committed" && event.positions.get(0) === lines.length) controls$.next("stop");
  };
  const events$ = runPipeline({ broker, controls$, ...assemble(config) }).pipe(tap(stopAtEnd), toArray());
  const events = await lastValueFrom(events$);
  expect(events.filter(({ type }) => type === "dead-letter" || type === "dropped")).toEqual([]);
  const offsets: string[] = [];
  for await (const records of broker.readToEnd({ topic: "geyser.labels", partition: 0 }))
    for (const { value } of records)
      offsets.push(labelSchema.parse(JSON.parse(new TextDecoder().decode(value!))).source.offset);
  expect(offsets).toEqual(lines.map((_, i) => String(i)));
  await broker.close();
});

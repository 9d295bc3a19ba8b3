import { describe, expect, test } from "vitest";
import type { Snapshot } from "../../../src/format/records.js";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { KafkaApp } from "../support/kafka-app.js";
import type { RunOptions } from "../support/run-cli.js";
import { serving } from "../support/serving.js";

/** The first thing a viewer is told. */
async function beginning(url: string): Promise<{ phase: { name: string }; totals: { learned: number } }> {
  const { body } = await fetch(`${url}/api/events`);
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n\n")) text += (await reader.read()).value ?? "";
  await reader.cancel();
  return JSON.parse(/^data: (.*)$/m.exec(text)![1]!) as Awaited<ReturnType<typeof beginning>>;
}

describe.skipIf(!hasKafka())("the dashboard of a run on a real broker", () => {
  test("shows what is committed; who stands by says so; after a restart the past is there", async () => {
    const app = await new KafkaApp(kafkaBrokers()).setUp(1500);
    await app.run(["topics", "create", "CONFIG"]);
    const run = (args: readonly string[], options: RunOptions) => app.run(args, options);
    const first = await serving(["run", "CONFIG", "--serve", "0"], run);
    const newest = await first.learned(1000);
    const published = await app.read<Snapshot>("snapshots");
    expect(published.find(({ version }) => version === newest.version)).toEqual(newest);
    expect(await first.get("/api/points/999")).toMatchObject({ source: { topic: app.input, offset: "999" } });
    const second = await serving(["run", "CONFIG", "--serve", "0"], run);
    while ((await beginning(second.url)).phase.name !== "standing by")
      await new Promise((resolve) => setTimeout(resolve, 50));
    // Who stands by knows the past.
    expect((await fetch(`${second.url}/api/snapshot`)).status).toBe(200);
    expect((await first.stop()).code).toBe(0);
    const all = await app.read<Snapshot>("snapshots");
    while ((await beginning(second.url)).totals.learned < 1500) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await second.stop()).code).toBe(0);
    const third = await serving(["run", "CONFIG", "--serve", "0"], run);
    await third.learned(1);
    const { snapshots } = (await third.get("/api/snapshots")) as { snapshots: Snapshot[] };
    expect(snapshots).toEqual(all);
    await third.stop();
    await app.broker.close();
  });
});

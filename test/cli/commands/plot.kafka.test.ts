import { describe, expect, test } from "vitest";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { KafkaApp } from "../support/kafka-app.js";

describe.skipIf(!hasKafka())("a picture of an app on a real broker", () => {
  test("shows its newest mixture over its points, its history and its scores, of a replay too", async () => {
    const app = await new KafkaApp(kafkaBrokers()).setUp(800);
    const env = { MIXTIDE_SNAPSHOTS_EVERY: "100" };
    await app.run(["topics", "create", "CONFIG"]);
    const stop = new AbortController();
    const running = app.run(["run", "CONFIG"], { env, signal: stop.signal });
    const labelled = async (count: number): Promise<void> => {
      while ((await app.read("labels")).length < count) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await labelled(800);
    await app.produce(700, 800);
    await labelled(1500);
    stop.abort();
    expect(await running).toMatchObject({ code: 0 });
    const titles = async (...args: string[]): Promise<string[]> => {
      const { code, stderr, stdout } = await app.run(["plot", "CONFIG", ...args]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      return [...stdout.matchAll(/role="group" aria-label="([^"]*)"/g)].map(([, title]) => title!);
    };
    expect(await titles()).toEqual([
      app.app,
      "Log-likelihood of points before they were learned",
      "Weights of the components",
      `Anomaly scores of the last points of ${app.app}`,
    ]);
    const replay = `${app.app}-again`;
    expect(await app.run(["replay", "CONFIG", "--app", replay])).toMatchObject({ code: 0 });
    const drawn = await titles("--app", replay);
    expect([drawn[0], drawn.at(-1)]).toEqual([replay, `Anomaly scores of the last points of ${replay}`]);
    await app.broker.close();
  });
});

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Check } from "../../../src/cli/doctor/check.js";
import type { DryRun } from "../../../src/cli/run/dry-run-report.js";
import type { Label } from "../../../src/format/records.js";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";
import { KafkaApp } from "../support/kafka-app.js";
import { ndjson } from "../support/run-cli.js";

/** The real program in a process of its own. */
function start(app: KafkaApp): { child: ChildProcessWithoutNullStreams; stderr: () => string } {
  const child = spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", "run", app.config], {
    env: { PATH: process.env.PATH },
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  return { child, stderr: () => text };
}

async function labels(app: KafkaApp, count: number, stderr: () => string): Promise<Label[]> {
  for (const deadline = Date.now() + 60_000; ; ) {
    const found = await app.read<Label>("labels");
    if (found.length >= count) return found;
    if (Date.now() > deadline) throw new Error(`waited for ${count} labels, there are ${found.length}\n${stderr()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function exit(child: ChildProcessWithoutNullStreams): Promise<{ code: number | null; ms: number }> {
  const began = performance.now();
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ms: performance.now() - began };
}

describe.skipIf(!hasKafka())("on a real broker", () => {
  test("create, check, dry run, doctor, run, stop, go on", async () => {
    const app = await new KafkaApp(kafkaBrokers()).setUp(500);
    expect((await app.run(["topics", "check", "CONFIG"])).code).toBe(1);
    expect((await app.run(["topics", "create", "CONFIG"])).code).toBe(0);
    const checked = await app.run(["topics", "check", "CONFIG"]);
    expect({ code: checked.code, stderr: checked.stderr }).toEqual({ code: 0, stderr: "" });

    const dry = JSON.parse((await app.run(["run", "CONFIG", "--dry-run", "--json"])).stdout) as DryRun;
    expect(dry).toMatchObject({ points: 500, deadLetters: [], label: { id: "p0" } });
    expect(await app.read("labels")).toEqual([]);

    const doctor = await app.run(["doctor", "CONFIG", "--json"]);
    const failed = ndjson<Check>(doctor.stdout).filter(({ result }) => result === "failed");
    expect({ code: doctor.code, failed }).toEqual({ code: 0, failed: [] });

    const first = start(app);
    await labels(app, 500, first.stderr);
    first.child.kill("SIGTERM");
    const stopped = await exit(first.child);
    expect({ code: stopped.code, quick: stopped.ms < 5000 }).toEqual({ code: 0, quick: true });
    expect(first.stderr()).toContain('"msg":"stopped"');

    await app.produce(100, 500);
    const second = start(app);
    const all = await labels(app, 600, second.stderr);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 600 }, (_, i) => `p${i}`));
    second.child.kill("SIGINT");
    expect((await exit(second.child)).code).toBe(0);

    const shown = JSON.parse((await app.run(["state", "show", "CONFIG", "--json"])).stdout) as { points: number };
    expect(shown.points).toBe(600);
    await app.broker.close();
  });

  test("state export, reset and import", async () => {
    const app = await new KafkaApp(kafkaBrokers()).setUp(300);
    await app.run(["topics", "create", "CONFIG"]);
    const stop = new AbortController();
    let log = "";
    const running = app.run(["run", "CONFIG"], { signal: stop.signal, onStderr: (text) => (log += text) });
    await labels(app, 300, () => log);
    stop.abort();
    expect((await running).code).toBe(0);
    const saved = (await app.run(["state", "export", "CONFIG"])).stdout;
    expect((await app.run(["state", "reset", "CONFIG", "--yes"])).stderr).toContain("Forgotten.");
    const shown = async () => JSON.parse((await app.run(["state", "show", "CONFIG", "--json"])).stdout) as object;
    expect(await shown()).toMatchObject({ points: 0, positions: { 0: 0 } });
    const imported = await app.run(["state", "import", "CONFIG", "-", "--yes"], { stdin: saved });
    expect(imported.code).toBe(0);
    expect(await shown()).toMatchObject({ points: 300 });
    await app.broker.close();
  });
});

import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { AuthenticationError, BrokerError } from "../../src/broker/errors.js";
import type { Faults } from "../../src/broker/memory/faults.js";
import { COMMANDS } from "../../src/cli/commands.js";
import { CONFIG, MemoryApp } from "./support/memory-app.js";

const CANARY = "canary-5ecret!";
const LOGIN = CONFIG.replace("[memory:9092] }", "[memory:9092], sasl: { mechanism: plain, username: ann } }");
const BY_FILE = LOGIN.replace("username: ann", "username: ann, passwordFile: password");

/** A library that is careless enough to tell the password. */
const careless = (error: Error): Faults => {
  return ({ name, phase }) => (name !== "createTopics" && phase === "before" ? { error } : undefined);
};

const words = `the login of ann with ${CANARY} failed`;
const ERRORS = [new AuthenticationError(words, { cause: new Error(words) }), new BrokerError(words), new Error(words)];

const COMMAND_LINES = [
  ["run", "CONFIG"],
  ["run", "CONFIG", "--dry-run"],
  ["topics", "create", "CONFIG"],
  ["topics", "check", "CONFIG"],
  ["state", "show", "CONFIG"],
  ["state", "export", "CONFIG"],
  ["state", "reset", "CONFIG", "--yes"],
  ["doctor", "CONFIG"],
  ["config", "explain", "CONFIG"],
  ["config", "explain", "CONFIG", "--json"],
  ["lint", "CONFIG"],
];

function appWith(config: string, faults?: Faults): MemoryApp {
  const app = new MemoryApp({ config, ...(faults && { faults }) });
  writeFileSync(join(dirname(app.config), "password"), `${CANARY}\n`);
  return app;
}

describe.each(COMMAND_LINES.map((args) => [args.join(" "), args] as const))("%s", (_, args) => {
  test.each(ERRORS.map((error) => [error.name, error] as const))("shows no secret: %s", async (_, error) => {
    for (const [config, env] of [
      [LOGIN, { MIXTIDE_KAFKA_SASL_PASSWORD: CANARY }],
      [BY_FILE, {}],
    ] as const) {
      const app = appWith(config, careless(error));
      const { stdout, stderr } = await app.run([...args, "--verbose"], { env: { ...env, DEBUG: "1" } });
      expect(stdout + stderr).not.toContain(CANARY);
      expect(stdout + stderr).not.toBe("");
    }
  });

  test("shows none that stands in the file by mistake, and refuses it", async () => {
    const app = appWith(LOGIN.replace("username: ann", `username: ann, password: ${CANARY}`));
    const { code, stdout, stderr } = await app.run([...args, "--verbose"]);
    expect(code).toBe(3);
    expect(stdout + stderr).not.toContain(CANARY);
    expect(stdout + stderr).toContain("MIXTIDE_KAFKA_SASL_PASSWORD");
    expect(app.connections).toEqual([]);
  });
});

test("the password does reach the client", async () => {
  const app = appWith(BY_FILE);
  await app.run(["topics", "create", "CONFIG"]);
  expect(app.connections[0]?.sasl).toEqual({ mechanism: "plain", username: "ann", password: CANARY });
});

test("a run's log shows none", async () => {
  let failing = false;
  const app = appWith(BY_FILE, ({ name }) =>
    failing && name === "commit" ? { error: new BrokerError(words, { retriable: true }) } : undefined,
  );
  await app.run(["topics", "create", "CONFIG"]);
  app.produce(300);
  let told = "";
  const onStderr = (text: string): void => {
    told += text;
  };
  const stop = new AbortController();
  const env = { MIXTIDE_LOG_LEVEL: "debug" };
  const running = app.run(["run", "CONFIG"], { env, signal: stop.signal, onStderr });
  while ((await app.count("clusters.labels")) < 300) await new Promise((resolve) => setTimeout(resolve, 1));
  failing = true;
  app.produce(10, 300);
  while (!told.includes("the task was dropped")) await new Promise((resolve) => setTimeout(resolve, 1));
  failing = false;
  stop.abort();
  await running;
  expect(told).toContain("the login of ann with *** failed");
  expect(told).not.toContain(CANARY);
});

test("every command that reaches a cluster is among those tried here", () => {
  const tried = new Set(COMMAND_LINES.map(([name]) => name));
  const elsewhere = ["demo", "fit", "score", "plot", "snapshot", "init", "replay", "promote", "evaluate"];
  expect(Object.keys(COMMANDS).filter((name) => !tried.has(name) && !elsewhere.includes(name))).toEqual([]);
});

import { describe, expect, it } from "vitest";
import { type BrokerWay, type BrokerWays, canBreakBrokers, type SharedBroker, sharedBroker } from "./shared-broker.js";

const broker = (name: string): SharedBroker => ({ brokers: [name], stop: async () => undefined });

const works = (name: string): BrokerWay => ({ obstacle: async () => undefined, start: async () => broker(name) });
const cannot = (obstacle: string): BrokerWay => ({
  obstacle: async () => obstacle,
  start: async () => {
    throw new Error("started in spite of the obstacle");
  },
});
const fails = (message: string): BrokerWay => ({
  obstacle: async () => undefined,
  start: async () => {
    throw new Error(message);
  },
});

/** What is chosen, and what is said on the way. */
async function choose(
  env: NodeJS.ProcessEnv,
  ways: BrokerWays,
): Promise<{ brokers?: readonly string[]; said: string }> {
  const said: string[] = [];
  const chosen = await sharedBroker(env, ways, (line) => said.push(line));
  return { ...(chosen && { brokers: chosen.brokers }), said: said.join("\n") };
}

describe("the broker for the tests", () => {
  it("comes from Docker before Java", async () => {
    const ways = { docker: works("docker"), jvm: works("jvm") };
    expect(await choose({}, ways)).toEqual({ brokers: ["docker"], said: "" });
  });

  it("comes from Java where no engine answers", async () => {
    const ways = { docker: cannot("no engine"), jvm: works("jvm") };
    expect(await choose({}, ways)).toEqual({ brokers: ["jvm"], said: "" });
  });

  it("comes from Java where the engine fails, which is said", async () => {
    const chosen = await choose({}, { docker: fails("no such image"), jvm: works("jvm") });
    expect(chosen.brokers).toEqual(["jvm"]);
    expect(chosen.said).toContain("no such image");
  });

  it("comes the way that is forced, or not at all", async () => {
    const force = { KAFKA_FOR_TESTS: "jvm" };
    expect((await choose(force, { docker: works("docker"), jvm: works("jvm") })).brokers).toEqual(["jvm"]);
    await expect(choose(force, { docker: works("docker"), jvm: cannot("no java") })).rejects.toThrow("no java");
    await expect(choose(force, { docker: works("docker"), jvm: fails("port taken") })).rejects.toThrow("port taken");
    await expect(choose({ KAFKA_FOR_TESTS: "podman" }, { docker: works("d"), jvm: works("j") })).rejects.toThrow(
      "the ways are docker and jvm",
    );
  });

  it("is the one that is given, which must answer", async () => {
    const ways = { docker: works("docker"), jvm: works("jvm") };
    await expect(choose({ KAFKA_BROKERS: "127.0.0.1:1" }, ways)).rejects.toThrow("127.0.0.1:1 does not answer");
  });

  it("is none, loudly, where there is no way", async () => {
    const chosen = await choose({}, { docker: cannot("no engine"), jvm: cannot("no java") });
    expect(chosen.brokers).toBeUndefined();
    expect(chosen.said).toMatch(/INTEGRATION TESTS ARE SKIPPED.*no engine.*no java/);
  });

  it("must be there when it is required", async () => {
    const ways = { docker: fails("no such image"), jvm: cannot("no java") };
    await expect(choose({ REQUIRE_KAFKA: "1" }, ways)).rejects.toThrow(/REQUIRE_KAFKA=1.*no such image.*no java/);
  });
});

describe("brokers to break", () => {
  it("come from Java alone, and are missed loudly, or in vain when required", async () => {
    const said: string[] = [];
    const say = (line: string): number => said.push(line);
    expect(await canBreakBrokers({ REQUIRE_KAFKA: "1" }, works("jvm"), say)).toBe(true);
    expect(said).toEqual([]);
    expect(await canBreakBrokers({}, cannot("no java"), say)).toBe(false);
    expect(said.join()).toMatch(/SKIPPED: no java/);
    await expect(canBreakBrokers({ REQUIRE_KAFKA: "1" }, cannot("no java"), say)).rejects.toThrow("no java");
  });

  it("are left out, which is said, where Docker alone is asked for", async () => {
    const said: string[] = [];
    const env = { KAFKA_FOR_TESTS: "docker", REQUIRE_KAFKA: "1" };
    expect(await canBreakBrokers(env, works("jvm"), (line) => said.push(line))).toBe(false);
    expect(said.join()).toContain("skipped");
  });
});

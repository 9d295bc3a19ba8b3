import { describe, expect, it } from "vitest";
import type { Writer } from "../../src/broker/broker.js";
import type { Append } from "../../src/pipeline/task/append.js";
import { commitAppends } from "../../src/pipeline/task/commit.js";
import { Moments } from "./moments.js";

const APPENDS: Append[] = [
  { topic: "labels", partition: 0, records: [{ value: null }] },
  { topic: "state", partition: 0, records: [{ value: null }] },
];

describe("moments of a commit", () => {
  it("are all hit by some number: before it begins, between its appends, and after its reply", async () => {
    const hit = new Set<string>();
    for (let moment = 0; moment < 1; moment += 0.05) hit.add((await struck(moment)).join(" "));
    expect(hit).toContain("STRUCK begin append append commit");
    expect(hit).toContain("begin append append STRUCK commit");
    expect(hit).toContain("begin append append commit STRUCK");
    for (const history of hit) expect(history.split("STRUCK")).toHaveLength(2);
  });

  it("pass when they are too late, or were used", async () => {
    expect(await struck(0, Date.now() - 1)).not.toContain("STRUCK");
    const told: string[] = [];
    const moments = new Moments(() => told.push("STRUCK"));
    moments.arm({ signal: "SIGKILL", moment: 0, until: Date.now() + 10_000 });
    const commit = moments.around(commitAppends);
    await commit(writer([]), APPENDS, 1000);
    await commit(writer([]), APPENDS, 1000);
    expect(told).toEqual(["STRUCK"]);
  });
});

async function struck(moment: number, until = Date.now() + 10_000): Promise<string[]> {
  const history: string[] = [];
  const moments = new Moments(() => history.push("STRUCK"));
  moments.arm({ signal: "SIGKILL", moment, until });
  await moments.around(commitAppends)(writer(history), APPENDS, 1000);
  return history;
}

/** Everything takes a while, as with a broker. */
function writer(history: string[]): Writer {
  const step = (name: string) => async (): Promise<void> => {
    history.push(name);
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return {
    begin: async () => {
      history.push("begin");
      return { append: step("append"), commit: step("commit"), abort: step("abort") };
    },
    close: async () => undefined,
  };
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MemoryApp } from "../support/memory-app.js";
import { temporaryFile, temporaryFolder } from "../support/temporary.js";

/** An app that has learned 500 points. */
async function learned(): Promise<MemoryApp> {
  const app = new MemoryApp();
  app.produce(500);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(async () => (await app.count("clusters.labels")) === 500);
  return app;
}

interface Shown {
  readonly app: string;
  readonly points: number;
  readonly positions: Record<string, number>;
}

const show = async (app: MemoryApp): Promise<Shown> =>
  JSON.parse((await app.run(["state", "show", "CONFIG", "--json"])).stdout) as Shown;

test("show tells what was learned", async () => {
  const app = await learned();
  expect(await show(app)).toMatchObject({ app: "clusters", points: 500, positions: { 0: 500 }, deadLetters: 0 });
  const { code, stdout } = await app.run(["state", "show", "CONFIG"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^clusters in cluster memory, last written by clusters@.*\nunit \d+, 500 points, 0 dead letters/,
  );
  expect(stdout).toMatch(/^points\/0 +500$/m);
});

test("export, reset, import: what was saved comes back, byte for byte", async () => {
  const app = await learned();
  const file = join(temporaryFolder(), "state.json");
  expect(await app.run(["state", "export", "CONFIG", file])).toMatchObject({ code: 0, stdout: "" });
  const saved = readFileSync(file, "utf8");
  expect((await app.run(["state", "export", "CONFIG"])).stdout).toBe(saved);

  const reset = await app.run(["state", "reset", "CONFIG", "--yes"]);
  expect(reset).toMatchObject({ code: 0, stderr: "Forgotten. The next run begins at points/0 at 0.\n" });
  expect(await show(app)).toMatchObject({ points: 0, positions: { 0: 0 } });

  const imported = await app.run(["state", "import", "CONFIG", "-", "--yes"], { stdin: saved });
  expect(imported.code).toBe(0);
  expect(imported.stderr).toMatch(/^Imported: unit \d+, 500 points\. The next run goes on from there\.\n$/);
  const sections = (text: string): unknown => (JSON.parse(text) as { sections: unknown }).sections;
  expect(sections((await app.run(["state", "export", "CONFIG"])).stdout)).toEqual(sections(saved));
});

test("reset asks first, and any other answer leaves everything as it is", async () => {
  const app = await learned();
  const no = await app.run(["state", "reset", "CONFIG"], { interactive: true, stdin: "no\n" });
  expect(no.code).toBe(130);
  expect(no.stderr).toContain("What clusters has learned is forgotten. Type yes to go on: ");
  expect(no.stderr).toContain("everything is left as it was");
  expect(await show(app)).toMatchObject({ points: 500 });
  const silent = await app.run(["state", "reset", "CONFIG"]);
  expect(silent).toMatchObject({ code: 2 });
  expect(silent.stderr).toContain("Say --yes if it is meant.");
  expect(await show(app)).toMatchObject({ points: 500 });
  const yes = await app.run(["state", "reset", "CONFIG"], { interactive: true, stdin: "yes\n" });
  expect(yes.code).toBe(0);
  expect(await show(app)).toMatchObject({ points: 0 });
});

test("a file that is no state, and one that is damaged", async () => {
  const app = await learned();
  const file = join(temporaryFolder(), "state.json");
  await app.run(["state", "export", "CONFIG", file]);
  const saved = readFileSync(file, "utf8");
  writeFileSync(file, saved.replace(/"learner": "..../, '"learner": "AAAA'));
  const damaged = await app.run(["state", "import", "CONFIG", file, "--yes"]);
  expect(damaged.code).toBe(1);
  expect(damaged.stderr).toMatch(/the exported state is damaged in section/);
  const other = await app.run(["state", "import", "CONFIG", temporaryFile("x.json", "{}"), "--yes"]);
  expect(other.code).toBe(1);
  expect(other.stderr).toContain("this is no exported state");
  expect(await show(app)).toMatchObject({ points: 500 });
});

test("where there is nothing yet, it says what to do", async () => {
  const app = new MemoryApp();
  const none = await app.run(["state", "show", "CONFIG"]);
  expect(none.code).toBe(1);
  expect(none.stderr).toBe(
    'mixtide state: there is no topic "clusters.state" in this cluster, or no right to see it\n' +
      `  \`mixtide topics create ${app.config}\` makes it.\n`,
  );
  await app.run(["topics", "create", "CONFIG"]);
  const empty = await app.run(["state", "show", "CONFIG"]);
  expect(empty.stderr).toBe(
    `mixtide state: clusters.state holds no state\n  It comes with the first \`mixtide run ${app.config}\`.\n`,
  );
  expect((await app.run(["state", "export", "CONFIG"])).stderr).toContain("has clusters ever run here?");
});

test("a lost state is refused with commands that exist and mend it", async () => {
  const app = await learned();
  const { end } = app.cluster.inspect("clusters.state", 0);
  app.cluster.deleteRecords({ topic: "clusters.state", partition: 0 }, end);
  const refused = await app.run(["run", "CONFIG"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    "the state was lost. Bring it back with `mixtide state import`, or begin anew with `mixtide state reset`",
  );
  expect((await app.run(["state", "reset", "CONFIG", "--yes"])).code).toBe(0);
  await app.runUntil(async () => (await app.count("clusters.labels")) === 1000);
  expect(await app.count("clusters.labels")).toBe(1000);
});

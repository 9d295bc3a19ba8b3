import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const GOOD = `app: geyser
source: { topic: points, from: earliest }
features: [eruptions, waiting]
model: { components: 2 }
`;

test("a good configuration", async () => {
  const file = temporaryFile("pipeline.yaml", GOOD);
  expect(await runCli(["lint", file])).toEqual({ code: 0, stdout: `${file}: no problems\n`, stderr: "" });
});

test("every problem with its place, exit code 3", async () => {
  const file = temporaryFile(
    "pipeline.yaml",
    "app: geyser\nsource:\n  topic: points\n  fron: earliest\nfeatures: [eruptions]\nmodel:\n  components: two\n",
  );
  const { code, stdout, stderr } = await runCli(["lint", file]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toContainEqual(expect.stringContaining(`${file}:4:3  source.fron  unknown key; did you mean "from"?`));
  expect(lines).toContainEqual(expect.stringContaining(`${file}:7:15  model.components  `));
  expect(lines.at(-2)).toBe("mixtide lint: 2 problems in 1 file");
});

test("what is not YAML", async () => {
  const file = temporaryFile("pipeline.yaml", "app: [geyser\nmodel: {");
  const { code, stderr } = await runCli(["lint", file]);
  expect(code).toBe(3);
  expect(stderr).toMatch(new RegExp(`^${file}:\\d+:\\d+ `, "m"));
});

test("several files, as JSON: one object each", async () => {
  const files = [temporaryFile("good.yaml", GOOD), temporaryFile("bad.yaml", GOOD.replace("app", "ap"))];
  const { code, stdout } = await runCli(["lint", ...files, "--json"]);
  expect(code).toBe(3);
  const [good, bad] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(good).toEqual({ file: files[0], ok: true, problems: [] });
  expect(bad).toMatchObject({
    file: files[1],
    ok: false,
    problems: [{ path: "ap", suggestion: "app", origin: { line: 1, column: 1 } }],
  });
});

test("overrides of the environment are checked as well", async () => {
  const file = temporaryFile("pipeline.yaml", GOOD);
  const { code, stderr } = await runCli(["lint", file], { env: { MIXTIDE_MODEL_COMPONENTS: "none" } });
  expect(code).toBe(3);
  expect(stderr).toContain("MIXTIDE_MODEL_COMPONENTS  model.components  ");
});

test("no file, and a missing one", async () => {
  expect((await runCli(["lint"])).code).toBe(2);
  const { code, stderr } = await runCli(["lint", "nowhere.yaml"]);
  expect(code).toBe(3);
  expect(stderr).toContain("nowhere.yaml  there is no such file: `mixtide init` writes one");
});

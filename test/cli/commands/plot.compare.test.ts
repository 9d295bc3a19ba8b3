import { expect, test } from "vitest";
import { scaleIn, stretchesOf } from "../../plot/figures.js";
import { all, type Node, parseXml, textsOf } from "../../plot/xml.js";
import { snapshot } from "../support/models.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const write = (name: string, options: Parameters<typeof snapshot>[0]) =>
  temporaryFile(name, JSON.stringify(snapshot(options)));
const older = () => write("older.json", { version: 3, weights: [0.5, 0.5] });
const newer = () => write("newer.json", { version: 9, means: [2, 54, 4.6, 85] });

async function panel(title: string): Promise<Node> {
  const { code, stdout, stderr } = await runCli(["plot", newer(), "--compare", older()]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return all(parseXml(stdout.trimEnd()), "g").find(({ attributes }) => attributes["aria-label"] === title)!;
}

const OLDER = "#0072b2";
const NEWER = "#d55e00";

test("ellipses of both stand where their means are, in a colour each", async () => {
  const root = await panel("older.json (version 3) and newer.json (version 9)");
  expect(textsOf(root)).toEqual(
    expect.arrayContaining(["older.json (version 3): 2 components", "newer.json (version 9): 2 components"]),
  );
  const { x, y } = scaleIn(root);
  const centres = (stroke: string) =>
    all(root, "g")
      .filter(({ attributes }) => attributes.stroke === stroke)
      .map((g) => {
        const [, u, v] = /translate\(([\d.]+) ([\d.]+)\)/.exec(all(g, "ellipse")[0]!.attributes.transform!)!;
        return [x(Number(u)), y(Number(v))];
      });
  const at = (u: number, v: number) => [expect.closeTo(u, 1), expect.closeTo(v, 0)];
  expect(centres(OLDER)).toEqual([at(2, 54), at(4.3, 80)]);
  expect(centres(NEWER)).toEqual([at(2, 54), at(4.6, 85)]);
});

test("marginals are the densities of the mixtures, each of area 1", async () => {
  const root = await panel("Marginal of eruptions");
  const { x, y } = scaleIn(root);
  const line = (stroke: string) =>
    stretchesOf(all(root, "path").find(({ attributes: a }) => a.class === "line" && a.stroke === stroke)!)[0]!.map(
      ([u, v]): [number, number] => [x(u), y(v)],
    );
  const normal = (value: number, mean: number, variance: number) =>
    Math.exp((-0.5 * (value - mean) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);
  for (const [value, density] of line(NEWER))
    expect(density).toBeCloseTo(0.35 * normal(value, 2, 0.0625) + 0.65 * normal(value, 4.6, 0.16), 1);
  for (const stroke of [OLDER, NEWER]) {
    const curve = line(stroke);
    let area = 0;
    for (let i = 1; i < curve.length; i++)
      area += ((curve[i]![0] - curve[i - 1]![0]) * (curve[i]![1] + curve[i - 1]![1])) / 2;
    expect(area).toBeCloseTo(1, 1);
  }
});

test("chosen features alone; of one feature its marginal", async () => {
  const { stdout } = await runCli(["plot", newer(), "--compare", older(), "--columns", "waiting"]);
  expect(stdout).toContain("<title>Marginal of waiting</title>");
});

test("other features, or nothing to compare with, are told to the user", async () => {
  const odd = write("odd.json", { features: ["a", "b"] });
  const ran = await runCli(["plot", newer(), "--compare", odd]);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("have other features");
  expect(ran.stderr).toContain("odd.json has a, b");
  const alone = await runCli(["plot", "data/faithful.csv", "--compare", odd]);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain("--compare needs a model to compare with");
});

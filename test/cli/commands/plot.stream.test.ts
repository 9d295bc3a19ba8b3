import { expect, test } from "vitest";
import { thresholdsOf } from "../../../src/cli/pictures/thresholds.js";
import { scaleIn, stretchesOf } from "../../plot/figures.js";
import { all, type Node, parseXml, textsOf } from "../../plot/xml.js";
import { snapshot } from "../support/models.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

/** The panels of a picture by their titles. */
async function panelsOf(...args: string[]): Promise<ReadonlyMap<string, Node>> {
  const { code, stdout, stderr } = await runCli(["plot", "--light", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const groups = all(parseXml(stdout.trimEnd()), "g").filter(({ attributes }) => attributes.role === "group");
  return new Map(groups.map((group) => [group.attributes["aria-label"]!, group]));
}

const linesIn = (panel: Node, stroke?: string) =>
  all(all(panel, "svg")[0]!, "path").filter(
    ({ attributes: a }) => a.class === "line" && (stroke === undefined || a.stroke === stroke),
  );

/** The data behind the pixels of a line, by the labels of the axes. */
function dataOf(panel: Node, line: Node): [number, number][] {
  const { x, y } = scaleIn(panel);
  return stretchesOf(line)
    .flat()
    .map(([u, v]) => [x(u), y(v)]);
}

const WEIGHTS = [0.35, 0.4, 0.55, 0.6];

function history(): string {
  const lines = WEIGHTS.map((weight, i) => {
    const events = i === 2 ? [{ kind: "drift", version: 3, points: 250, components: [] }] : [];
    const ids = i < 2 ? [0, 1] : [0, 4];
    return JSON.stringify(
      snapshot({ version: i + 1, points: 100 * (i + 1), weights: [weight, 1 - weight], ids, events }),
    );
  });
  return temporaryFile("snapshots.ndjson", lines.join("\n"));
}

test("weights over time are those of the snapshots, each component for as long as it lived", async () => {
  const panel = (await panelsOf(history())).get("Weights of the components")!;
  expect(textsOf(panel)).toEqual(expect.arrayContaining(["component 0", "component 1", "component 4", "weight"]));
  const [first, second, third] = linesIn(panel).map((line) => dataOf(panel, line));
  const near = (points: [number, number][]) =>
    points.map((xy) => xy.map((v, i) => expect.closeTo(v, i === 0 ? -0.5 : 2)));
  expect(first).toEqual(near(WEIGHTS.map((weight, i) => [100 * (i + 1), weight])));
  expect(second).toEqual(
    near([
      [100, 0.65],
      [200, 0.6],
    ]),
  );
  expect(third).toEqual(
    near([
      [300, 0.45],
      [400, 0.4],
    ]),
  );
});

test("what happened to the mixture is marked where it happened", async () => {
  const panels = await panelsOf(history());
  for (const title of ["Weights of the components", "Log-likelihood of points before they were learned"]) {
    const panel = panels.get(title)!;
    expect(textsOf(panel)).toContain("drift");
    const mark = all(panel, "line").find(({ attributes: a }) => a.x1 === a.x2 && a.class === "softly")!;
    expect(scaleIn(panel).x(Number(mark.attributes.x1))).toBeCloseTo(250, -0.5);
  }
});

/** A threshold at 4, later at 6. */
function labels(): { file: string; scores: number[]; logDensity: number[] } {
  const scores = Array.from({ length: 1000 }, (_, i) =>
    i % 50 === 0 ? (i < 500 ? 5 : 7) : (3 * ((i * 37) % 101)) / 101 + (i < 500 ? 0 : 2),
  );
  const logDensity = scores.map((score, i) => -score - (i >= 500 ? 3 : 0));
  const lines = scores.map((score, i) =>
    JSON.stringify({
      source: { topic: "t", partition: 0, offset: String(i) },
      logDensity: logDensity[i],
      anomaly: { score, flagged: i % 50 === 0 },
      ...(i < 100 ? { warmup: true } : {}),
    }),
  );
  return { file: temporaryFile("labels.ndjson", lines.join("\n")), scores, logDensity };
}

test("scores with what was flagged, and a threshold between the two", async () => {
  const { file } = labels();
  const panel = (await panelsOf(file)).get("Anomaly scores of labels.ndjson")!;
  expect(textsOf(panel)).toEqual(
    expect.arrayContaining(["flagged", "others", "threshold, by the flags", "end of warm-up"]),
  );
  const [line] = linesIn(panel, "#8c8c8c");
  const steps = dataOf(panel, line!);
  // Halfway between the flagged and the highest that is not, which the pattern reaches in every stretch.
  const near = (x: number, y: number) => [expect.closeTo(x, -0.5), expect.closeTo(y, 1)];
  const [low, high] = [(5 + 300 / 101) / 2, (7 + 2 + 300 / 101) / 2];
  const edges = [0, 250, 250, 500, 500, 750, 750, 1000];
  expect(steps).toEqual(edges.map((x, i) => near(x, i < 4 ? low : high)));
});

test("the log-likelihood over a stream is the mean of its labels", async () => {
  const { file, logDensity } = labels();
  const panel = (await panelsOf(file)).get("Log-likelihood of the points")!;
  expect(textsOf(panel)).toContain("means of 5 points");
  const data = dataOf(panel, linesIn(panel)[0]!);
  const mean = (from: number) => logDensity.slice(from, from + 5).reduce((sum, value) => sum + value) / 5;
  expect(data[0]).toEqual([expect.closeTo(5, -0.5), expect.closeTo(mean(0), 1)]);
  expect(data.at(-1)).toEqual([expect.closeTo(1000, -0.5), expect.closeTo(mean(995), 1)]);
});

test("thresholds: halfway between what is flagged and what is not, none without flags, the best cut where flags disagree", () => {
  expect(thresholdsOf([1, 5, 2, 8], [false, false, false, true])).toEqual([{ from: 0, to: 4, y: 6.5 }]);
  expect(thresholdsOf([1, 2], [false, false])).toEqual([]);
  expect(thresholdsOf([], [])).toEqual([]);
  expect(thresholdsOf([9, 8, 7, 1, 3], [false, true, true, false, true])[0]!.y).toBe(2);
  expect(thresholdsOf([4, 4, 1], [true, false, false])).toEqual([]);
  expect(thresholdsOf([Number.POSITIVE_INFINITY, 5, 1], [true, true, false])[0]!.y).toBe(3);
});

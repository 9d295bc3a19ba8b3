import { expect, test } from "vitest";
import { rank } from "../../../src/evaluation/ranking.js";
import { scaleIn, stretchesOf } from "../../plot/figures.js";
import { all, type Node, parseXml, textsOf } from "../../plot/xml.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const WARMUP = 20;
const ROWS = 200;
/** Anomalies score higher, but not always; some scores are equal. */
const truth = Array.from({ length: ROWS }, (_, i) => i % 7 === 3);
const scores = truth.map((anomalous, i) => Math.round(10 * (((i * 37) % 101) / 101 + (anomalous ? 0.4 : 0))) / 10);

const data = () =>
  temporaryFile("data.csv", `x,class\n${truth.map((a, i) => `${i},${a ? "leak" : "fine"}`).join("\n")}\n`);
const labels = (offset = 0) =>
  temporaryFile(
    "labels.ndjson",
    scores
      .map((score, i) =>
        JSON.stringify({
          source: { topic: "t", partition: 0, offset: String(i + offset) },
          logDensity: -score,
          anomaly: { score },
          ...(i < WARMUP ? { warmup: true } : {}),
        }),
      )
      .join("\n"),
  );

async function panel(title: string): Promise<Node> {
  const { code, stdout, stderr } = await runCli([
    "plot",
    labels(),
    "--truth",
    data(),
    "--label",
    "class",
    "--positive",
    "leak",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return all(parseXml(stdout.trimEnd()), "g").find(({ attributes }) => attributes["aria-label"] === title)!;
}

/** The line within the axes as data. */
function lineOf(root: Node): [number, number][] {
  const { x, y } = scaleIn(root);
  const line = all(all(root, "svg")[0]!, "path").find(({ attributes }) => attributes.class === "line")!;
  return stretchesOf(line)[0]!.map(([u, v]) => [x(u), y(v)]);
}

/** ∫ y dx through straight lines. */
function area(line: readonly [number, number][]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += ((line[i]![0] - line[i - 1]![0]) * (line[i]![1] + line[i - 1]![1])) / 2;
  return sum;
}

const { auc, averagePrecision } = rank(scores.slice(WARMUP), truth.slice(WARMUP));

test("the area below the ROC curve is the chance that an anomaly scores above another point", async () => {
  const roc = await panel("Anomalies against false alarms");
  expect(textsOf(roc)).toContain(`anomaly score: AUC ${auc.toFixed(3)}`);
  const positives = truth.slice(WARMUP).filter(Boolean).length;
  expect(textsOf(roc)).toContain(`${positives} anomalies among ${ROWS - WARMUP} points`);
  expect(area(lineOf(roc))).toBeCloseTo(auc, 2);
});

test("the area below the steps of precision is the average precision; drawing lots has the share of anomalies", async () => {
  const plot = await panel("Precision against recall");
  expect(textsOf(plot)).toContain(`anomaly score: average precision ${averagePrecision.toFixed(3)}`);
  const line = lineOf(plot);
  expect(area(line)).toBeCloseTo(averagePrecision, 2);
  const share = truth.slice(WARMUP).filter(Boolean).length / (ROWS - WARMUP);
  expect(line.at(-1)).toEqual([expect.closeTo(1, 2), expect.closeTo(share, 2)]);
  const lots = all(all(plot, "svg")[0]!, "line")[0]!;
  expect(scaleIn(plot).y(Number(lots.attributes.y1))).toBeCloseTo(share, 2);
});

test.each<[string, string[], number, string, string]>([
  [
    "a part of the truth",
    ["LABELS", "--truth", "DATA"],
    2,
    "--truth, --label and --positive go together",
    "Which file",
  ],
  [
    "no labels",
    ["DATA", "--truth", "DATA", "--label", "class", "--positive", "leak"],
    2,
    "--truth judges labels",
    "--labels",
  ],
  [
    "no such column",
    ["LABELS", "--truth", "DATA", "--label", "clas", "--positive", "leak"],
    1,
    'data.csv: there is no column "clas"',
    "Did you mean class?",
  ],
  [
    "no such value",
    ["LABELS", "--truth", "DATA", "--label", "class", "--positive", "leek"],
    1,
    'data.csv holds no "leek": it holds "fine" (171), "leak" (29)',
    "Did you mean leak?",
  ],
  [
    "other records",
    ["SHIFTED", "--truth", "DATA", "--label", "class", "--positive", "leak"],
    1,
    "has 200 records",
    "--truth is the file",
  ],
  [
    "all are anomalies",
    ["LABELS", "--truth", "DATA", "--label", "class", "--positive", "leak,fine"],
    1,
    "180 anomalies, 0 others",
    "--positive",
  ],
  [
    "no CSV",
    ["LABELS", "--truth", "LABELS", "--label", "class", "--positive", "leak"],
    1,
    "this is json",
    "labels.ndjson",
  ],
])("%s is told to the user", async (_, args, code, message, remedy) => {
  const files: Record<string, string> = { LABELS: labels(), DATA: data(), SHIFTED: labels(1) };
  const ran = await runCli(["plot", ...args.map((arg) => files[arg] ?? arg)]);
  expect({ code: ran.code, stdout: ran.stdout }).toEqual({ code, stdout: "" });
  expect(ran.stderr).toContain(message);
  expect(ran.stderr).toContain(remedy);
});

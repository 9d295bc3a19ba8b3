import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { faithfulLines, shuttleLines } from "../../../src/cli/demo/report-lines.js";
import { Features } from "../../../src/format/features/features.js";
import type { FitRecord, Label } from "../../../src/format/records.js";
import { runCli } from "../support/run-cli.js";
import { temporaryFolder } from "../support/temporary.js";

interface Figures {
  readonly faithful: FitRecord;
  readonly faithfulStreamed: { readonly logLikelihood: number };
  readonly shuttle: {
    readonly points: number;
    readonly warmup: number;
    readonly labels: number;
    readonly anomalies: number;
    readonly logLikelihood: { readonly prequential: number; readonly final: number; readonly batch: number };
    readonly auc: number;
    readonly averagePrecision: number;
  };
  readonly pictures: readonly string[];
}

test("two real data sets: what is found in them, and where the pictures are", async () => {
  const folder = join(temporaryFolder(), "new");
  const { code, stdout, stderr } = await runCli(["demo", "--output", folder, "--json"], {
    terminal: true,
    env: { NO_COLOR: "1" },
  });
  expect(code).toBe(0);
  const { faithful, faithfulStreamed, shuttle, pictures } = JSON.parse(stdout) as Figures;
  const heavy = faithful.components.find(({ weight }) => weight > 0.5);
  expect(heavy?.mean[0]).toBeCloseTo(4.29, 2);
  expect(heavy?.mean[1]).toBeCloseTo(79.97, 1);
  // Near the largest likelihood there is (test/oracles: −1130.264), which the prior keeps both from.
  for (const total of [faithful.logLikelihood.total, 272 * faithfulStreamed.logLikelihood]) {
    expect(total).toBeLessThan(-1130.264);
    expect(total).toBeGreaterThan(-1131);
  }
  // data/README.md: 49,097 rows without High, 3,511 of them anomalies; W = 50·K·D
  expect(shuttle).toMatchObject({ points: 49_097, labels: 49_097, warmup: 4500 });
  expect(shuttle.anomalies).toBeLessThanOrEqual(3511);
  expect(shuttle.anomalies).toBeGreaterThan(3000);
  expect(shuttle.auc).toBeGreaterThan(0.99);
  expect(shuttle.averagePrecision).toBeGreaterThan(0.8);
  // A forecast is worse than hindsight, the better the more it knew.
  const { prequential, final, batch } = shuttle.logLikelihood;
  expect(prequential).toBeLessThan(final);
  expect(final).toBeLessThan(batch);
  expect(prequential).toBeGreaterThan(batch - 3);
  expect(pictures).toEqual(["faithful.svg", "shuttle.svg"].map((name) => join(folder, name)));
  for (const picture of pictures) expect(existsSync(picture)).toBe(true);
  expect(stderr).toMatch(/Old Faithful as a stream, first soft labels .*\n\neruptions .*\n +3\.6 +79 /);
  expect(stderr).toMatch(
    /At eruptions 2\.9, waiting 63 it is least sure of all 272: 0\.\d\d for component \d, 0\.\d\d/,
  );
  expect(stderr).toMatch(/[\d,]+ points labelled, [\d,]+ points\/s, log-likelihood -/);
});

test("the outcome in plain words", () => {
  const label = { anomaly: { score: 1 }, logDensity: -2 } as Label;
  const lines = shuttleLines(
    {
      points: 49_097,
      warmup: 4500,
      seconds: 2,
      labels: Array.from({ length: 49_097 }, () => label),
      snapshots: [],
      logLikelihood: { prequential: -19.75144, final: -19.48878, batch: -18.26807 },
      batch: { iterations: 13, seconds: 2.34 },
      anomalous: [true, false, false],
      ranking: { auc: 0.99668, averagePrecision: 0.88193, curve: [] },
    },
    (_, text) => text,
  ).join("\n");
  expect(lines).toContain("49,097 points in 2.0 s (24,549 points/s), 49,097 soft labels; the first 4,500 warmed up.");
  expect(lines).toMatch(
    /each point before it was learned +-19\.75\n.* ended with +-19\.49\nbatch EM, 13 times .* -18\.27\n/,
  );
  expect(lines).toContain("1 of the 3 points after the warm-up are anomalies.");
  expect(lines).toContain("99.67 % of the time (AUC 0.997, average precision 0.882).");
});

test("a request to stop ends it", async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort());
  const { code } = await runCli(["demo", "--output", temporaryFolder()], { signal: stop.signal });
  expect(code).toBe(130);
});

test("what batch EM found, and how near the stream came", () => {
  const component = {
    weight: 1,
    mean: [3.488, 70.897],
    covariance: [
      [1.3, 13.9],
      [13.9, 184.1],
    ],
    id: 0,
    born: 0,
  };
  const record: FitRecord = {
    schema: 1,
    model: "faithful",
    version: 0,
    previous: null,
    points: 272,
    covarianceType: "full",
    features: ["eruptions", "waiting"],
    components: [component],
    logLikelihood: { total: -1289.796, mean: -4.7419, trace: [] },
    bic: 2607.6,
    aic: 2589.6,
    icl: 2607.6,
    converged: true,
    iterations: 12,
    events: [],
    digest: "",
  };
  const outcome = { record, features: new Features(["eruptions", "waiting"]), streamed: -4.75, picture: "" };
  const lines = faithfulLines(outcome, (_, text) => text, 100).join("\n");
  expect(lines).toContain("faithful: 1 component, full covariance, 272 points");
  expect(lines).toMatch(
    /which saw each eruption once, came to -4\.750 .* after 12 passes\s+over all of them, to -4\.742\./,
  );
});

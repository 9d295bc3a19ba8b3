// `npm run evaluate [-- --json FILE] [--docs] [--tiny]`: how well anomaly scores find anomalies that are known, ours and
// those of others, and how fast. `mixtide evaluate` does the same with a file of yours.
import { benchArguments } from "./arguments.js";
import { ownLearner } from "./evaluation/own-learner.js";
import { publish } from "./evaluation/publish.js";
import type { Row } from "./evaluation/row.js";
import { type Effort, evaluationSuite } from "./evaluation/suite.js";
import { startAnomalyPeers } from "./peers/anomaly/anomaly-peers.js";
import { machine } from "./report.js";

const FULL: Effort = { shuffles: 5, points: Number.POSITIVE_INFINITY };
const TINY: Effort = { shuffles: 1, points: 1200 };

const args = benchArguments(process.argv.slice(2));
const here = machine();
const { present, absent } = await startAnomalyPeers();
const contestants = [ownLearner, ...present];
const rows: Row[] = [];
try {
  for await (const row of evaluationSuite(contestants, args.tiny ? TINY : FULL)) rows.push(row);
} finally {
  for (const contestant of contestants) await contestant.close();
}
publish({ command: "npm run evaluate", ...here, absent, rows }, args);

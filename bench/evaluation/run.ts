import { startAnomalyPeers } from "../peers/anomaly/anomaly-peers.js";
import { machine } from "../report.js";
import { ownLearner } from "./own-learner.js";
import type { Report } from "./report.js";
import type { Row } from "./row.js";
import { type Effort, evaluationSuite } from "./suite.js";

/**
 * Runs the suite with our learner and every peer that this machine has.
 *
 * @param command by which it was called.
 */
export async function runEvaluation(command: string, effort: Effort): Promise<Report> {
  const here = machine();
  const { present, absent } = await startAnomalyPeers();
  const contestants = [ownLearner, ...present];
  const rows: Row[] = [];
  try {
    for await (const row of evaluationSuite(contestants, effort)) rows.push(row);
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
  return { command, ...here, absent, rows };
}

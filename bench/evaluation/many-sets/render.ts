import { framed } from "../../docs/framed.js";
import { betweenMarks } from "../../docs/marks.js";
import { markdownTable } from "../../docs/pivot.js";
import type { Report } from "../report.js";
import { share } from "../share.js";
import { type SetResult, type Standing, setResults, standings, summaryOf } from "./standing.js";

const OURS = "mixtide";
const DECIMALS = 3;

/** Who has a column beside ours in the table of sets; half-space trees and our baselines are in the means only. */
const BESIDE = ["random cut forest", "isolation forest (refitted)", "isolation forest"];

/** Puts the figures between the marks `<!-- many-sets -->` and `<!-- /many-sets -->`. */
export function intoDocs(text: string, report: Report): string {
  return betweenMarks(text, "report", "many-sets", framed(report, manySets(report)));
}

/** Two tables: everybody's means over the sets, then set by set those who matter most. */
export function manySets({ rows }: Pick<Report, "rows">): string {
  const results = setResults(rows);
  const all = standings(results, OURS);
  const head = [
    `${results.length} sets`,
    "mean AUC",
    "mean average precision",
    "ours better: AUC",
    "average precision",
  ];
  const columns = [OURS, ...BESIDE.filter((name) => all.some(({ implementation }) => implementation === name))];
  const sets = results.map((result) => setLine(result, columns));
  const setHead = ["AUC, average precision", "points scored", "features", "anomalies", ...columns];
  return `${markdownTable(head, all.map(standingLine))}\n\n${markdownTable(setHead, sets)}`;
}

function standingLine({ implementation, auc, averagePrecision, oursBetter }: Standing): string[] {
  const better = implementation === OURS ? ["", ""] : [`${oursBetter.auc}`, `${oursBetter.averagePrecision}`];
  return [implementation, share(auc, DECIMALS), share(averagePrecision, DECIMALS), ...better];
}

function setLine(result: SetResult, columns: readonly string[]): string[] {
  const { data, points, features, anomalies } = result;
  const cells = columns.map((name) => {
    const { auc, averagePrecision } = summaryOf(result, name);
    return `${share(auc.mean, DECIMALS)}, ${share(averagePrecision.mean, DECIMALS)}`;
  });
  return [data, String(points), String(features), `${((100 * anomalies) / points).toPrecision(2)} %`, ...cells];
}

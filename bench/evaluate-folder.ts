// `npm run evaluate:folder -- FOLDER [--json FILE] [--docs] [--tiny]`: the same for each CSV file of a folder whose last
// column says `anomaly` or something else. bench/evaluation/many-sets makes such a folder.
import { readFileSync, writeFileSync } from "node:fs";
import { benchArguments } from "./arguments.js";
import { dataSetsIn } from "./evaluation/data-sets.js";
import { intoDocs, manySets } from "./evaluation/many-sets/render.js";
import { reportText } from "./evaluation/report.js";
import { runEvaluation } from "./evaluation/run.js";
import type { Effort } from "./evaluation/suite.js";

const FULL: Omit<Effort, "dataSets"> = { shuffles: 3, points: Number.POSITIVE_INFINITY };
const TINY: Omit<Effort, "dataSets"> = { shuffles: 1, points: 1200 };
const DOCS = new URL("../docs/accuracy.md", import.meta.url);
const KEPT = new URL("../docs/accuracy/many-sets.json", import.meta.url);

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined) throw new TypeError("name the folder with the CSV files");
const args = benchArguments(rest);
const effort = { ...(args.tiny ? TINY : FULL), dataSets: dataSetsIn(folder) };
const report = await runEvaluation("npm run evaluate:folder -- FOLDER", effort);
console.log(manySets(report));
if (args.json !== undefined) writeFileSync(args.json, reportText(report));
if (args.docs) {
  writeFileSync(KEPT, reportText(report));
  writeFileSync(DOCS, intoDocs(readFileSync(DOCS, "utf8"), report));
}

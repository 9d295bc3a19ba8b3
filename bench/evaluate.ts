// `npm run evaluate [-- --json FILE] [--docs] [--tiny]`: how well anomaly scores find anomalies that are known, ours and
// those of others, and how fast. `mixtide evaluate` does the same with a file of yours.
import { benchArguments } from "./arguments.js";
import { DATA_SETS } from "./evaluation/data-sets.js";
import { publish } from "./evaluation/publish.js";
import { runEvaluation } from "./evaluation/run.js";
import type { Effort } from "./evaluation/suite.js";

const FULL: Effort = { dataSets: DATA_SETS, shuffles: 5, points: Number.POSITIVE_INFINITY };
const TINY: Effort = { dataSets: DATA_SETS, shuffles: 1, points: 1200 };

const args = benchArguments(process.argv.slice(2));
publish(await runEvaluation("npm run evaluate", args.tiny ? TINY : FULL), args);

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { report, table } from "./report.js";
import type { Effort, Row } from "./row.js";
import { kernelSuite } from "./suites/kernel.js";
import { stepSuite } from "./suites/steps.js";

const { values } = parseArgs({ options: { json: { type: "string" }, tiny: { type: "boolean", default: false } } });
const effort: Effort = values.tiny ? { points: 2000, runs: 1 } : { points: 200_000, runs: 7 };

const rows: Row[] = [];
for (const suite of [kernelSuite, stepSuite]) rows.push(...suite(effort));
console.log(table(rows));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report(rows), null, 2)}\n`);

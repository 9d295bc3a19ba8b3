// `npm run bench [-- --json FILE] [--docs] [--tiny]`: kernels, ours and those of others, and the steps around them.
import { benchArguments } from "./arguments.js";
import { ownKernels } from "./kernel/own-kernels.js";
import { measurePeak } from "./peak/measure-peak.js";
import { startKernelPeers } from "./peers/kernel-peers.js";
import { publish } from "./publish.js";
import { machine } from "./report.js";
import type { Effort, Row } from "./row.js";
import { kernelSuite } from "./suites/kernel.js";
import { partsSuite } from "./suites/parts.js";
import { stepSuite } from "./suites/steps.js";

const FULL: Effort = { coordinates: 400_000, runs: 9, turnSeconds: 0.1 };
const TINY: Effort = { coordinates: 4000, runs: 1, turnSeconds: 0 };

const args = benchArguments(process.argv.slice(2));
const effort = args.tiny ? TINY : FULL;
const here = machine();
const before = measurePeak(effort);
const { present, absent } = await startKernelPeers();
const contestants = [...ownKernels(), ...present];
const rows: Row[] = [];
try {
  for await (const row of kernelSuite(contestants, effort)) rows.push(row);
} finally {
  for (const contestant of contestants) await contestant.close();
}
for await (const row of partsSuite(effort)) rows.push(row);
rows.push(...stepSuite(effort));
const peak = Math.max(before, measurePeak(effort));
const report = { command: "npm run bench", ...here, peak_multiply_adds_per_second: peak, absent, rows };
publish("kernel", report, args);

import { createWriteStream } from "node:fs";
import { chaosArguments, rerunCommand } from "./arguments.js";
import { reportLines } from "./report.js";
import { type ChaosProgress, runChaos } from "./run-chaos.js";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const options = chaosArguments(process.argv.slice(2));
  const { brokers, bug, minutes, points, seed, trace } = options;
  const file = trace === undefined ? undefined : createWriteStream(trace);
  const outcome = await runChaos({
    seed,
    minutes,
    nodes: brokers,
    points,
    bug,
    observe: (who, event) => void file?.write(`${JSON.stringify({ at: Date.now(), who, ...event })}\n`),
    progress,
  });
  file?.end();
  for (const line of reportLines(outcome)) say(line);
  for (const violation of outcome.violations) say(`VIOLATED: ${violation}`);
  const isRight = bug === undefined ? outcome.violations.length === 0 : outcome.violations.length > 0;
  if (bug !== undefined) say(`the bug "${bug}" was ${isRight ? "found" : "not found"}`);
  if (!isRight || bug !== undefined) say(`the same faults again: ${rerunCommand(options)}`);
  process.exitCode = isRight ? 0 : 1;
}

function progress({ elapsedMs, written, committed }: ChaosProgress): void {
  const at = `${Math.round(elapsedMs / 1000)} s`.padStart(7);
  process.stderr.write(`${at}: ${written} points written, ${committed} committed\n`);
}

await main();

import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { replayCommand, type SimulationArguments, simulationArguments } from "./arguments.js";
import { BUGS, type Bug } from "./bugs.js";
import { runSimulation } from "./run-simulation.js";
import { Trace } from "./trace.js";
import { AS_IT_IS } from "./world.js";

interface Job {
  readonly from: number;
  readonly count: number;
  readonly bug: Bug | undefined;
}

interface SeedResult {
  readonly seed: number;
  readonly units: number;
  readonly violations: readonly string[];
}

const CHUNK = 25;
const SHOWN = 600;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Results of all seeds, spread over processes. */
async function runAll(
  { seeds, base, jobs, bug }: SimulationArguments,
  told: (result: SeedResult) => void,
): Promise<void> {
  let next = base;
  const end = base + seeds;
  const worker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(import.meta.url), ["--worker"], { execArgv: process.execArgv });
      const give = (): void => {
        const count = Math.min(CHUNK, end - next);
        if (count <= 0) return void child.disconnect();
        child.send({ from: next, count, bug } satisfies Job);
        next += count;
      };
      child.on("message", (message: SeedResult | "done") => (message === "done" ? give() : told(message)));
      child.on("error", reject);
      child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
      give();
    });
  await Promise.all(Array.from({ length: Math.min(jobs, Math.ceil(seeds / CHUNK)) }, worker));
}

function work(): void {
  Error.stackTraceLimit = 0; // thousands of simulated failures
  process.on("message", async ({ from, count, bug }: Job) => {
    for (let seed = from; seed < from + count; seed++) {
      const { violations, units } = await runSimulation(seed, bug === undefined ? AS_IT_IS : BUGS[bug]());
      process.send!({ seed, units, violations } satisfies SeedResult);
    }
    process.send!("done");
  });
}

async function trace({ base, seeds, bug }: SimulationArguments): Promise<number> {
  let failures = 0;
  for (let seed = base; seed < base + seeds; seed++) {
    const kept = new Trace({ keep: true });
    const { scenario, violations } = await runSimulation(seed, bug === undefined ? AS_IT_IS : BUGS[bug](), kept);
    say(JSON.stringify(scenario));
    for (const line of kept.lines) say(line);
    for (const violation of violations) say(`VIOLATED: ${violation}`);
    failures += violations.length > 0 ? 1 : 0;
  }
  return failures;
}

async function main(): Promise<void> {
  const options = simulationArguments(process.argv.slice(2), availableParallelism());
  const { seeds, base, bug } = options;
  if (options.trace) {
    process.exitCode = (await trace(options)) > 0 ? 1 : 0;
    return;
  }
  const start = performance.now();
  let failures = 0;
  let units = 0;
  await runAll(options, (result) => {
    units += result.units;
    if (result.violations.length === 0) return;
    failures++;
    say(`seed ${result.seed}: ${result.violations[0]!.slice(0, SHOWN)}\n  ${replayCommand(result.seed, bug)}`);
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const what = bug === undefined ? "failed" : `found the bug "${bug}"`;
  say(`${seeds} seeds from ${base}: ${failures} ${what}; ${units} commits checked in ${seconds} s`);
  const expected = bug === undefined ? failures === 0 : failures > 0;
  process.exitCode = expected ? 0 : 1;
}

if (process.argv.includes("--worker")) work();
else await main();

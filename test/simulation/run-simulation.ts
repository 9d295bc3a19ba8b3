import { check } from "./check.js";
import { Progress } from "./progress.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import { Trace } from "./trace.js";
import { AS_IT_IS, type Variant, World } from "./world.js";
import { scheduleEvents } from "./world-events.js";

export interface Outcome {
  readonly scenario: Scenario;
  /** Violated invariants; none = the seed is green. */
  readonly violations: readonly string[];
  readonly trace: Trace;
  readonly steps: number;
  readonly units: number;
}

/** A healthy seed takes about 1,000 steps. */
const STEPS_MOST = 50_000;

/** How long everything may take, undisturbed, until all input is learned. */
const QUIET_MS = 60_000;

/** Lives through one seed: a disturbed phase, a quiet one in which all work has to come to an end, then the checks. */
export async function runSimulation(seed: number, variant: Variant = AS_IT_IS, trace = new Trace()): Promise<Outcome> {
  const scenario = scenarioOf(seed);
  const world = new World(scenario, variant, trace);
  scheduleEvents(world);
  const { scheduler } = world;
  const stop = () => world.complaints.length > 0 || scheduler.steps > STEPS_MOST;
  await scheduler.runUntil(scenario.durationMs, stop);
  world.calm();
  const progress = new Progress(world);
  await scheduler.runUntil(scenario.durationMs + QUIET_MS, () => stop() || progress.done());
  if (world.complaints.length === 0 && !progress.done()) world.complaints.push(stuck(world, progress));
  world.stopAll();
  await scheduler.runUntil(scheduler.now() + QUIET_MS, () => stop() || world.living.length === 0);
  if (world.complaints.length === 0 && world.living.length > 0) world.complaints.push("a process does not stop");
  const report = await check(world);
  return {
    scenario,
    violations: [...world.complaints, ...report.violations],
    trace,
    steps: scheduler.steps,
    units: report.units,
  };
}

function stuck({ scheduler }: World, progress: Progress): string {
  const how = scheduler.steps > STEPS_MOST ? `busy for ever, ${scheduler.steps} steps` : "stuck";
  return `${how}: ${progress.describe()}`;
}

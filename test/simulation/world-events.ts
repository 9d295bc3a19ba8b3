import { Dice } from "./dice.js";
import type { WorldEvent } from "./scenario.js";
import { APP, INPUT, type World } from "./world.js";

/** Spreads the events of a scenario over its disturbed phase. */
export function scheduleEvents(world: World): void {
  const { scenario, scheduler } = world;
  const dice = new Dice(scenario.seed + 0.125);
  for (const [kind, count] of Object.entries(scenario.events))
    for (let i = 0; i < count; i++)
      scheduler.schedule(() => EVENTS[kind as WorldEvent](world, dice), dice.within(0, scenario.durationMs));
}

const EVENTS: Readonly<Record<WorldEvent, (world: World, dice: Dice) => void>> = {
  produce: (world) => world.input.produce(),
  transaction: (world, dice) => void produceInTransaction(world, dice),
  crash: (world, dice) => world.crash(dice.pick(world.processes)),
  stall: (world, dice) => world.stall(dice.pick(world.processes)),
  rebalance: (world) => world.cluster.rebalance(APP),
  grow: (world) => world.input.grow(),
  retention: (world) => world.input.forget(),
  compact: (world) => world.cluster.compact(),
  stop: (world, dice) => dice.pick(world.processes).control("stop"),
  flush: (world, dice) => dice.pick(world.processes).control("flush"),
  calm: (world, dice) => {
    world.disturbed = false;
    world.scheduler.schedule(
      () => {
        world.disturbed = world.scheduler.now() < world.scenario.durationMs;
      },
      dice.between(50, 500),
    );
  },
};

/** A user's transactional producer: its records stay open for a while and may be aborted. */
async function produceInTransaction(world: World, dice: Dice): Promise<void> {
  const id = `producer-${dice.between(1, 2)}`;
  const commits = dice.chance(0.5);
  const waitMs = dice.skewed(1, 200);
  const partitions = Array.from({ length: dice.between(1, 2) }, () => dice.between(0, world.input.partitions - 1));
  const records = partitions.map(() => world.input.draw());
  const connection = world.bystander(id);
  try {
    const writer = await connection.writer(id);
    const transaction = await writer.begin();
    for (const [i, partition] of partitions.entries()) await transaction.append(INPUT, partition, records[i]!);
    await new Promise<void>((resolve) => world.scheduler.schedule(() => resolve(), waitMs));
    await (commits ? transaction.commit() : transaction.abort());
  } catch {
    // Fenced by the next producer of that name, which has aborted what was open.
  }
}

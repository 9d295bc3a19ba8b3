import { setTimeout as sleep } from "node:timers/promises";
import type { Broker, Writer } from "../../../src/broker/broker.js";
import type { Dice } from "../../simulation/dice.js";
import type { Feed } from "./feeder.js";

const ABORTS = 0.2;
/** It goes away in the middle of a transaction, and its next incarnation fences it. */
const VANISHES = 0.03;
const LONGEST_MS = 400;
const REST_MS = 200;

/** A user's transactional producer: it writes to several partitions, keeps readers waiting, and aborts at times. */
export async function produceInTransactions(feed: Feed, broker: Broker, id: string, dice: Dice): Promise<void> {
  let writer: Writer | undefined;
  while (await feed.mayGoOn()) {
    try {
      writer ??= await broker.writer(id);
      const goesOn = await produceOnce(feed, writer, dice);
      if (!goesOn) writer = undefined;
    } catch {
      writer = undefined; // What it wrote is aborted when its successor begins.
      await sleep(REST_MS);
    }
  }
}

async function produceOnce(feed: Feed, writer: Writer, dice: Dice): Promise<boolean> {
  const batches = Array.from({ length: dice.between(1, 5) }, () => feed.draw(dice.between(10, 120)));
  const settle = (fate: Parameters<typeof feed.settle>[1]) => {
    for (const batch of batches) feed.settle(batch, fate);
  };
  // Nobody will ask to commit it unless this code comes to the commit.
  settle("never committed");
  const transaction = await writer.begin();
  for (const { records } of batches) {
    await transaction.append(feed.topic, dice.between(0, feed.partitions - 1), records);
    // Others write and commit in between.
    if (dice.chance(0.3)) await sleep(dice.skewed(2, LONGEST_MS));
  }
  if (dice.chance(VANISHES)) return false;
  if (dice.chance(ABORTS)) {
    await transaction.abort();
    return true;
  }
  settle("unknown");
  await transaction.commit();
  settle("acknowledged");
  return true;
}

import { afterEach, describe, expect, it, vi } from "vitest";
import { ConnectionLostError } from "../../../../src/broker/kafka/network/kafka-errors.js";
import type { Network } from "../../../../src/broker/kafka/network/network.js";
import { Fetcher } from "../../../../src/broker/kafka/source/fetcher.js";
import { PartitionCursor } from "../../../../src/broker/kafka/source/partition-cursor.js";

/** A fetcher of one partition, on a network where looking for the leader is all that happens. */
function fetcherOn(leader: () => Promise<number>): Fetcher {
  const network = { leader, forgetTopic: () => undefined, link: () => new Promise(() => undefined) };
  const cursor = new PartitionCursor(
    { topic: "points", partition: 0 },
    { epoch: 1, batchRecords: 100, emit: () => undefined, onHungry: () => undefined },
  );
  cursor.seek(0);
  const ignore = () => undefined;
  return new Fetcher([cursor], {
    network: network as unknown as Network,
    purpose: "fetch",
    onOutOfRange: ignore,
    onTrouble: ignore,
    fail: ignore,
  });
}

describe("a fetcher", () => {
  afterEach(() => vi.restoreAllMocks());

  it("looks again after a rest, although its timer came a millisecond early and the rest ended while it looked", async () => {
    let time = 1000;
    vi.spyOn(Date, "now").mockImplementation(() => time);
    const leader = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new ConnectionLostError("the broker is gone"));
    leader.mockReturnValue(new Promise(() => undefined));
    const fetcher = fetcherOn(leader);
    fetcher.poke();
    await vi.waitFor(() => expect(leader).toHaveBeenCalledTimes(1));
    // The rest is over at 1200. From now on each look at the clock finds it a millisecond later.
    time = 1198;
    vi.spyOn(Date, "now").mockImplementation(() => ++time);
    await vi.waitFor(() => expect(leader).toHaveBeenCalledTimes(2), { timeout: 3000 });
    fetcher.stop();
  });

  it("does not forget that it was asked to look while it was looking", async () => {
    let answer: (leader: number) => void = () => undefined;
    const leader = vi.fn(() => new Promise<number>((resolve) => (answer = resolve)));
    const fetcher = fetcherOn(leader);
    fetcher.poke();
    await vi.waitFor(() => expect(leader).toHaveBeenCalledTimes(1));
    fetcher.poke();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    answer(1);
    await vi.waitFor(() => expect(leader).toHaveBeenCalledTimes(2));
    fetcher.stop();
  });
});

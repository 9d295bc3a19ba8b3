import { afterAll, beforeAll, describe } from "vitest";
import { describeFetching } from "./broker/fetching.js";
import { describeGroups } from "./broker/groups.js";
import type { BrokerHarness, MakeHarness } from "./broker/harness.js";
import { describeLogs } from "./broker/logs.js";
import { describeTransactions } from "./broker/transactions.js";

/** What every adapter of the `Broker` port must do, tried through the port alone. */
export function describeBrokerContract(name: string, makeHarness: MakeHarness): void {
  describe(`broker contract: ${name}`, () => {
    let current: BrokerHarness | undefined;
    const harness = (): BrokerHarness => {
      if (current === undefined) throw new Error("the harness is there during tests only");
      return current;
    };
    beforeAll(async () => {
      current = await makeHarness();
    });
    afterAll(() => current?.close());
    describeTransactions(harness);
    describeLogs(harness);
    describeFetching(harness);
    describeGroups(harness);
  });
}

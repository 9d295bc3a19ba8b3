import { describe, expect, it } from "vitest";
import { isFenced } from "./controller-log.js";

const FENCED = "ReplicationControlManager - [QuorumController id=100] Fencing broker 1 at epoch 5 because its session";
const BACK = "BrokerHeartbeatManager - The request from broker 1 to unfence has been granted because it has caught up";

describe("whether a broker is fenced, as its controller tells", () => {
  it.each([
    [[], false],
    [[BACK], false],
    [[BACK, FENCED], true],
    [[BACK, FENCED, FENCED], true],
    [[BACK, FENCED, BACK], false],
    [[FENCED.replace("broker 1 ", "broker 12 ")], false],
  ])("%j: %s", (lines, expected) => {
    expect(isFenced(lines.join("\n"), 1)).toBe(expected);
  });
});

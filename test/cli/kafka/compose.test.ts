import { describe, expect, it } from "vitest";
import { compose } from "../../../src/cli/kafka/compose.js";
import { configSchema } from "../../../src/config/config-schema.js";

const configOf = (learnerThread?: "auto" | boolean) =>
  configSchema.parse({
    app: "test",
    source: { topic: "points", from: "earliest", format: "json" },
    features: ["x", "y"],
    model: { components: 2 },
    ...(learnerThread === undefined ? {} : { learnerThread }),
  });

describe("a pipeline that works on a cluster", () => {
  it.each([
    [undefined, 1, false],
    [undefined, 2, true],
    ["auto", 2, true],
    [true, 1, true],
    [false, 8, false],
  ] as const)("with learnerThread %s on %d cores has a thread for its learner: %s", (wish, cores, expected) => {
    expect(compose(configOf(wish), cores).learners.elsewhere !== undefined).toBe(expected);
  });
});

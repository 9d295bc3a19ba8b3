import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assigners, type Candidate } from "../../../src/broker/groups/assigners.js";

const counts = new Map([
  ["one", 1],
  ["three", 3],
  ["five", 5],
  ["absent", 0],
]);
const partitionCount = (topic: string) => counts.get(topic) ?? 0;

const candidates = fc
  .array(
    fc.record({
      topics: fc.uniqueArray(fc.constantFrom(...counts.keys()), { minLength: 1 }),
      since: fc.option(fc.nat(3), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((members) =>
    members.map(
      ({ topics, since }, i): Candidate => ({ id: `m${i}`, topics, ...(since === undefined ? {} : { since }) }),
    ),
  );

const name = ({ topic, partition }: { topic: string; partition: number }) => `${topic}/${partition}`;

describe.each(["all-to-one", "spread"] as const)("%s", (assignment) => {
  it("gives every partition that somebody wants to exactly one of those who want it", () => {
    fc.assert(
      fc.property(candidates, (members) => {
        const assigned = assigners[assignment](members, partitionCount);
        expect([...assigned.keys()].sort()).toEqual(members.map(({ id }) => id).sort());
        const wanted = new Set(members.flatMap(({ topics }) => topics));
        const expected = [...wanted].flatMap((topic) =>
          Array.from({ length: partitionCount(topic) }, (_, partition) => name({ topic, partition })),
        );
        expect([...assigned.values()].flat().map(name).sort()).toEqual(expected.sort());
        for (const { id, topics } of members) {
          for (const { topic } of assigned.get(id)!) expect(topics).toContain(topic);
        }
      }),
    );
  });
});

it("all-to-one: the longest active member has everything, or the first to join when none is active", () => {
  const topics = ["three"];
  const ids = (members: readonly Candidate[]) => {
    const assigned = assigners["all-to-one"](members, partitionCount);
    return [...assigned].filter(([, partitions]) => partitions.length > 0).map(([id]) => id);
  };
  expect(
    ids([
      { id: "a", topics },
      { id: "b", topics, since: 7 },
      { id: "c", topics, since: 3 },
    ]),
  ).toEqual(["c"]);
  expect(
    ids([
      { id: "a", topics },
      { id: "b", topics },
    ]),
  ).toEqual(["a"]);
  expect(
    ids([
      { id: "a", topics },
      { id: "b", topics, since: 0 },
    ]),
  ).toEqual(["b"]);
});

it("spread: members of equal interests differ by one partition at most", () => {
  for (let members = 1; members <= 7; members++) {
    const equal = Array.from({ length: members }, (_, i) => ({ id: `m${i}`, topics: ["five", "three"] }));
    const sizes = [...assigners.spread(equal, partitionCount).values()].map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});

import { describe, expect, it } from "vitest";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import { compareLabels } from "../../../src/pipeline/replay/compare-labels.js";

const label = (offset: number, logDensity: number, more: object = {}) => ({
  value: new TextEncoder().encode(
    JSON.stringify({ source: { topic: "points", partition: 0, offset: String(offset) }, logDensity, ...more }),
  ),
});

function clusterWith(a: readonly object[], b: readonly object[], partitions: [number, number] = [1, 1]) {
  const cluster = new MemoryCluster();
  for (const [i, app] of ["a", "b"].entries())
    cluster.createTopics([{ topic: `${app}.labels`, partitions: partitions[i]!, cleanup: "delete" }]);
  cluster.produce("a.labels", 0, a as never);
  cluster.produce("b.labels", 0, b as never);
  return cluster;
}

const compare = (cluster: MemoryCluster) =>
  compareLabels({ broker: cluster.connect({ clientId: "looker" }), input: "points", a: "a", b: "b" });

describe("a comparison of labels", () => {
  it("joins them by position and leaves warm-ups and what only one has labelled out", async () => {
    const a = [label(0, -9, { warmup: true, timestamp: 5 }), ...[1, 2, 5].map((o) => label(o, -o, { timestamp: o }))];
    const b = [0, 1, 2, 3, 4, 6].map((o) => label(o, -2 * o, { timestamp: o }));
    const { buckets, ...figures } = await compare(clusterWith(a, b));
    expect(figures).toEqual({ points: 2, mean: { a: -1.5, b: -3 }, warmup: 1, only: { a: 1, b: 3 } });
    expect(buckets).toEqual([
      { from: 1, to: 2, points: 1, a: -1, b: -2 },
      { from: 2, to: 3, points: 1, a: -2, b: -4 },
    ]);
  });

  it("tells the points of a message apart, and counts what was labelled twice once", async () => {
    const at = (offset: number, index: number, density: number) => ({
      value: new TextEncoder().encode(
        JSON.stringify({
          source: { topic: "points", partition: 0, offset: String(offset), index },
          logDensity: density,
        }),
      ),
    });
    const batch = { source: { topic: "points", partition: 0, offset: "7" }, logDensity: [-10, -20] };
    const a = [at(7, 0, -1), at(7, 1, -2), label(8, -3), at(7, 0, -100), label(8, -100), label(9, -4)];
    const b = [{ value: new TextEncoder().encode(JSON.stringify(batch)) }, label(8, -30), label(9, -40)];
    const { points, mean, only } = await compare(clusterWith(a, b));
    expect({ points, mean, only }).toEqual({ points: 4, mean: { a: -2.5, b: -25 }, only: { a: 0, b: 0 } });
  });

  it("goes through all partitions that either has", async () => {
    const cluster = clusterWith([label(0, -1)], [label(0, -2)], [1, 2]);
    cluster.produce("b.labels", 1, [label(0, -1)]);
    expect(await compare(cluster)).toMatchObject({ points: 1, only: { a: 0, b: 1 } });
  });

  it("is refused without labels, and with labels that do not say where their points are", async () => {
    const cluster = clusterWith([label(0, -1)], [{ value: new Uint8Array(20) }]);
    await expect(compare(cluster)).rejects.toThrow(/b\.labels\/0 holds no label in JSON at offset 0.*labels\.format/);
    const broker = cluster.connect({ clientId: "looker" });
    const nothing = compareLabels({ broker, input: "points", a: "a", b: "none" });
    await expect(nothing).rejects.toThrow(/no topic none\.labels/);
  });
});

import { MemoryApp } from "../support/memory-app.js";

/** An app that runs on two partitions, has learned 600 points of some hours, and stands still. */
export async function learned(): Promise<MemoryApp> {
  const app = new MemoryApp({ partitions: 2 });
  produce(app, 600);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(() => labelled(app, 600));
  return app;
}

const EPOCH = Date.UTC(2025, 10, 23);

/** Points a minute apart, by turns in two partitions. */
export function produce(app: MemoryApp, count: number, from = 0): void {
  for (let i = from; i < from + count; i++) {
    const centre = i % 3 === 0 ? 10 : 0;
    const point = { name: `p${i}`, x: centre + ((i * 7919) % 101) / 50, y: centre + ((i * 104_729) % 97) / 48 };
    const value = Buffer.from(JSON.stringify(point));
    app.cluster.produce("points", i % 2, [{ value, timestamp: EPOCH + 60_000 * i }]);
  }
}

export async function labelled(app: MemoryApp, count: number, name = "clusters"): Promise<boolean> {
  return (await app.count(`${name}.labels`, 0)) + (await app.count(`${name}.labels`, 1)) === count;
}

interface Source {
  readonly partition: number;
  readonly offset: string;
}

/** partition/offset of every label, sorted. */
export async function places(app: MemoryApp, name = "clusters"): Promise<string[]> {
  const all = [0, 1].map((partition) => app.read<{ source: Source }>(`${name}.labels`, partition));
  return (await Promise.all(all))
    .flat()
    .map(({ source }) => `${source.partition}/${source.offset}`)
    .sort();
}

export const due = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${i % 2}/${Math.floor(i / 2)}`).sort();

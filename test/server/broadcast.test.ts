import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Broadcast, type BroadcastOptions } from "../../src/server/viewers/broadcast.js";
import type { Frame, FrameSource } from "../../src/server/viewers/frame-source.js";

/** Frames whose bytes say which they are. */
class Source implements FrameSource {
  made = 0;
  beginnings = 0;
  /** Ticks that there is something to say in. */
  news = 0;
  failure: Error | undefined;

  beginning(): Frame {
    this.beginnings++;
    return frame("beginning", this.made, `all up to ${this.made} `);
  }

  next(): Frame | undefined {
    if (this.failure !== undefined) throw this.failure;
    if (this.news === 0) return undefined;
    this.news--;
    this.made++;
    return frame("tick", this.made, `points ${this.made} `);
  }

  numberOf(id: string): number | undefined {
    return id.startsWith("run-") ? Number(id.slice(4)) : undefined;
  }
}

const frame = (name: string, number: number, points: string): Frame => ({
  number,
  head: Buffer.from(`${name} ${number} `),
  points: Buffer.from(points),
});

function broadcasting(options: Partial<BroadcastOptions> = {}) {
  vi.useFakeTimers();
  const source = new Source();
  const trouble = vi.fn();
  const broadcast = new Broadcast(source, { viewers: 8, frameMs: 100, lingerMs: 1000, trouble, ...options });
  onTestFinished(() => {
    broadcast.close();
    vi.useRealTimers();
  });
  const tick = (count = 1) => {
    source.news += count;
    for (let i = 0; i < count; i++) vi.advanceTimersByTime(100);
  };
  return { source, broadcast, tick, trouble };
}

/** Everything there is to be read until the next wait. */
async function read(reader: ReadableStreamDefaultReader<Uint8Array>, chunks: number): Promise<string> {
  let text = "";
  for (let i = 0; i < chunks; i++) text += Buffer.from((await reader.read()).value!).toString();
  return text;
}

const join = (broadcast: Broadcast, lastId?: string) => broadcast.join(lastId)!.getReader();

describe("a viewer", () => {
  it("gets everything, then what is new", async () => {
    const { broadcast, tick } = broadcasting();
    const viewer = join(broadcast);
    expect(await read(viewer, 2)).toBe("beginning 0 all up to 0 ");
    const next = read(viewer, 2);
    tick();
    expect(await next).toBe("tick 1 points 1 ");
  });

  it("who was slow gets the heads of all it has missed, but only the last points", async () => {
    const { broadcast, tick } = broadcasting();
    const viewer = join(broadcast);
    await read(viewer, 2);
    tick(4);
    expect(await read(viewer, 5)).toBe("tick 1 tick 2 tick 3 tick 4 points 4 ");
    const next = read(viewer, 2);
    tick();
    expect(await next).toBe("tick 5 points 5 ");
  });

  it("who was too slow begins anew: nothing is kept for it", async () => {
    const { broadcast, tick } = broadcasting();
    const viewer = join(broadcast);
    await read(viewer, 2);
    tick(100);
    expect(await read(viewer, 2)).toBe("beginning 100 all up to 100 ");
  });

  it("who comes back goes on where it was", async () => {
    const { broadcast, tick } = broadcasting();
    const first = join(broadcast);
    await read(first, 2);
    tick(3);
    const back = join(broadcast, "run-1");
    expect(await read(back, 3)).toBe("tick 2 tick 3 points 3 ");
  });

  it.each([
    ["another process", "other-1"],
    ["the future", "run-99"],
    ["long ago", "run--70"],
  ])("who comes back from %s begins anew", async (_, id) => {
    const { broadcast, tick } = broadcasting();
    join(broadcast);
    tick(2);
    expect(await read(join(broadcast, id), 2)).toBe("beginning 2 all up to 2 ");
  });

  it("who is up to date gets nothing, not the beginning again", async () => {
    const { broadcast, source } = broadcasting();
    const viewer = join(broadcast);
    await read(viewer, 2);
    const made = source.beginnings;
    let more = false;
    void viewer.read().then(() => (more = true));
    await vi.advanceTimersByTimeAsync(1000);
    expect([more, source.beginnings]).toEqual([false, made]);
  });

  it("frames are not copied: all viewers get the same bytes", async () => {
    const { broadcast, tick } = broadcasting();
    const viewers = [join(broadcast), join(broadcast), join(broadcast)];
    for (const viewer of viewers) await read(viewer, 2);
    const heads = viewers.map((viewer) => viewer.read());
    tick();
    const [first, ...others] = await Promise.all(heads);
    for (const other of others) expect(other.value).toBe(first!.value);
  });
});

describe("the broadcast", () => {
  it("makes no frames while nobody looks, but goes on for a while when somebody was there", async () => {
    const { broadcast, source } = broadcasting();
    source.news = 1000;
    vi.advanceTimersByTime(5000);
    expect(source.made).toBe(0);
    const viewer = join(broadcast);
    vi.advanceTimersByTime(500);
    const seen = source.made;
    expect(seen).toBeGreaterThanOrEqual(5);
    await viewer.cancel();
    vi.advanceTimersByTime(60_000);
    expect(source.made).toBeGreaterThan(seen);
    expect(source.made).toBeLessThan(seen + 15);
  });

  it("at most ten frames a second, whatever comes", () => {
    const { broadcast, source } = broadcasting();
    source.news = 1000;
    join(broadcast);
    join(broadcast);
    const before = source.made;
    vi.advanceTimersByTime(3000);
    expect(source.made - before).toBe(30);
  });

  it("has room for so many viewers, and again when one leaves", async () => {
    const { broadcast } = broadcasting({ viewers: 2 });
    const first = join(broadcast);
    join(broadcast);
    expect(broadcast.join()).toBeUndefined();
    await first.cancel();
    expect(broadcast.join()).toBeDefined();
    expect(broadcast.viewers).toBe(2);
  });

  it("ends all streams when it closes; nobody joins any more", async () => {
    const { broadcast } = broadcasting();
    const [reading, idle] = [join(broadcast), join(broadcast)];
    await read(reading, 2);
    const waiting = reading.read();
    broadcast.close();
    expect((await waiting).done).toBe(true);
    expect((await idle.read()).done).toBe(true);
    expect(broadcast.join()).toBeUndefined();
    expect(broadcast.viewers).toBe(0);
  });

  it("survives a source that fails, and tells", async () => {
    const { broadcast, source, tick, trouble } = broadcasting();
    const viewer = join(broadcast);
    await read(viewer, 2);
    source.failure = new Error("out of order");
    vi.advanceTimersByTime(100);
    expect(trouble).toHaveBeenCalledWith(source.failure);
    source.failure = undefined;
    const next = read(viewer, 2);
    tick();
    expect(await next).toBe("tick 1 points 1 ");
  });
});

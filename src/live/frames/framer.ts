import type { Live } from "../live.js";
import { blockBytes, encodePoints } from "../points/point-block.js";
import type { Beginning, Tick } from "../view.js";
import { serverSentEvent } from "./sse.js";

/** Something for viewers, encoded once for all of them, as server-sent events. */
export interface Frame {
  /** Frames count up by one. */
  readonly number: number;
  /** Everything but points. */
  readonly head: Uint8Array;
  /** The points, which whoever is late can do without; empty = none. */
  readonly points: Uint8Array;
}

export interface FramerOptions {
  /** Tells processes apart: a frame of another one is nothing to go on from. */
  readonly run: string;
  /** A tick without news says so often that nothing is new, in ms; default 2,000. */
  readonly heartbeat?: number;
}

/** Points of a tick, and of a beginning, take this many bytes at most before base64; of more every so many-th is sent. */
const TICK_BYTES = 1_000_000;
const BEGINNING_BYTES = 4_000_000;

/** Where the histories of a {@link Live} stood. */
interface Mark {
  readonly points: number;
  readonly moments: number;
  readonly happenings: number;
  readonly unusual: number;
  readonly snapshots: number;
}

/** Turns what a pipeline has committed into frames: a beginning for who comes, ticks for who stays. */
export class Framer {
  readonly #live: Live;
  readonly #run: string;
  readonly #heartbeat: number;
  #number = 0;
  /** What has been told with the last tick. */
  #mark: Mark;
  #phase = "";
  #toldAt = Number.NEGATIVE_INFINITY;
  #beginning: Frame | undefined;

  constructor(live: Live, { run, heartbeat = 2000 }: FramerOptions) {
    this.#live = live;
    this.#run = run;
    this.#heartbeat = heartbeat;
    this.#mark = markOf(live);
  }

  /** Everything up to the last tick, and the frame from which ticks go on. */
  beginning(): Frame {
    this.#beginning ??= this.#encode("beginning", this.#everything(), this.#pointsUntilNow());
    return this.#beginning;
  }

  /** What is new since the last tick; undefined = nothing, and nobody needs to hear so yet. */
  next(): Frame | undefined {
    const live = this.#live;
    const phase = JSON.stringify(live.phase);
    const mark = markOf(live);
    const isNew =
      phase !== this.#phase || Object.entries(mark).some(([name, at]) => at > this.#mark[name as keyof Mark]);
    if (!isNew && live.now - this.#toldAt < this.#heartbeat) return undefined;
    const tick = this.#news(mark);
    const points = this.#points(this.#mark.points, mark.points, TICK_BYTES);
    this.#number++;
    this.#mark = mark;
    this.#phase = phase;
    this.#toldAt = live.now;
    this.#beginning = undefined;
    return this.#encode("tick", tick, points);
  }

  /** The frame that somebody has seen last, by its event id; undefined = none of ours. */
  numberOf(id: string): number | undefined {
    const [, run, number] = /^(.+)-(\d{1,15})$/.exec(id) ?? [];
    return run === this.#run ? Number(number) : undefined;
  }

  #everything(): Beginning {
    const { happenings, moments, snapshots, subject, unusual } = this.#live;
    const mark = this.#mark;
    return {
      subject,
      ...this.#state(),
      moments: moments.until(mark.moments),
      happenings: happenings.slice(0, mark.happenings),
      unusual: unusual.slice(0, mark.unusual),
      snapshots: snapshots.entries.slice(snapshots.first, mark.snapshots),
      snapshot: snapshots.newest ?? null,
    };
  }

  #news(to: Mark): Tick {
    const { happenings, moments, snapshots, unusual } = this.#live;
    const from = this.#mark;
    const moment = moments.since(from.moments);
    return {
      ...this.#state(),
      moments: moment === undefined ? [] : [moment],
      happenings: happenings.slice(from.happenings),
      unusual: unusual.slice(from.unusual),
      snapshots: snapshots.entries.slice(from.snapshots),
      snapshot: to.snapshots > from.snapshots ? (snapshots.newest ?? null) : null,
    };
  }

  #state(): Pick<Tick, "now" | "phase" | "totals"> {
    const { now, phase, totals } = this.#live;
    return { now, phase, totals };
  }

  #pointsUntilNow(): Uint8Array {
    return this.#points(0, this.#mark.points, BEGINNING_BYTES);
  }

  #points(from: number, to: number, mostBytes: number): Uint8Array {
    const { points } = this.#live;
    const count = to - Math.max(from, points.total - points.count);
    if (count <= 0) return new Uint8Array();
    return encodePoints(points, from, to, Math.ceil(blockBytes(count, points.dimensions) / mostBytes));
  }

  #encode(event: "beginning" | "tick", view: Beginning | Tick, points: Uint8Array): Frame {
    const id = `${this.#run}-${this.#number}`;
    const base64 =
      points.length === 0 ? "" : Buffer.from(points.buffer, points.byteOffset, points.length).toString("base64");
    return {
      number: this.#number,
      head: Buffer.from(serverSentEvent(event, JSON.stringify(view), id)),
      points: base64 === "" ? points : Buffer.from(serverSentEvent("points", base64)),
    };
  }
}

function markOf({ happenings, moments, points, snapshots, unusual }: Live): Mark {
  return {
    points: points.total,
    moments: moments.total,
    happenings: happenings.total,
    unusual: unusual.total,
    snapshots: snapshots.entries.total,
  };
}

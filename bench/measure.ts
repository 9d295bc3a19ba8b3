import { existsSync, readFileSync } from "node:fs";

/**
 * Seconds of processor time that a call takes, all threads of this process together: other programs on the same
 * machine cost less of it than of the time on the wall.
 */
export function processorSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/**
 * Seconds of processor time that a call takes in this thread alone, without those in which V8 compiles and collects
 * garbage: as Linux tells it, to some 4 ms. Of all threads where it does not, or where the call is shorter than that
 * allows to tell.
 */
export function threadSeconds(run: () => void): number {
  const before = threadNanoseconds();
  const all = processorSeconds(run);
  const alone = (threadNanoseconds() - before) / 1e9;
  return alone > SHORT ? alone : all;
}

const THREAD = "/proc/thread-self/schedstat";
const SHORT = 0.02;

function threadNanoseconds(): number {
  return existsSync(THREAD) ? Number(readFileSync(THREAD, "utf8").split(" ", 1)[0]) : 0;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Processor seconds that one call takes: the median of several runs after one that is not counted. */
export function medianSeconds(run: () => void, runs: number): number {
  run();
  return median(Array.from({ length: runs }, () => processorSeconds(run)));
}

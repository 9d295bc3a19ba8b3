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

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Processor seconds that one call takes: the median of several runs after one that is not counted. */
export function medianSeconds(run: () => void, runs: number): number {
  run();
  return median(Array.from({ length: runs }, () => processorSeconds(run)));
}

/** Seconds that one call takes: the median of several runs after one that is not counted. */
export function medianSeconds(run: () => void, runs: number): number {
  run();
  const seconds = Array.from({ length: runs }, () => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / 1e9;
  });
  return seconds.sort((a, b) => a - b)[runs >> 1]!;
}

/** So many points committed, at so many ms since 1970. */
export interface Progress {
  readonly committed: number;
  readonly at: number;
}

/**
 * Points a second from the first commit behind a tenth of the points to the last one: by then connections are made,
 * models warmed up and code is compiled. Of a run with one commit behind that tenth, all from its beginning.
 *
 * @param progress the beginning, with 0 points, then every commit.
 */
export function pointsPerSecond(progress: readonly Progress[]): number {
  const last = progress.at(-1)!;
  const warm = progress.find(({ committed }) => committed >= last.committed / 10)!;
  const first = warm === last ? progress[0]! : warm;
  return ((last.committed - first.committed) * 1000) / (last.at - first.at);
}

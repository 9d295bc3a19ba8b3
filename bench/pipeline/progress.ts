/** So many points committed, at so many ms since 1970, after so many ms of processor time. */
export interface Progress {
  readonly committed: number;
  readonly at: number;
  readonly processor: number;
}

/** What a run came to. */
export interface Pace {
  readonly pointsPerSecond: number;
  /** Of the contestant's process, all its threads. */
  readonly processorMicrosecondsPerPoint: number;
}

/**
 * The pace from the first commit behind a tenth of the points to the last one: by then connections are made,
 * models warmed up and code is compiled. Of a run with one commit behind that tenth, all from its beginning.
 *
 * @param progress the beginning, with 0 points, then every commit.
 */
export function paceOf(progress: readonly Progress[]): Pace {
  const last = progress.at(-1)!;
  const warm = progress.find(({ committed }) => committed >= last.committed / 10)!;
  const first = warm === last ? progress[0]! : warm;
  const points = last.committed - first.committed;
  return {
    pointsPerSecond: (points * 1000) / (last.at - first.at),
    processorMicrosecondsPerPoint: ((last.processor - first.processor) * 1000) / points,
  };
}

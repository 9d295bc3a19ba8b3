/** Runs work that comes in slices to its end, without a pause, and gives its result. */
export function drive<T>(slices: Generator<undefined, T>): T {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
  }
}

/** Runs a generator that yields between slices to its end. */
export function drive<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

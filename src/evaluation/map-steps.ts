/** The same work in the same steps, which yield something else. */
export function* mapSteps<A, B, T>(steps: Generator<A, T>, map: (step: A) => B): Generator<B, T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield map(step.value);
  }
}

import type { Observable } from "rxjs";

/** Everything that a stream emits in the call of `subscribe`; a failure is thrown. */
export function valuesOf<T>(stream: Observable<T>): T[] {
  const values: T[] = [];
  stream.subscribe({
    next: (value) => values.push(value),
    error: (error) => {
      throw error;
    },
  });
  return values;
}

/** What the error says with which a stream fails in the call of `subscribe`. */
export function failureOf(stream: Observable<unknown>): string {
  let message = "no failure";
  stream.subscribe({
    error: (error: Error) => {
      message = error.message;
    },
  });
  return message;
}

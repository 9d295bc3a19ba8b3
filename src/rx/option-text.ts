/** The value of a learner's option as one would write it: bounds that leave no choice are the number that they are. */
export function optionText(value: unknown): string {
  const { min, max } = (value ?? {}) as { readonly min?: unknown; readonly max?: unknown };
  return JSON.stringify(min !== undefined && min === max ? min : value);
}

/** A number as JSON can tell it: null where it is none. */
export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

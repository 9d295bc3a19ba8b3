/** An array in memory that threads share. */
export function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

/** The same numbers in memory that threads share: copied, unless they are there already. */
export function shared(numbers: Float64Array): Float64Array {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const copy = sharedNumbers(numbers.length);
  copy.set(numbers);
  return copy;
}

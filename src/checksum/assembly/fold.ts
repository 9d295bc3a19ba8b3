// Where things stand in memory, in bytes: the last SPAN vectors that were folded away, and behind them what is next.

/** Where the next vectors stand: behind those that a fold reaches back to. */
const NEXT: usize = 16 * 209;

/**
 * Folds away the vectors of a chunk, which were put behind the span.
 *
 * With A = x¹²⁸, A²⁰⁹ + A¹⁴⁴ + A⁵⁴ + A³⁹ + A¹⁴ + 1 is a multiple of the polynomial of CRC-32C (found by search, of six
 * terms the shortest), so a vector may be added to those 65, 155, 170, 195 and 209 places behind it and be forgotten.
 */
export function fold(vectors: i32): void {
  const end = NEXT + 16 * (<usize>vectors);
  for (let at = NEXT; at < end; at += 16) v128.store(at, folded(at));
  memory.copy(0, end - NEXT, NEXT);
}

/** What the message comes to, given its last SPAN vectors behind the span: it stands there then, as long as these. */
export function finish(): void {
  memory.copy(2 * NEXT, NEXT, NEXT);
  memory.fill(NEXT, 0, NEXT); // these are not folded away
  for (let at = NEXT; at < 2 * NEXT; at += 16) v128.store(at + NEXT, v128.xor(v128.load(at + NEXT), folded(at)));
  memory.copy(NEXT, 2 * NEXT, NEXT);
}

// @ts-ignore: decorator
@inline
function folded(at: usize): v128 {
  const near = v128.xor(v128.load(at - 16 * 65), v128.load(at - 16 * 155));
  const far = v128.xor(v128.load(at - 16 * 170), v128.load(at - 16 * 195));
  return v128.xor(v128.xor(v128.load(at), v128.load(at - NEXT)), v128.xor(near, far));
}

/** Forgets what was folded. */
export function begin(): void {
  memory.fill(0, 0, NEXT);
}

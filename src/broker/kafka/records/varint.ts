// Zigzag: 0, −1, 1, −2, … → 0, 1, 2, 3, …, in groups of seven bits, the lowest first (protobuf's sint32 and sint64).

/** Bytes of an int32 as varint. */
export function sizeOfVarint(value: number): number {
  const z = ((value << 1) ^ (value >> 31)) >>> 0;
  if (z < 0x80) return 1;
  if (z < 0x4000) return 2;
  if (z < 0x200000) return 3;
  return z < 0x10000000 ? 4 : 5;
}

/** Writes an int32 at `at`; returns where it ends. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let z = ((value << 1) ^ (value >> 31)) >>> 0;
  while (z > 0x7f) {
    bytes[at++] = z | 0x80;
    z >>>= 7;
  }
  bytes[at++] = z;
  return at;
}

/** Bytes of a safe integer as varlong. */
export function sizeOfVarlong(value: number): number {
  let size = 1;
  for (let rest = Math.floor(magnitude(value) / 64); rest > 0; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a safe integer at `at`; returns where it ends. */
export function writeVarlong(bytes: Uint8Array, at: number, value: number): number {
  const m = magnitude(value);
  // Twice the magnitude may lie beyond 2^53: its lowest bit is the sign, so it is never formed.
  let low = (m % 64) * 2 + (value < 0 ? 1 : 0);
  for (let rest = Math.floor(m / 64); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[at++] = low | 0x80;
    low = rest % 128;
  }
  bytes[at++] = low;
  return at;
}

function magnitude(value: number): number {
  return value < 0 ? -(value + 1) : value;
}

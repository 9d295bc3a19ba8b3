/** Bytes of the factors: they stay in any L1 cache. */
const SPAN = 4096;

const F64 = 0x7c;
const I32 = 0x7f;
const V128 = 0x7b;
const VECTOR_BYTES = 16;

/** Instructions by their codes in the WebAssembly specification, section 5.4. */
const op = {
  loop: [0x03, 0x40],
  end: [0x0b],
  branchIf: (depth: number) => [0x0d, ...unsigned(depth)],
  get: (local: number) => [0x20, ...unsigned(local)],
  set: (local: number) => [0x21, ...unsigned(local)],
  tee: (local: number) => [0x22, ...unsigned(local)],
  constant: (value: number) => [0x41, ...signed(value)],
  less: [0x49],
  add: [0x6a],
  subtract: [0x6b],
  addF64: [0xa0],
  load: (offset: number) => [0xfd, 0x00, 0x04, ...unsigned(offset)],
  lane: (index: number) => [0xfd, 0x21, index],
  addVectors: [0xfd, 0xf0, 0x01],
  multiplyVectors: [0xfd, 0xf2, 0x01],
} as const;

/** Turns of the inner loop in one pass. */
const turnsPerPass = (sums: number): number => Math.floor(SPAN / (sums * VECTOR_BYTES));

/** Multiply-adds in one pass: two lanes in every sum. */
export const multiplyAddsPerPass = (sums: number): number => turnsPerPass(sums) * sums * 2;

/**
 * A WebAssembly module that exports `run(passes) → sum of everything`, encoded here byte by byte: one function and a
 * page of memory need no compiler.
 *
 * Each turn of its loop multiplies vectors from memory with one in a register and adds the products to independent
 * sums, so that products wait for nothing but loads, and chains of dependencies consist of additions only.
 *
 * @param sums how many: enough of them hide the latency of an addition, too many do not fit into registers.
 */
export function peakModule(sums: number): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector([[I32]]), ...vector([[F64]])];
  const exported = [...vector([...Buffer.from("run")].map((byte) => [byte])), 0x00, 0x00];
  const sections = [
    section(1, vector([type])),
    section(3, vector([[0]])),
    section(5, vector([[0x00, 1]])),
    section(7, vector([exported])),
    section(10, vector([sized(code(sums))])),
  ];
  return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, ...sections.flat()]);
}

/** Locals: 0 = passes left, 1 = address, 2 = factor in a register, from 3 on the sums. */
function code(sums: number): number[] {
  const [passes, address, factor, first] = [0, 1, 2, 3];
  const all = Array.from({ length: sums }, (_, i) => first + i);
  const step = sums * VECTOR_BYTES;
  const multiplyAdd = (sum: number, i: number): number[] => [
    ...op.get(sum),
    ...op.get(address),
    ...op.load(i * VECTOR_BYTES),
    ...op.get(factor),
    ...op.multiplyVectors,
    ...op.addVectors,
    ...op.set(sum),
  ];
  const lanes = (sum: number): number[] => [0, 1].flatMap((lane) => [...op.get(sum), ...op.lane(lane)]);
  return [
    ...vector([
      [1, I32],
      [1 + sums, V128],
    ]),
    ...[...op.constant(0), ...op.load(0), ...op.set(factor)],
    ...op.loop,
    ...[...op.constant(0), ...op.set(address)],
    ...op.loop,
    ...all.flatMap(multiplyAdd),
    ...[...op.get(address), ...op.constant(step), ...op.add, ...op.tee(address)],
    ...[...op.constant(turnsPerPass(sums) * step), ...op.less, ...op.branchIf(0)],
    ...op.end,
    ...[...op.get(passes), ...op.constant(1), ...op.subtract, ...op.tee(passes), ...op.branchIf(0)],
    ...op.end,
    ...all.flatMap(lanes),
    ...Array.from({ length: 2 * sums - 1 }, () => op.addF64).flat(),
    ...op.end,
  ];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content];
}

function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}

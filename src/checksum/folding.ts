import { BINARY } from "./binary.js";

/** Bytes that a fold reaches back; as in assembly/fold.ts. */
const SPAN = 16 * 209;
/** Bytes folded at once: with the span, they stay in the first cache. */
const CHUNK = 16 * 1024;

interface Code {
  begin(): void;
  fold(vectors: number): void;
  finish(): void;
}

/** As much of the standard interface as is used here, for compilers that know neither Node nor browsers. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
}

/** Shortens messages without changing what they are modulo the polynomial of CRC-32C. */
export interface Folding {
  /**
   * Folds away as many bytes at the front as pay, before which the register held ones.
   *
   * @returns what the folded bytes and the SPAN bytes behind them come to, as a message before which the register holds
   *   zeros; valid until the next call. `length` = how many of `bytes` it stands for.
   */
  fold(bytes: Uint8Array): { readonly residue: Uint8Array; readonly length: number };
}

/** Shorter messages are not worth it. */
export const WORTH_FOLDING = 2 * SPAN;

/** undefined where there is no WebAssembly with vectors. */
export function makeFolding(): Folding | undefined {
  const { WebAssembly: api } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };
  if (api === undefined) return undefined;
  try {
    const binary = Uint8Array.from(atob(BINARY), (character) => character.charCodeAt(0));
    const memory = new api.Memory({ initial: 1 });
    const { exports } = new api.Instance(new api.Module(binary), { env: { memory } });
    return foldingIn(exports as Code, new Uint8Array(memory.buffer));
  } catch {
    return undefined;
  }
}

function foldingIn(code: Code, memory: Uint8Array): Folding {
  const residue = memory.subarray(SPAN, 2 * SPAN);
  const fold = (bytes: Uint8Array) => {
    const end = bytes.length - SPAN - (bytes.length % 16);
    code.begin();
    for (let at = 0; at < end; at += CHUNK) {
      const size = Math.min(CHUNK, end - at);
      memory.set(bytes.subarray(at, at + size), SPAN);
      if (at === 0) for (let i = SPAN; i < SPAN + 4; i++) memory[i]! ^= 0xff; // the register's ones
      code.fold(size / 16);
    }
    memory.set(bytes.subarray(end, end + SPAN), SPAN);
    code.finish();
    return { residue, length: end + SPAN };
  };
  return { fold };
}

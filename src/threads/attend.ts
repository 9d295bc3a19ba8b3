import { setTimeout } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import type { End } from "./messages.js";

/** A thread ends after so many rests, of so many milliseconds each, with nothing compiled before or between them. */
const RESTS = 10;
const REST = 10;
/** The compiler is idle when it does something small within so many milliseconds. */
const PROMPTLY = 5;
/** A module with nothing in it. */
const NOTHING = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Not there where V8 compiles nothing at all. */
const { WebAssembly: api } = globalThis as unknown as {
  readonly WebAssembly?: { compile(bytes: Uint8Array): Promise<unknown> };
};

/**
 * What a worker thread does with each message until it is ended.
 *
 * Told to end, it rests until nothing is compiled for it any more (see `endWorker`). V8 does not tell, but what it
 * compiles waits in one queue: an empty WebAssembly module is soon done when nothing is before it.
 */
export function attend<T extends object>(handle: (message: T) => void): void {
  parentPort?.on("message", (message: T | End) => {
    if ("end" in message) void rested().then(() => message.end.close());
    else handle(message);
  });
}

async function rested(): Promise<void> {
  for (let rests = 0; rests < RESTS; ) {
    await setTimeout(REST);
    const asked = performance.now();
    await api?.compile(NOTHING);
    rests = performance.now() - asked < PROMPTLY ? rests + 1 : 0;
  }
}

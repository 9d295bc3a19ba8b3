import { expect } from "vitest";
import type { Snapshot } from "../../../src/format/records.js";
import { type Ran, type RunOptions, runCli } from "./run-cli.js";

/** A command line that goes on until it is stopped, once it has said where its dashboard is. */
export async function serving(
  args: readonly string[],
  run: (args: readonly string[], options: RunOptions) => Promise<Ran> = runCli,
  options: RunOptions = {},
) {
  const stop = new AbortController();
  let said = "";
  let tell: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const running = run(args, {
    ...options,
    signal: stop.signal,
    onStderr: (text) => {
      said += text;
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (found !== undefined) tell(found);
    },
  });
  const early = running.then(({ stderr }) => expect.unreachable(`ended before it served: ${stderr}`));
  const address = await Promise.race([url, early]);
  return {
    url: address,
    get: async (path: string) => (await fetch(`${address}${path}`)).json() as Promise<never>,
    /** Waits until the page would show so many points. */
    learned: async (count: number): Promise<Snapshot> => {
      for (;;) {
        const response = await fetch(`${address}/api/snapshot`);
        const snapshot = (await response.json()) as Snapshot;
        if (response.ok && snapshot.points >= count) return snapshot;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop: (): Promise<Ran> => {
      stop.abort();
      return running;
    },
  };
}

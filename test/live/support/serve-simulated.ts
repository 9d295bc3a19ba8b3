import { onTestFinished } from "vitest";
import { viewPortsOf } from "../../../src/cli/serve/view-ports-of.js";
import { Answers } from "../../../src/live/answers/answers.js";
import { type RunningServer, type StartOptions, startServer } from "../../../src/server/start-server.js";
import { type SimulatedOptions, SimulatedStream } from "./simulated-stream.js";

export interface ServedSimulation {
  readonly sim: SimulatedStream;
  readonly server: RunningServer;
  /** Errors that the server told of. */
  readonly troubles: unknown[];
}

/** A stream that is simulated, and a server that shows it until the test ends. */
export async function serveSimulated(
  options: Partial<StartOptions> = {},
  simulated: SimulatedOptions = {},
): Promise<ServedSimulation> {
  const sim = new SimulatedStream(simulated);
  const { server, troubles } = await serveStream(sim, options);
  onTestFinished(() => server.close());
  return { sim, server, troubles };
}

/** A server that shows a stream; whoever starts it closes it. */
export async function serveStream(sim: SimulatedStream, options: Partial<StartOptions> = {}) {
  const view = viewPortsOf(sim.live, new Answers(sim.live, sim.features));
  const troubles: unknown[] = [];
  const ports = {
    health: () => ({ live: true, ready: true }),
    metrics: async () => "mixtide_ready 1\n",
    trouble: (error: unknown) => troubles.push(error),
  };
  return { server: await startServer({ port: 0, view, ...options }, ports), troubles, view };
}

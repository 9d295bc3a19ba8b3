import { stringify } from "yaml";
import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { assemble } from "../../config/assemble.js";
import type { ConfigInput } from "../../config/config-schema.js";
import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import { runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import { ListenError } from "../../server/listen-error.js";
import type { Context } from "../context.js";
import { untilAborted } from "../interruptible.js";
import { type ServedRun, serveRun } from "../serve/serve-run.js";
import { USUAL_PORT } from "../serve/usual-port.js";
import { grouped } from "../terminal/numbers.js";
import { geyserStream, QUAKE_AT, THIRD_KIND_AT } from "./geyser-stream.js";

const COLUMNS = ["eruption (minutes)", "waiting (minutes)"];
/** ms between 25 eruptions. */
const PIECE_MS = 100;

/**
 * Shows the dashboard of a geyser that never ends, until the user has seen enough.
 *
 * @param port true = the usual one or, where another program has that, any free one.
 */
export async function serveGeyser(port: number | true, seed: number, context: Context): Promise<void> {
  const { messages, signal } = context;
  const loaded = configured(seed);
  const parts = { ...assemble(loaded.config), input: "Old Faithful" };
  const served = await listening(port, (at) => serveRun(loaded, parts, at, context));
  messages.line(WHAT_COMES);
  const cluster = new MemoryCluster();
  const broker = cluster.connect({ clientId: parts.app });
  const { interval: _, ...limits } = parts.settings.commit;
  try {
    await runEmbedded(
      {
        ...parts,
        settings: { ...parts.settings, commit: limits },
        input: "geyser",
        broker,
        records: untilAborted(geyserStream(seed, PIECE_MS), signal),
        produce: cluster.produce.bind(cluster),
        signal,
        onlooker: served.onlooker,
      },
      (output) => {
        if (output.type === "event") served.take(output.event);
      },
    );
  } finally {
    await broker.close();
    await served.close();
  }
}

const WHAT_COMES =
  "Open it in a browser: eruptions of Old Faithful, the 272 on record and then made-up ones like them, some of them odd.\n" +
  `After ${grouped(QUAKE_AT)} an earthquake changes the geyser, after ${grouped(THIRD_KIND_AT)} a third kind of eruption begins. Ctrl-C ends it.`;

function configured(seed: number): LoadedConfig {
  const config: ConfigInput = {
    app: "geyser",
    source: { topic: "geyser", from: "earliest", format: "csv", columns: COLUMNS },
    features: COLUMNS,
    model: { components: { min: 2, max: 6 }, warmup: 250, seed, schedule: { kind: "half-life", points: 2000 } },
    snapshots: { every: 100 },
  };
  return loadConfig({ text: stringify(config) });
}

async function listening(port: number | true, serve: (port: number) => Promise<ServedRun>): Promise<ServedRun> {
  if (port !== true) return await serve(port);
  try {
    return await serve(USUAL_PORT);
  } catch (error) {
    if (error instanceof ListenError) return await serve(0);
    throw error;
  }
}

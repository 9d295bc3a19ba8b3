import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { type Assembly, assemble } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { type InputFile, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import { runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import type { Context } from "../context.js";
import { CliError, Interrupted, UsageError } from "../errors.js";
import { interruptible, untilAborted } from "../interruptible.js";
import { inputOptionsOf, orSuggest } from "../options/points-options.js";
import type { ServedRun } from "../serve/serve-run.js";
import { portOf } from "../serve/usual-port.js";
import { embeddedConfig } from "./embedded-config.js";
import type { RunOptions } from "./run-options.js";
import { RunResults } from "./run-results.js";
import { summaryText } from "./summary-text.js";

/**
 * Learns from a file of points and labels them, without a broker.
 *
 * @param path configuration, where there is one.
 * @param file `-` is standard input.
 */
export async function runOverFile(
  path: string | undefined,
  file: string,
  options: RunOptions,
  context: Context,
): Promise<void> {
  const { messages, out, signal } = context;
  if (options.dryRun)
    throw new UsageError("--dry-run goes without --input", "A run over a file writes nothing but what it prints.");
  if (options.json && options.labels === undefined)
    throw new UsageError("--json needs --labels", "Otherwise labels and summary would mix on standard output.");
  const input = await interruptible(openInput(file, inputOptionsOf(file, options, context)), signal);
  let interrupted = false;
  const results = await learn(path, input, options, context, async ({ summary }) => {
    interrupted = signal.aborted;
    messages.clear();
    if (options.json) await out.json({ input: file, ...summary, interrupted });
    messages.line(summaryText(input.topic, summary));
  });
  if (interrupted) throw new Interrupted(`interrupted: what was read until then is labelled`);
  if (results.summary.points === 0) throw new CliError(`${file}: no record could be read as a point`);
}

/** @param tell what came of it, before the dashboard, if there is one, waits for its viewers. */
async function learn(
  path: string | undefined,
  input: InputFile,
  options: RunOptions,
  context: Context,
  tell: (results: RunResults) => Promise<void>,
): Promise<RunResults> {
  const { env, signal } = context;
  const [sample, records] = await peek(untilAborted(input.records, signal));
  const configure = () => embeddedConfig(path, input, sample, options, env);
  const loaded = await orSuggest(configure, options.input ?? "", options, context);
  const { config } = loaded;
  const cluster = new MemoryCluster();
  const results = new RunResults(options, context);
  const parts = assemble(config);
  const settings = { ...parts.settings, commit: commitOf(loaded) };
  const produce = cluster.produce.bind(cluster);
  const broker = cluster.connect({ clientId: config.app });
  const port = portOf(options.serve, loaded);
  const served = port === undefined ? undefined : await serve(loaded, { ...parts, input: input.topic }, port, context);
  try {
    const pipeline = { ...parts, settings, input: input.topic, onlooker: served?.onlooker };
    await runEmbedded({ ...pipeline, broker, records, produce, signal }, (output) => {
      if (output.type === "event") served?.take(output.event);
      return results.take(output);
    });
    await results.close();
    await tell(results);
    await served?.stay(context);
  } finally {
    await broker.close();
    await results.close();
    await served?.close();
  }
  return results;
}

/** Loaded only when somebody wants to look. */
async function serve(loaded: LoadedConfig, parts: Assembly, port: number, context: Context): Promise<ServedRun> {
  const { serveRun } = await import("../serve/serve-run.js");
  return await serveRun(loaded, parts, port, context);
}

/** A run without a broker commits as often as it likes, unless it was told otherwise. */
function commitOf({ config, provenance }: LoadedConfig): Partial<Config["commit"]> {
  const { interval, ...limits } = config.commit;
  return provenance.get("commit.interval")?.from === "default" ? limits : { interval, ...limits };
}

/** The first piece of a stream, and the whole of it. */
async function peek(
  pieces: AsyncIterable<readonly RawRecord[]>,
): Promise<[readonly RawRecord[], AsyncIterable<readonly RawRecord[]>]> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const all = async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return [first.done ? [] : first.value, all()];
}

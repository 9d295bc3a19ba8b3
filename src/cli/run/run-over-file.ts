import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { assemble } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { type InputFile, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import { runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import type { Context } from "../context.js";
import { CliError, Interrupted, UsageError } from "../errors.js";
import { interruptible, untilAborted } from "../interruptible.js";
import { inputOptionsOf, orSuggest } from "../options/points-options.js";
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
  const results = await learn(path, input, options, context);
  const { summary } = results;
  messages.clear();
  if (options.json) await out.json({ input: file, ...summary, interrupted: signal.aborted });
  messages.line(summaryText(input.topic, summary));
  if (signal.aborted) throw new Interrupted(`interrupted: what was read until then is labelled`);
  if (summary.points === 0) throw new CliError(`${file}: no record could be read as a point`);
}

async function learn(
  path: string | undefined,
  input: InputFile,
  options: RunOptions,
  context: Context,
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
  try {
    await runEmbedded({ ...parts, settings, input: input.topic, broker, records, produce, signal }, (output) =>
      results.take(output),
    );
  } finally {
    await broker.close();
    await results.close();
  }
  return results;
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

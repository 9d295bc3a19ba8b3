import { planReplay } from "../../pipeline/replay/plan-replay.js";
import { runReplay } from "../../pipeline/replay/run-replay.js";
import type { Context } from "../context.js";
import { CliError, Interrupted } from "../errors.js";
import { compose } from "../kafka/compose.js";
import { inputPartitions } from "../kafka/missing-topic.js";
import { withCluster } from "../kafka/with-cluster.js";
import { grouped, nats, plural } from "../terminal/numbers.js";
import { type ReplayOptions, replayConfig } from "./replay-options.js";
import { ReplayProgress, type ReplaySummary } from "./replay-progress.js";

/** Learns history anew under another name and with other settings. */
export async function replayHistory(
  path: string,
  options: ReplayOptions & { readonly app: string },
  context: Context,
): Promise<void> {
  const { app, from = "earliest", set = [], to = "now" } = options;
  const { live, replay } = replayConfig(path, app, set, context.env);
  await withCluster(replay, context, async ({ broker }) => {
    const { input, ...parts } = compose(replay.config);
    await inputPartitions(broker.admin, input);
    const { bounds, resumed } = await planReplay({ app, input, broker, from, to });
    const offsets = bounds.ends.reduce((sum, end, p) => sum + end - bounds.starts[p]!, 0);
    context.messages.line(
      `${app}: ${resumed === undefined ? "replays" : "goes on replaying"} ${plural(offsets, "offset")} of ${input}, from ` +
        `${timeText(from)} to ${timeText(to)}; ${live.config.app} is left alone`,
    );
    const progress = new ReplayProgress(bounds, context);
    const { speed } = options;
    const complete = await runReplay(
      {
        ...parts,
        input,
        broker,
        bounds,
        signal: context.signal,
        ...(speed === undefined ? {} : { speed }),
      },
      (event) => progress.take(event),
    );
    const { summary } = progress;
    context.messages.clear();
    if (options.json) await context.out.json({ app, complete, ...bounds, ...summary });
    context.messages.line(summaryText(app, summary));
    if (!complete) throw unfinished(context);
    context.messages.line(
      `Next: mixtide replay compare ${path} --app ${app}, then mixtide promote ${path} --from-app ${app}`,
    );
  });
}

const timeText = (time: string | number): string => (typeof time === "number" ? new Date(time).toISOString() : time);

function summaryText(
  app: string,
  { points, labels, deadLetters, version, logLikelihood, seconds }: ReplaySummary,
): string {
  const mean = logLikelihood.mean === null ? "" : `, ${nats(logLikelihood.mean)} nats a point before learning it`;
  const bad = deadLetters === 0 ? "" : `, ${plural(deadLetters, "dead letter")}`;
  const model = version < 0 ? "no mixture yet" : `mixture version ${grouped(version)}`;
  return `${app}: ${plural(points, "point")} in ${seconds.toFixed(1)} s, ${plural(labels, "label")}${bad}, ${model}${mean}`;
}

function unfinished({ signal }: Context): CliError {
  const next = "What was committed stays; the same command goes on from there.";
  if (signal.aborted) return new Interrupted(`interrupted before the end. ${next}`);
  return new CliError("the replay stopped before its end", { remedy: next });
}

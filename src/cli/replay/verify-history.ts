import { assemble } from "../../config/assemble.js";
import { loadConfig } from "../../config/load-config.js";
import { type ReplayReport, verifyJournal } from "../../pipeline/journal/replay.js";
import { readState } from "../../pipeline/state/read-state.js";
import { appTopics, TASK_ALL } from "../../pipeline/topics.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { withCluster } from "../kafka/with-cluster.js";
import { grouped, plural } from "../terminal/numbers.js";
import { progressBar } from "../terminal/progress-bar.js";

/** Replays the journal of an app and compares digests; writes nothing to the cluster. */
export async function verifyHistory(path: string, json: boolean, context: Context): Promise<void> {
  const loaded = loadConfig({ path, environment: context.env });
  const { messages, out, signal } = context;
  await withCluster(loaded, context, async ({ broker }) => {
    const { app, decoder, input, learners } = assemble(loaded.config);
    const topics = appTopics(app, input);
    const counts = await broker.admin.partitionCounts([topics.journal, topics.state]);
    if (!counts.has(topics.journal) || !counts.has(topics.state))
      throw new CliError(`there is no topic "${topics.journal}" in this cluster, or no right to see it`, {
        remedy: `It comes with the first \`mixtide run ${path}\`.`,
      });
    const stored = await readState(broker, { topic: topics.state, partition: TASK_ALL.partition });
    const last = stored?.manifest.unit ?? 0;
    const report = await interruptible(
      verifyJournal({
        broker,
        topics,
        decoder,
        learners,
        progress: ({ entry }) =>
          messages.progress(`${progressBar(last === 0 ? 1 : entry.unit / last)} unit ${grouped(entry.unit)}`),
      }),
      signal,
    );
    messages.clear();
    await (json ? out.json(asJson(app, report)) : out.line(reportLines(app, input, report).join("\n")));
    if (report.mismatch !== undefined) throw differs(app, report.mismatch.unit);
  });
}

/** As `--json` prints it. */
function asJson(app: string, { span, mismatch, ...report }: ReplayReport) {
  return {
    app,
    identical: mismatch === undefined,
    ...report,
    span: Object.fromEntries(span),
    ...(mismatch && { mismatch }),
  };
}

function reportLines(
  app: string,
  input: string,
  { from, to, points, promotions, span, mismatch }: ReplayReport,
): string[] {
  const verdict = mismatch === undefined ? "bit-identical" : "identical only so far";
  const promoted = promotions === 0 ? "" : `, ${plural(promotions, "promotion")}`;
  const parts = [...span].sort(([a], [b]) => a - b);
  return [
    `${app}: units ${grouped(from)} to ${grouped(to)} replayed, ${plural(points, "point")}${promoted}: ${verdict}`,
    ...parts.map(
      ([partition, range]) => `  ${input}/${partition}  offsets ${grouped(range.from)} to ${grouped(range.to)}`,
    ),
  ];
}

function differs(app: string, unit: number): CliError {
  return new CliError(`after unit ${grouped(unit)} of ${app} history and replay differ`, {
    remedy:
      "From that unit on the model is not what its input makes of it: input records changed or were lost, the " +
      "configuration reads them in another way than then, or another version of mixtide computes in another way. " +
      "Labels before that unit are as they should be.",
  });
}

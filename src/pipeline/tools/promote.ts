import { transplant } from "../../learning/transplant.js";
import { RefusedError } from "../errors.js";
import type { StreamLearner } from "../ports/learner.js";
import { combinedDigest, digestsOf } from "../state/digest.js";
import { type Manifest, positionsOf } from "../state/manifest.js";
import { readState } from "../state/read-state.js";
import { ofLearner } from "../state/section-names.js";
import type { TaskState } from "../task/task-state.js";
import { appTopics, TASK_ALL } from "../topics.js";
import { type Replacement, type ReplaceOptions, replaceModel } from "./replace-model.js";

export interface PromoteOptions extends ReplaceOptions {
  /** The app whose model is to be used from now on, usually a replay. */
  readonly fromApp: string;
}

/** What a promotion did. */
export interface Promoted extends Replacement {
  /** Of the model, where it comes from. */
  readonly source: { readonly app: string; readonly unit: number; readonly version: number; readonly points: number };
  /** Input offsets that the app had read and the model not: it never learns them. */
  readonly unlearned: number;
  /** Input offsets that the model had read and the app not: it learns them once more. */
  readonly repeated: number;
}

/**
 * Makes the model of another app the one that this app goes on with, at the position where it stands. The app may go on
 * running. Its positions and labels stay; versions go on counting; the components are new ones with ids of their own.
 * The points of the replaced model's open mini-batch have their labels, and stay with it for an undo.
 *
 * @returns undefined when that very model is in use already.
 * @throws RefusedError when the model is missing, unfinished or of other features, or the app is warming up.
 */
export async function promote(options: PromoteOptions): Promise<Promoted | undefined> {
  const model = await readModel(options);
  const done = await replaceModel(options, (state) => {
    if (state.promotion?.model?.digest === model.source.digest && state.promotion.model.app === options.fromApp)
      return undefined;
    const nextComponent = firstFreeComponent(state);
    const { points, version } = state.learner;
    const place = { points, version: version + 1, firstId: nextComponent };
    const learner = options.learners.adopt(transplant(model.learner.toSections(), place));
    const { app, unit, digest } = model.source;
    return {
      learner,
      input: { app, undo: false, unit, version: model.learner.version, digest },
      model: { app, unit, digest },
      nextComponent: learner.nextComponent,
      keep: true,
    };
  });
  if (done === undefined) return undefined;
  const { app, unit } = model.source;
  const { version, points } = model.learner;
  return { ...done, source: { app, unit, version, points }, ...gaps(done.positions, model.positions) };
}

interface SourceModel {
  readonly source: { readonly app: string; readonly unit: number; readonly digest: string };
  readonly learner: StreamLearner;
  readonly positions: ReadonlyMap<number, number>;
}

async function readModel(options: PromoteOptions): Promise<SourceModel> {
  const { broker, fromApp, input, learners } = options;
  if (fromApp === options.app) throw new RefusedError(`${fromApp} cannot be promoted to itself`);
  const { state } = appTopics(fromApp, input);
  const exists = (await broker.admin.partitionCounts([state])).has(state);
  const stored = exists ? await readState(broker, { topic: state, partition: TASK_ALL.partition }) : undefined;
  if (stored === undefined)
    throw new RefusedError(`${fromApp} has no state: make a model first with \`mixtide replay --app ${fromApp}\``);
  const { manifest } = stored;
  await checkModel(options, manifest);
  const sections = ofLearner(stored.sections);
  const learner = learners.adopt(sections);
  if (learner.mixture === undefined)
    throw new RefusedError(`${fromApp} is warming up: it has no model yet after ${learner.points} points`);
  const digest = combinedDigest(digestsOf(sections));
  return { source: { app: fromApp, unit: manifest.unit, digest }, learner, positions: positionsOf(manifest) };
}

async function checkModel({ broker, fromApp, input, learners }: PromoteOptions, manifest: Manifest): Promise<void> {
  const { fingerprint, kernel } = learners;
  const here = { clusterId: await broker.clusterId(), input, fingerprint, kernel };
  for (const [name, what] of Object.entries(WORDS))
    if (manifest[name as keyof typeof WORDS] !== here[name as keyof typeof WORDS])
      throw new RefusedError(
        `the model of ${fromApp} is of other ${what} (${manifest[name as keyof typeof WORDS]}, here ` +
          `${here[name as keyof typeof WORDS]}): only a model of the same points can go on in the place of this one`,
      );
  const { replay } = manifest;
  const left = replay?.ends.reduce((sum, end, p) => sum + Math.max(0, end - (manifest.positions[p] ?? 0)), 0) ?? 0;
  if (left > 0)
    throw new RefusedError(
      `${fromApp} has ${left} offsets of its history left to replay: run the same replay to its end first`,
    );
}

const WORDS = { clusterId: "cluster", input: "input", fingerprint: "features", kernel: "kernel" } as const;

function firstFreeComponent({ learner, promotion }: TaskState): number {
  return Math.max(promotion?.nextComponent ?? 0, learner.nextComponent);
}

/** What of the input only one of both has read. */
function gaps(
  app: ReadonlyMap<number, number>,
  model: ReadonlyMap<number, number>,
): Pick<Promoted, "unlearned" | "repeated"> {
  let unlearned = 0;
  let repeated = 0;
  for (const partition of new Set([...app.keys(), ...model.keys()])) {
    const ahead = (app.get(partition) ?? 0) - (model.get(partition) ?? 0);
    if (ahead > 0) unlearned += ahead;
    else repeated -= ahead;
  }
  return { unlearned, repeated };
}

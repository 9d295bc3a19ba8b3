import { RefusedError } from "../errors.js";
import type { JournalInput } from "../journal/entry.js";
import type { RecordEncoders } from "../ports/encoders.js";
import type { StreamLearner } from "../ports/learner.js";
import { combinedDigest, digestsOf, type Sections } from "../state/digest.js";
import type { Promotion } from "../state/manifest.js";
import { keptAs } from "../state/section-names.js";
import { commitAppends } from "../task/commit.js";
import { OpenUnit } from "../task/open-unit.js";
import { restore } from "../task/restore.js";
import { type SealContext, seal } from "../task/seal.js";
import { type KeptSections, NOTHING_KEPT, type TaskState } from "../task/task-state.js";
import { groupOf } from "../topics.js";
import { type StateToolOptions, toolContext, withWriter } from "./state-tool.js";

export interface ReplaceOptions extends StateToolOptions {
  /** For the snapshot that tells of the model. */
  readonly encoders: RecordEncoders;
}

/** The model that is to go on in the place of the one at work. */
export interface Successor {
  readonly learner: StreamLearner;
  readonly input: Omit<Extract<JournalInput, { type: "promotion" }>, "type" | "replaced">;
  readonly model: Promotion["model"];
  /** The first component id that will then never have been used. */
  readonly nextComponent: number;
  /** Keep the replaced model for an undo. */
  readonly keep: boolean;
}

/** What a replacement did. */
export interface Replacement {
  /** The unit that it is in the app's journal. */
  readonly unit: number;
  readonly versions: readonly [before: number, after: number];
  /** Positions of the app, which stay where they are. */
  readonly positions: ReadonlyMap<number, number>;
}

/**
 * Puts another model in the place of an app's, as a unit of its own: fences off whoever runs the app, then commits
 * learner, journal entry with checkpoint, and snapshot in one transaction. Whoever was fenced rejoins and goes on with
 * the new model; what it had learned beyond its last commit is learned again, under the new one.
 *
 * @param choose the successor, given the app's state; undefined = leave everything as it is.
 * @throws RefusedError when the app has no state or is warming up; StateError when its state is unusable.
 */
export async function replaceModel(
  options: ReplaceOptions,
  choose: (state: TaskState) => Successor | undefined,
): Promise<Replacement | undefined> {
  const context: SealContext = { ...toolContext(options), encoders: options.encoders };
  return withWriter(options, async (writer) => {
    const state = await readApp(options, context);
    const successor = choose(state);
    if (successor === undefined) return undefined;
    const before = state.learner.version;
    const { appends } = sealReplacement(context, state, successor);
    await commitAppends(writer, appends, context.settings.sizes.send);
    return { unit: state.unit + 1, versions: [before, successor.learner.version], positions: state.learned };
  });
}

/** The state under whatever settings it was learned: only a task that goes on with it has to insist on its own. */
async function readApp({ app, broker }: ReplaceOptions, context: SealContext): Promise<TaskState> {
  const learners = { ...context.learners, restore: context.learners.adopt };
  // Dead letters play no part here.
  const site = { clusterId: await broker.clusterId(), deadLetterPartitions: 1 };
  const restored = await restore({ ...context, learners, broker, group: groupOf(app) }, site);
  if (restored === undefined) throw new RefusedError(`${app} has no state yet: there is no model to replace`);
  const { state } = restored;
  if (state.learner.mixture === undefined)
    throw new RefusedError(
      `${app} is warming up (${state.learner.points} points wait for their labels): promote once it has a model of its own`,
    );
  return state;
}

function sealReplacement(context: SealContext, state: TaskState, successor: Successor) {
  const replaced = state.learner.toSections();
  const unit = new OpenUnit(context, state);
  unit.addPromotion({ type: "promotion", ...successor.input, replaced: combinedDigest(digestsOf(replaced)) });
  const next: TaskState = {
    ...state,
    learner: successor.learner,
    promotion: {
      model: successor.model,
      nextComponent: successor.nextComponent,
      settings: acceptedSettings(context, state),
    },
    kept: successor.keep ? keep(replaced) : NOTHING_KEPT,
  };
  return seal(context, next, unit, true);
}

/** The app may be running, or be started, with settings that were right before the replacement, or are meant after it. */
function acceptedSettings({ learners }: SealContext, { learner, promotion }: TaskState): string[] {
  const before = promotion?.settings ?? [];
  return [...new Set([...before, JSON.stringify(learner.options), learners.settings])];
}

function keep(learner: Sections): KeptSections {
  const sections = keptAs(learner);
  return { sections, digests: digestsOf(sections) };
}

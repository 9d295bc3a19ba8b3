import { DriftMonitor } from "../../drift/drift-monitor.js";
import type { Kernel } from "../../kernel/kernel.js";
import { Challenge, type Challenger, type Origin } from "../challenge.js";
import type { ChangeMade } from "../change-made.js";
import { KeepingUp, RECENT_POINTS } from "../keeping-up.js";
import type { CheckedLearnerOptions } from "../learner-options.js";
import { OutlyingShare } from "../outlying-share.js";
import { PointBuffer } from "../point-buffer.js";
import { RecentPoints } from "../recent-points.js";
import { ReviewSchedule } from "../review-schedule.js";
import { ShareWatch } from "../share-watch.js";
import { StateError } from "../state-error.js";
import { StepwiseEM } from "../stepwise-em.js";
import { blobsOf, progressIn } from "./pack-mixture.js";
import { packBuffer, packRecent, unpackBuffer, unpackRecent } from "./pack-points.js";
import { bytesOf, doublesOf, pack, unpack } from "./packing.js";

/** What a section's header says of a challenger. */
interface ChallengerHeader {
  readonly origin: Origin;
  readonly change?: ChangeMade;
}

/** Writes sections `keeping-up`, `recent/…`, and while a challenge is on `challenge/…` and `challenger/…`. */
export function packKeepingUp({ parts }: KeepingUp, sections: Map<string, Uint8Array>): void {
  const { monitor, shares, outlying, recent, schedule, challenge } = parts;
  const header = {
    kind: "keeping up",
    recent: { count: recent.count, next: recent.next },
    ...(challenge && {
      challenge: {
        points: challenge.points.count,
        capacity: challenge.points.capacity,
        fitted: challenge.fitted,
        challengers: challenge.challengers.length,
      },
    }),
  };
  const blobs = new Map([
    ["monitor", bytesOf(monitor.toState())],
    ["shares", bytesOf(shares.deviation)],
    ["outlying", bytesOf(outlying.toState())],
    ["schedule", bytesOf(schedule.toState())],
  ]);
  sections.set("keeping-up", pack(header, blobs));
  packRecent("recent", recent, sections);
  if (challenge === undefined) return;
  packBuffer("challenge", challenge.points, sections);
  challenge.challengers.forEach((challenger, i) => {
    sections.set(`challenger/${i}`, packChallenger(challenger));
  });
}

function packChallenger({ origin, change, em, tally }: Challenger): Uint8Array {
  const header = { kind: "challenger", origin, ...(change && { change }) };
  const { count, sum, squares } = tally;
  return pack(header, blobsOf(em).set("tally", bytesOf(Float64Array.of(count, sum, squares))));
}

/** The inverse of {@link packKeepingUp}; undefined when the mixture is not to change by itself. */
export function unpackKeepingUp(
  sections: ReadonlyMap<string, Uint8Array>,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): KeepingUp | undefined {
  if (!options.drift) return undefined;
  const packed = unpack(sectionOf(sections, "keeping-up"), "section keeping-up");
  const recent = packed.header.recent as { count: number; next: number };
  const { dimensions } = options;
  return new KeepingUp(options, kernel, {
    monitor: DriftMonitor.fromState(doublesOf(packed, "monitor")),
    shares: new ShareWatch(doublesOf(packed, "shares")),
    outlying: OutlyingShare.fromState(doublesOf(packed, "outlying")),
    recent: unpackRecent("recent", new RecentPoints(dimensions, RECENT_POINTS), recent, sections),
    schedule: ReviewSchedule.fromState(doublesOf(packed, "schedule")),
    challenge: unpackChallenge(packed.header.challenge, sections, options, kernel),
  });
}

function unpackChallenge(
  header: unknown,
  sections: ReadonlyMap<string, Uint8Array>,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Challenge | undefined {
  if (header === undefined) return undefined;
  const { points, capacity, fitted, challengers } = header as Record<string, number>;
  const buffer = new PointBuffer(options.dimensions, capacity!);
  return new Challenge(
    unpackBuffer("challenge", buffer, points!, sections),
    options.miniBatch,
    Array.from({ length: challengers! }, (_, i) => unpackChallenger(i, sections, options, kernel)),
    fitted,
  );
}

function unpackChallenger(
  index: number,
  sections: ReadonlyMap<string, Uint8Array>,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Challenger {
  const name = `challenger/${index}`;
  const packed = unpack(sectionOf(sections, name), `section ${name}`);
  const { origin, change } = packed.header as unknown as ChallengerHeader;
  const { progress, prequential } = progressIn(packed, options);
  const [count, sum, squares] = doublesOf(packed, "tally");
  const em = new StepwiseEM(options, kernel, progress, "none", prequential);
  const tally = { count: count!, sum: sum!, squares: squares! };
  return { origin, em, tally, ...(change && { change }) };
}

export function sectionOf(sections: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = sections.get(name);
  if (bytes === undefined) throw new StateError(`the state lacks section ${name}`);
  return bytes;
}

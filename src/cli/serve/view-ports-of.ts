import { randomUUID } from "node:crypto";
import type { Answers } from "../../live/answers/answers.js";
import { Framer } from "../../live/frames/framer.js";
import type { Live } from "../../live/live.js";
import { PointError } from "../../server/api/point-error.js";
import type { ViewPorts } from "../../server/api/view-ports.js";

/** What the server is told of a live pipeline. */
export function viewPortsOf(live: Live, answers: Answers): ViewPorts {
  const { snapshots, subject } = live;
  return {
    release: subject.release,
    // Who comes back to another process has to begin anew.
    frames: new Framer(live, { run: randomUUID() }),
    snapshots: (from) => snapshots.from(from),
    oldestSnapshot: () => snapshots.oldest,
    snapshot: () => snapshots.from(0).at(-1)?.value,
    figures: () => answers.figures(),
    point: (ordinal) => answers.point(ordinal),
    score: (points) => answers.score(points, (index, reason) => new PointError(index, reason)),
  };
}

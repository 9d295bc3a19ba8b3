import type { Explanation } from "../../anomaly/explanation.js";
import { LEAST_SHARE } from "../../anomaly/least-share.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import { FRAGMENT_SLACK, type Fragment, fragment, writeFragment } from "../fragment.js";
import type { MessageBuffer } from "../message-buffer.js";
import { SHARE_BYTES, writeShare } from "../number/write-share.js";

const P_VALUE = fragment(',"pValue":');
const NOT_FLAGGED = fragment(',"flagged":false');
const FLAGGED = fragment(',"flagged":true');
const WHY = fragment(',"why":{');
const NEAREST = fragment('},"nearest":{"component":');
const DISTANCE = fragment(',"distance":');
const LOG_P_VALUE = fragment(',"logPValue":');
const CLOSE = fragment("}");

/** A feature's field of `why`. */
interface FeatureKey {
  /** `"eruptions":` */
  readonly first: Fragment;
  /** `,"eruptions":` */
  readonly next: Fragment;
}

/** Whether anything is said of a score: a threshold that is a score flags points before there are p-values. */
export function hasVerdict({ flagged, pValue }: LabelledBatch, i: number): boolean {
  return !Number.isNaN(pValue[i]) || flagged[i] === 1;
}

/** Writes what is said of a score once it is calibrated, and why a flagged point is unusual. */
export class VerdictText {
  readonly #keys: readonly FeatureKey[];

  /** @param names D names of the coordinates. */
  constructor(names: readonly string[]) {
    this.#keys = names.map((name) => {
      const key = `${JSON.stringify(name)}:`;
      return { first: fragment(key), next: fragment(`,${key}`) };
    });
  }

  /** `,"pValue":0.31,"flagged":false`, behind the score of label `i`, and the reasons where it is flagged. */
  verdict({ explanations, flagged, pValue }: LabelledBatch, i: number, out: MessageBuffer): void {
    if (!Number.isNaN(pValue[i])) share(P_VALUE, pValue[i]!, out);
    if (flagged[i] === 0) {
      out.fragment(NOT_FLAGGED);
      return;
    }
    out.fragment(FLAGGED);
    const explanation = explanations.get(i);
    if (explanation !== undefined) this.#reasons(explanation, out);
  }

  #reasons({ logPValue, mahalanobisSquared, nearest, shares }: Explanation, out: MessageBuffer): void {
    out.fragment(WHY);
    let empty = true;
    this.#keys.forEach(({ first, next }, j) => {
      if (!(shares[j]! >= LEAST_SHARE)) return;
      share(empty ? first : next, shares[j]!, out);
      empty = false;
    });
    out.fragment(NEAREST);
    out.number(nearest);
    out.fragment(DISTANCE);
    out.number(Math.sqrt(mahalanobisSquared));
    out.fragment(LOG_P_VALUE);
    out.number(logPValue);
    out.fragment(CLOSE);
  }
}

function share(key: Fragment, value: number, out: MessageBuffer): void {
  out.reserve(key.length + SHARE_BYTES + FRAGMENT_SLACK);
  out.length = writeShare(out.view, writeFragment(out.view, out.length, key), value);
}

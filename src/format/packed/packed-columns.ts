import type { Mixture } from "../../mixture/mixture.js";
import type { MessageHeaders } from "../message-buffer.js";

/** Header that names the components of a message's rows, in the order of their responsibilities. */
const COMPONENTS_HEADER = "mixtide-components";

/** The components of all mixtures that labelled a message, each once. */
export class PackedColumns {
  readonly ids: Int32Array;
  readonly headers: MessageHeaders;

  constructor(mixtures: readonly Pick<Mixture, "ids">[]) {
    this.ids = Int32Array.from(new Set(mixtures.flatMap(({ ids }) => Array.from(ids))));
    this.headers = { [COMPONENTS_HEADER]: new TextEncoder().encode(this.ids.join(",")) };
  }

  /** Whether these are just the columns of a mixture with such components. */
  are(ids: Int32Array): boolean {
    const own = this.ids;
    if (ids.length !== own.length) return false;
    for (let c = 0; c < own.length; c++) if (ids[c] !== own[c]) return false;
    return true;
  }

  /** Where the columns are among a mixture's components, −1 = it has no such one; undefined = they are just these. */
  placesIn(ids: Int32Array): Int32Array | undefined {
    return this.are(ids) ? undefined : this.ids.map((id) => ids.indexOf(id));
  }
}

/** A point that was sent to be labelled cannot be used. */
export class PointError extends Error {
  /** @param index of the point among those that were sent. */
  constructor(index: number, reason: string) {
    super(`point ${index}: ${reason}`);
    this.name = new.target.name;
  }
}

/** State that cannot be used: damaged, foreign, newer than this version, or for other features. */
export class StateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StateError";
  }
}

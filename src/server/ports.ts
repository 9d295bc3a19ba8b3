/** What the server asks of the program around it. */
export interface ServerPorts {
  readonly health: () => HealthAnswer;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Told of errors that nobody else hears of: the stream goes on without its server. */
  readonly trouble: (error: unknown) => void;
}

/** Whatever else it says are reasons, for those who may see them. */
export interface HealthAnswer {
  readonly live: boolean;
  readonly ready: boolean;
}

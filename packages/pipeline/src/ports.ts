/** Time as the pipeline sees it: the engine's clock fits. */
export interface PipelineClock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls `callback` once after `delayMs`, unless the returned timer is disposed first. */
  after(delayMs: number, callback: () => void): Disposable;
}

/** What the pipeline logs with; a pino logger fits. Never given plain bytes, keys or typed characters. */
export interface PipelineLog {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/**
 * What the engine logs with: a constant message and its data; a pino logger fits. Never given plain bytes, keys
 * or typed characters.
 */
export interface Log {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

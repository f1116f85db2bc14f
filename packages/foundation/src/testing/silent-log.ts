import pino from "pino";

/** A log that takes everything and keeps nothing. */
export const silentLog = pino({ level: "silent" });

/** A log that writes everything, as a node does. */
export const logInto = (destination: { write(line: string): void }): pino.Logger =>
  pino({ level: "debug", base: null }, destination);

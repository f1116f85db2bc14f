import pino from "pino";

/** A log that takes everything and keeps nothing. */
export const silentLog = pino({ level: "silent" });

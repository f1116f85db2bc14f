/** The disk or the system did not let SQLite do its work. The database itself is as it was before. */
const TROUBLE = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|LOCKED|NOMEM|PROTOCOL)/;

/** Whether trying the same again later may succeed. */
export const isDatabaseTrouble = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && TROUBLE.test(error.code);

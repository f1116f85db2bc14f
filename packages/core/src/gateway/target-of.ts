/** The names under which a call may say what it is about. */
const NAMES = ["session_id", "user_id", "tron_address"] as const;
const ID = /^[0-9A-Za-z-]{1,64}$/;

/** What a call is about, for the audit log: the first id in its input. The input is not checked yet. */
export function targetOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...input };
  return NAMES.map((name) => values[name]).find((value): value is string => typeof value === "string" && ID.test(value));
}

import { TronAddress } from "@lucid/contract";

/** The names under which a call says first what it is about. */
const NAMES = ["session_id", "user_id", "tron_address"] as const;
/** An id of something that is kept; a challenge is none. */
const OTHER_ID = /^(?!challenge_)\w+_id$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Anything else than an id or an address may be a secret that stands in the wrong field. */
const isId = (value: unknown): value is string =>
  typeof value === "string" && (UUID.test(value) || (value.length === 34 && TronAddress.safeParse(value).success));

/** What a call is about, for the audit log: the first id in its input. The input is not checked yet. */
export function targetOf(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...input };
  const others = Object.keys(values).filter((name) => OTHER_ID.test(name));
  return [...NAMES, ...others].map((name) => values[name]).find(isId);
}

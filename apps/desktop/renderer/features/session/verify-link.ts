import { SessionId } from "@lucid/contract";

/**
 * The address that checks a session of this node: the id stands behind the #, which browsers send to nobody.
 * @param origin of the page, without a slash at its end.
 */
export const verifyLink = (origin: string, id: SessionId): string => `${origin}/verify#session=${id}`;

/** The session that a link names, from what stands behind its #; undefined for anything else. */
export function sessionOfLink(hash: string): SessionId | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, "")).getAll("session");
  return given.length === 1 ? SessionId.safeParse(given[0]).data : undefined;
}

import { SessionId } from "@lucid/contract";

/** What a typed search may mean. */
export type ChainQuery =
  | { readonly kind: "height"; readonly height: number }
  | { readonly kind: "hash"; readonly hash: string }
  | { readonly kind: "session"; readonly id: SessionId }
  | { readonly kind: "nothing" };

/** Heights are digits (with any spaces between), hashes 64 hex digits, sessions are ids. */
export function readChainQuery(text: string): ChainQuery {
  const typed = text.trim().toLowerCase();
  const digits = typed.replaceAll(/[\s\u00a0\u202f.,]/g, "");
  if (/^\d{1,15}$/.test(digits)) return { kind: "height", height: Number(digits) };
  if (/^[0-9a-f]{64}$/.test(typed)) return { kind: "hash", hash: typed };
  const id = SessionId.safeParse(typed);
  return id.success ? { kind: "session", id: id.data } : { kind: "nothing" };
}

import type { ByteRange } from "../../calls/index.ts";

export type RangeOutcome =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly range: ByteRange }
  | { readonly kind: "unsatisfiable" };

/** What a `Range` header asks of `size` bytes (RFC 9110, 14). Several ranges at once are answered with the whole, as it allows. */
export function readRange(header: string | undefined, size: number): RangeOutcome {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  if (!asked) return { kind: "whole" };
  const [, from = "", to = ""] = asked;
  if (from === "" && to === "") return { kind: "whole" };
  const start = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return { kind: "whole" };
  return start > end ? { kind: "unsatisfiable" } : { kind: "part", range: { start, end } };
}

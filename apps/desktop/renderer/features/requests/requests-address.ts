import { RequestId } from "@lucid/contract";
import { readPage } from "../../shared/page-of-address.ts";

const PARTS = ["to_decide", "all"] as const;

/** Which requests for access are shown, as it stands in the address. Missing: one's own. */
export interface RequestsAddress {
  readonly which?: (typeof PARTS)[number];
  /** The one that a link leads to. */
  readonly id?: RequestId;
  readonly page?: number;
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readRequestsAddress(search: Readonly<Record<string, unknown>>): RequestsAddress {
  const which = PARTS.find((part) => part === search["which"]);
  const id = RequestId.safeParse(search["id"]).data;
  return { ...(which ? { which } : {}), ...(id === undefined ? {} : { id }), ...readPage(search) };
}

import { PolicyId } from "@lucid/contract";

const STATUSES = ["retired", "all"] as const;
const PARTS = ["test", "versions", "edit"] as const;

/** What of the policies is shown, as it stands in the address. What is missing is as at first. */
export interface PoliciesAddress {
  readonly id?: string;
  /** Missing: those in use. */
  readonly status?: (typeof STATUSES)[number];
  /** Of the policy: what it says, when missing. */
  readonly part?: (typeof PARTS)[number];
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readPoliciesAddress(search: Readonly<Record<string, unknown>>): PoliciesAddress {
  const id = PolicyId.safeParse(search["id"]).data;
  const status = STATUSES.find((word) => word === search["status"]);
  const part = PARTS.find((word) => word === search["part"]);
  return { ...(id === undefined ? {} : { id }), ...(status ? { status } : {}), ...(part ? { part } : {}) };
}

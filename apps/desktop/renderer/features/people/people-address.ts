import { type Account, KYC_STATUSES, ROLES } from "@lucid/contract";
import { readPage } from "../../shared/page-of-address.ts";

const STATUSES = ["active", "suspended", "deleted"] as const satisfies readonly Account["status"][];

/** What of the list is shown, as it stands in the address. What is missing is as at first: everybody, newest first, page 1. */
export interface PeopleAddress {
  /** What a name or an address begins with. */
  readonly q?: string;
  readonly role?: Account["role"];
  readonly status?: Account["status"];
  readonly kyc?: Account["kyc_status"];
  readonly page?: number;
}

function oneOf<Word extends string>(words: readonly Word[], text: unknown): Word | undefined {
  return words.find((word) => word === text);
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readPeopleAddress(search: Readonly<Record<string, unknown>>): PeopleAddress {
  const q = typeof search["q"] === "string" || typeof search["q"] === "number" ? String(search["q"]).slice(0, 100) : "";
  const role = oneOf(ROLES, search["role"]);
  const status = oneOf(STATUSES, search["status"]);
  const kyc = oneOf(KYC_STATUSES, search["kyc"]);
  return {
    ...(q.trim() === "" ? {} : { q }),
    ...(role ? { role } : {}),
    ...(status ? { status } : {}),
    ...(kyc ? { kyc } : {}),
    ...readPage(search),
  };
}

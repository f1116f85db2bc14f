import { INVITATION_STATES, type Invitation, ROLES } from "@lucid/contract";
import { readPage } from "../../shared/page-of-address.ts";

/** What of the list is shown, as it stands in the address. What is missing is as at first: all of them, page 1. */
export interface InvitationsAddress {
  /** A part of the note that says whom an invitation is for. */
  readonly q?: string;
  readonly role?: Invitation["role"];
  readonly state?: Invitation["state"];
  readonly page?: number;
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readInvitationsAddress(search: Readonly<Record<string, unknown>>): InvitationsAddress {
  const q = typeof search["q"] === "string" || typeof search["q"] === "number" ? String(search["q"]).slice(0, 80) : "";
  const role = ROLES.find((one) => one === search["role"]);
  const state = INVITATION_STATES.find((one) => one === search["state"]);
  return { ...(q.trim() === "" ? {} : { q }), ...(role && { role }), ...(state && { state }), ...readPage(search) };
}

import { z } from "zod";
import type { SignatureCheck } from "../chain/signature-check.ts";
import { hashObject } from "../encoding/hash.ts";
import { Count, Hash } from "../formats/primitives.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { type Certificate, checkCertificate } from "./certificate.ts";
import type { Network } from "./genesis.ts";
import { type MemberList, Members } from "./members.ts";

/** The final block from which a verifier believes a network: newer than any other that it knows (consensus 7.2). */
export const RootOfTrust = z.strictObject({ network: Hash, height: Count, hash: Hash, members: Members });
export type RootOfTrust = z.infer<typeof RootOfTrust>;

/** The lists that a verifier has learned, each from the block on that taught it. */
export interface KnownLists {
  readonly root: RootOfTrust;
  readonly lists: readonly KnownList[];
}

interface KnownList {
  readonly from: number;
  readonly hash: string;
  readonly version: number;
}

/** The root of trust of a network that is still at version 0 of its membership. */
export const genesisRoot = ({ hash, members }: Pick<Network, "hash" | "members">): RootOfTrust => ({
  ...{ network: hash, height: 0, hash, members },
});

/** What a root alone teaches: its newest list. */
export function listsOf(root: RootOfTrust): KnownLists {
  const { current, pending } = root.members;
  return { root, lists: [knownFrom(root.height, pending ?? current)] };
}

export const genesisLists = (network: Pick<Network, "hash" | "members">): KnownLists => listsOf(genesisRoot(network));

const knownFrom = (from: number, list: MemberList): KnownList => ({ from, hash: hashObject(list), version: list.version });

/**
 * Whether a block above the root may have these lists (consensus 7.3): the newest list taught below it is its `current`, or
 * its `pending` while the membership still changes hands.
 */
export function isBelieved({ lists }: KnownLists, height: number, { current, pending }: Members): boolean {
  const newest = lists.findLast(({ from }) => from < height);
  return newest !== undefined && [current, pending].some((list) => hashObject(list) === newest.hash);
}

/** Follows handover certificates, whose form has been checked, in order of height: each teaches the next list. */
export function followHandovers(
  root: RootOfTrust,
  handovers: readonly Certificate[],
  network: Network,
  isSigned: SignatureCheck,
): Outcome<KnownLists> {
  if (root.network !== network.hash) return failed("network-mismatch", { detail: "root of trust" });
  let known = listsOf(root);
  for (const certificate of handovers) {
    const { header, members } = certificate;
    const { pending } = members;
    const newest = known.lists.at(-1);
    const next = (newest?.version ?? 0) + 1;
    const isLater = header.height > (newest?.from ?? 0);
    const detail = `handover at height ${header.height}`;
    if (pending?.version !== next || !isLater || !isBelieved(known, header.height, members))
      return failed("attester-unknown", { detail });
    const checked = checkCertificate(certificate, network, isSigned);
    if (!checked.ok) return checked;
    known = { root, lists: [...known.lists, knownFrom(header.height, pending)] };
  }
  return passed(known);
}

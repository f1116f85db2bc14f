import { INVITATION_PREFIX, MAX_INVITATION, networkErrors } from "@lucid/contract";
import { BlockRef, Count, canonicalBytes, Hash, PublicKey, parseFormat, v2 } from "@lucid/proof";
import { z } from "zod";

/**
 * What one node needs to become a member: the network, a final block of it, who invites, where that one is, and a token
 * that is good once and for a time.
 */
export const Invitation = z.strictObject({
  version: z.literal(1),
  genesis: v2.Genesis,
  root: BlockRef,
  inviter: PublicKey,
  addresses: z.array(z.string().max(64)).min(1).max(16),
  token: Hash,
  /** Unix milliseconds. */
  expires_at: Count,
});
export type Invitation = z.infer<typeof Invitation>;

/** Lines that a mail program breaks the text into are no fault of it. */
const SPACES = /\s+/g;

export const writeInvitation = (invitation: Invitation): string =>
  `${INVITATION_PREFIX}${Buffer.from(canonicalBytes(invitation)).toString("base64url")}`;

/** @throws NETWORK_INVITATION, with what is wrong; NETWORK_INVITATION_OVER. Neither repeats the text: it holds a secret. */
export function readInvitation(text: string, nowMs: number): { readonly invitation: Invitation; readonly network: v2.Network } {
  const bare = text.replace(SPACES, "");
  if (!bare.startsWith(INVITATION_PREFIX)) throw wrong(`an invitation begins with ${INVITATION_PREFIX}`);
  const bytes = Buffer.from(bare.slice(INVITATION_PREFIX.length), "base64url");
  const parsed = parseFormat(Invitation, bytes, MAX_INVITATION);
  if (!parsed.ok) throw wrong(`a part of it is missing or was changed (${parsed.failure.code})`);
  const network = v2.openNetwork(parsed.value.genesis);
  if (!network.ok) throw wrong(network.failure.reason);
  if (parsed.value.expires_at <= nowMs) throw networkErrors.NETWORK_INVITATION_OVER();
  return { invitation: parsed.value, network: network.value };
}

const wrong = (detail: string): Error => networkErrors.NETWORK_INVITATION({ detail });

import { type CreateSession, invoiceErrors, type Session } from "@lucid/contract";
import { grantText, sha256Hex, utf8 } from "@lucid/proof";
import type { LucidClient } from "../../shared/api/api.ts";
import { toFailure } from "../../shared/api/failure.ts";
import type { PageWallet } from "../wallet/index.ts";

export type StartStep = "creating" | "signing" | "opening";

type Wanted = Partial<CreateSession> & Pick<CreateSession, "name" | "consent">;

/** Why a node's grant may not be signed. */
export class GrantRefused extends Error {
  override readonly name = "GrantRefused";
}

/**
 * Signs the recording grant of a prepared session, after checking that it allows what the person agreed to
 * and nothing else, and starts the session. One that has to be paid first is ordered, and comes back as it was prepared.
 * @throws GrantRefused when the node asks for a signature under anything else
 */
export async function allowAndStart(client: LucidClient, session: Session, wallet: PageWallet): Promise<Session> {
  const { session_id } = session;
  const { text, terms, owner } = await client.sessions.grant({ session_id });
  const agreed =
    text === grantText(terms) &&
    terms.session_id === session_id &&
    terms.policy_hash === session.policy_hash &&
    terms.consent_hash === sha256Hex(utf8(session.consent_text)) &&
    owner === wallet.address;
  if (!agreed) throw new GrantRefused("The node asked for a signature under other terms than the ones shown");
  const signed = { session_id, grant_signature: await wallet.sign(text) };
  try {
    return await client.sessions.start(signed);
  } catch (error) {
    if (toFailure(error).code !== invoiceErrors.spec.SESSION_UNPAID.code) throw error;
    await client.sales.order(signed);
    return session;
  }
}

/** Prepares a session, has its owner allow the recording, and opens the desktop. */
export async function startSession(
  client: LucidClient,
  wanted: Wanted,
  wallet: PageWallet,
  onStep: (step: StartStep) => void,
): Promise<Session> {
  onStep("creating");
  const prepared = await client.sessions.create(wanted);
  onStep(wallet.kind === "browser" ? "opening" : "signing");
  try {
    if (prepared.consent_text !== wanted.consent.text) throw new GrantRefused("The node changed the consent text");
    return await allowAndStart(client, prepared, wallet);
  } catch (error) {
    // The next attempt prepares a session of its own. Whether giving this one up works as well changes nothing about the error.
    await Promise.allSettled([client.sessions.cancel({ session_id: prepared.session_id })]);
    throw error;
  }
}

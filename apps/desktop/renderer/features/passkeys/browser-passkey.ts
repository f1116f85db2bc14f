import type { PasskeyAssertion, PasskeyAttestation, PasskeyCreation, PasskeyRequest } from "@lucid/contract";
import { PageFaultError } from "../../shared/api/page-fault.ts";

/** Whether this browser knows passkeys, and keeps them from nobody: they need https, or `localhost`. */
export const hasPasskeys = (): boolean => "PublicKeyCredential" in globalThis && isSecureContext;

/** Has the person choose a passkey and confirm it. @throws PageFaultError when no passkey was used. */
export async function askPasskey({ options }: PasskeyRequest): Promise<PasskeyAssertion> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  const { id, response } = await orFault(() => startAuthentication({ optionsJSON: options }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const handle = userHandle === undefined || userHandle === "" ? {} : { userHandle };
  return { id, response: { clientDataJSON, authenticatorData, signature, ...handle } };
}

/** Has the person make a passkey. @throws PageFaultError when none was made. */
export async function makePasskey({ options }: PasskeyCreation): Promise<PasskeyAttestation> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  const { id, response } = await orFault(() => startRegistration({ optionsJSON: options }));
  return { id, response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject } };
}

/** Browsers say little of why, so that pages do not learn who has which passkey. */
async function orFault<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    console.info("The browser gave no passkey", error);
    const isKnown = error instanceof Error && error.name === "InvalidStateError";
    throw new PageFaultError(isKnown ? "passkey-known" : "passkey-not-used");
  }
}

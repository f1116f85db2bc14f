import { loginErrors, type PasskeyAssertion, type PasskeyAttestation } from "@lucid/contract";
import type { RelyingParty } from "./relying-party.ts";

/** EdDSA, ES256 and RS256 (COSE, RFC 9053 and 8812), the best first. */
export const ALGORITHMS: readonly number[] = [-8, -7, -257];

/** A seventh of what a node loads at its start: loaded when somebody uses a passkey. */
const loadLibrary = () => import("@simplewebauthn/server");

export interface NewCredential {
  /** base64url. */
  readonly id: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  /** Signatures that the authenticator has made; 0 where it does not count. */
  readonly counter: number;
  readonly isBackedUp: boolean;
}

/** What `answer` must be an answer to. */
export interface Expected {
  /** base64url. */
  readonly challenge: string;
  readonly party: RelyingParty;
}

/** Checks a new passkey (WebAuthn 7.1), with the person verified. @throws PASSKEY_INVALID. */
export async function verifyAttestation(answer: PasskeyAttestation, { challenge, party }: Expected): Promise<NewCredential> {
  const { verifyRegistrationResponse } = await loadLibrary();
  const { registrationInfo } = await orInvalid(() =>
    verifyRegistrationResponse({
      response: { ...answer, rawId: answer.id, type: "public-key", clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...ALGORITHMS],
    }),
  );
  if (!registrationInfo) throw loginErrors.PASSKEY_INVALID();
  const { credential, credentialBackedUp } = registrationInfo;
  return { ...credential, isBackedUp: credentialBackedUp };
}

/** Checks an answer of a known passkey (WebAuthn 7.2), with the person verified; gives its counter. @throws PASSKEY_INVALID. */
export async function verifyAssertion(
  { id, response }: PasskeyAssertion,
  known: { readonly publicKey: Uint8Array; readonly counter: number },
  { challenge, party }: Expected,
): Promise<number> {
  const { verifyAuthenticationResponse } = await loadLibrary();
  const { userHandle, ...signed } = response;
  const { verified, authenticationInfo } = await orInvalid(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        response: userHandle === undefined ? signed : { ...signed, userHandle },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(known.publicKey), counter: known.counter },
    }),
  );
  if (!verified) throw loginErrors.PASSKEY_INVALID();
  return authenticationInfo.newCounter;
}

/** The library throws for whatever does not fit. */
async function orInvalid<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (error) {
    throw loginErrors.PASSKEY_INVALID(undefined, { cause: error });
  }
}

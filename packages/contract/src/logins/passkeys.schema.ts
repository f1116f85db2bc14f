import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";

const base64url = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9_-]+$/, "base64url without padding");
const credentialType = z.literal("public-key");
/** Longest credential id that WebAuthn knows: 1 023 bytes. */
const credentialId = base64url(1_364);

/** What a new passkey answers: the part of `RegistrationResponseJSON` (WebAuthn level 3, 5.1) that counts. */
export const PasskeyAttestation = z.strictObject({
  id: credentialId,
  response: z.strictObject({ clientDataJSON: base64url(8_192), attestationObject: base64url(65_536) }),
});
export type PasskeyAttestation = z.infer<typeof PasskeyAttestation>;

/** What a passkey answers a challenge with: the part of `AuthenticationResponseJSON` (WebAuthn level 3, 5.1) that counts. */
export const PasskeyAssertion = z.strictObject({
  id: credentialId,
  response: z.strictObject({
    clientDataJSON: base64url(8_192),
    authenticatorData: base64url(8_192),
    signature: base64url(8_192),
    /** The account, as the passkey knows it. */
    userHandle: base64url(88).optional(),
  }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

const known = z.array(z.object({ id: z.string(), type: credentialType }));

/** For `navigator.credentials.get` (`PublicKeyCredentialRequestOptionsJSON`). */
export const PasskeyRequest = z
  .object({
    challenge_id: z.uuid(),
    options: z.object({
      challenge: z.string(),
      rpId: z.string(),
      timeout: z.int().meta({ description: "Milliseconds" }),
      userVerification: z.literal("required"),
      /** Empty: whichever passkey the person chooses says whose it is. */
      allowCredentials: known,
    }),
  })
  .meta({ id: "PasskeyRequest" });
export type PasskeyRequest = z.infer<typeof PasskeyRequest>;

/** For `navigator.credentials.create` (`PublicKeyCredentialCreationOptionsJSON`). */
export const PasskeyCreation = z
  .object({
    challenge_id: z.uuid(),
    options: z.object({
      challenge: z.string(),
      rp: z.object({ id: z.string(), name: z.string() }),
      user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
      pubKeyCredParams: z.array(z.object({ alg: z.int(), type: credentialType })),
      timeout: z.int().meta({ description: "Milliseconds" }),
      excludeCredentials: known,
      authenticatorSelection: z.object({
        residentKey: z.literal("required"),
        requireResidentKey: z.literal(true),
        userVerification: z.literal("required"),
      }),
      attestation: z.literal("none"),
    }),
  })
  .meta({ id: "PasskeyCreation" });
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

export const PasskeyName = writtenLine(1, 60);

export const Passkey = z
  .object({
    passkey_id: z.uuid(),
    name: z.string(),
    /** The host name under which it works. */
    rp_id: z.string(),
    /** Kept by a service that brings it to other devices, as its authenticator says. */
    synced: z.boolean(),
    created_at: Timestamp,
    last_used_at: Timestamp.nullable(),
  })
  .meta({ id: "Passkey" });
export type Passkey = z.infer<typeof Passkey>;

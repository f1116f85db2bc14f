import { z } from "zod";
import { emergencyErrors } from "../emergency/emergency.errors.ts";
import { peopleErrors } from "../people/people.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message } from "../shared/shared.schema.ts";
import { loginErrors } from "./logins.errors.ts";
import { AuthResponse, RefreshTransport } from "./logins.schema.ts";
import {
  Passkey,
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreation,
  PasskeyName,
  PasskeyRequest,
} from "./passkeys.schema.ts";

const tags = ["auth"];
const { ALREADY_EXISTS, NOT_FOUND, SHARED_STORE_AWAY } = commonErrors.spec;
const { ACCOUNT_LOCKED, CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS } = loginErrors.spec;
const one = z.strictObject({ passkey_id: z.uuid() });

/** Passkeys (WebAuthn): a further way into an account, which keeps its wallet. */
export const passkeysContract = {
  passkeyChallenge: procedure("public", { rate: "login", isQuestion: true, errors: [PASSKEYS_UNAVAILABLE] })
    .route({ method: "POST", path: "/auth/passkeys/challenge", tags, summary: "What a passkey signs to log in" })
    .input(Nothing)
    .output(PasskeyRequest),
  passkeyLogin: procedure("public", {
    rate: "login",
    changes: "logins",
    errors: [
      CHALLENGE_INVALID,
      PASSKEY_INVALID,
      PASSKEYS_UNAVAILABLE,
      peopleErrors.spec.ACCOUNT_SUSPENDED,
      ACCOUNT_LOCKED,
      emergencyErrors.spec.LOCKED_DOWN,
      SHARED_STORE_AWAY,
    ],
  })
    .route({ method: "POST", path: "/auth/passkeys/login", tags, summary: "Log in with a passkey" })
    .input(z.strictObject({ challenge_id: z.uuid(), credential: PasskeyAssertion, refresh: RefreshTransport }))
    .output(AuthResponse),
  passkeys: procedure("view_own_profile", { personOnly: true, unenrolled: true })
    .route({ method: "GET", path: "/auth/passkeys", tags, summary: "Your passkeys" })
    .input(Nothing)
    .output(
      z.object({
        /** Whether they work under the address that this call came to. */
        available: z.boolean(),
        passkeys: z.array(Passkey),
      }),
    ),
  passkeyCreation: procedure("update_own_profile", {
    isQuestion: true,
    fresh: true,
    errors: [PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS],
  })
    .route({ method: "POST", path: "/auth/passkeys/creation", tags, summary: "What a new passkey is made from" })
    .input(Nothing)
    .output(PasskeyCreation),
  addPasskey: procedure("update_own_profile", {
    changes: "logins",
    fresh: true,
    errors: [CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS, ALREADY_EXISTS],
  })
    .route({ method: "POST", path: "/auth/passkeys", tags, summary: "Add a passkey to your account", successStatus: 201 })
    .input(z.strictObject({ challenge_id: z.uuid(), name: PasskeyName, credential: PasskeyAttestation }))
    .output(Passkey),
  renamePasskey: procedure("update_own_profile", { changes: "logins", personOnly: true, errors: [NOT_FOUND] })
    .route({ method: "PUT", path: "/auth/passkeys/{passkey_id}", tags, summary: "Give a passkey another name" })
    .input(one.extend({ name: PasskeyName }))
    .output(Passkey),
  removePasskey: procedure("update_own_profile", { changes: "logins", personOnly: true, errors: [NOT_FOUND] })
    .route({
      method: "DELETE",
      path: "/auth/passkeys/{passkey_id}",
      tags,
      summary: "Take a passkey out of use, and end what it logged in",
    })
    .input(one)
    .output(Message),
  passkeyStepUpChallenge: procedure("account", {
    isQuestion: true,
    personOnly: true,
    unenrolled: true,
    errors: [PASSKEYS_UNAVAILABLE],
  })
    .route({
      method: "POST",
      path: "/auth/step-up/passkey-challenge",
      tags,
      summary: "What a passkey of yours signs to prove anew that it is you",
    })
    .input(Nothing)
    .output(PasskeyRequest),
};

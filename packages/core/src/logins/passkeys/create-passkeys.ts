import {
  type AuthResponse,
  commonErrors,
  loginErrors,
  type Passkey,
  type PasskeyAssertion,
  type PasskeyAttestation,
  type PasskeyCreation,
  type PasskeyRequest,
} from "@lucid/contract";
import type { Randomness, WriteDb } from "@lucid/foundation";
import type { Principal } from "../../calls/index.ts";
import type { Attempts } from "../attempts.ts";
import type { Challenges, Purpose } from "../challenges.ts";
import type { LoginClock } from "../create-logins.ts";
import { CHALLENGE_MS, PASSKEYS_PER_ACCOUNT } from "../limits.ts";
import type { LoginBook } from "../login-book.ts";
import { isoTime } from "../login-repository.ts";
import type { LoginsMetrics } from "../logins.metrics.ts";
import type { LoginAccounts, Origin } from "../logins.ts";
import { requireActive } from "../require-active.ts";
import { createPasskeyRepository, type PasskeyRow } from "./passkey-repository.ts";
import { type RelyingParty, relyingPartyOf } from "./relying-party.ts";
import { ALGORITHMS, verifyAssertion, verifyAttestation } from "./webauthn.ts";

export interface PasskeysDeps {
  readonly db: WriteDb;
  readonly clock: LoginClock;
  readonly randomness: Randomness;
  readonly accounts: Pick<LoginAccounts, "find">;
  readonly challenges: Challenges;
  readonly attempts: Attempts;
  readonly book: Pick<LoginBook, "open" | "prove" | "endOfPasskey">;
  readonly metrics: LoginsMetrics;
}

export interface PasskeysOptions {
  /** https origins under which the node is known. */
  readonly origins: readonly string[];
}

export interface PasskeyProof {
  readonly challenge_id: string;
  readonly credential: PasskeyAssertion;
}

/** The passkeys of all accounts: made, used and taken back. Expected refusals are thrown as errors of the catalogue. */
export function createPasskeys(deps: PasskeysDeps, { origins }: PasskeysOptions) {
  const { accounts, attempts, book, challenges, clock } = deps;
  const repository = createPasskeyRepository(deps.db);

  function partyOf(caller: Origin): RelyingParty {
    const party = relyingPartyOf(caller.host, origins);
    if (!party) throw loginErrors.PASSKEYS_UNAVAILABLE();
    return party;
  }

  function request(purpose: Purpose, allowed: readonly PasskeyRow[], caller: Origin): PasskeyRequest {
    const party = partyOf(caller);
    const { id, message } = challenges.issue(purpose, undefined, caller);
    return {
      challenge_id: id,
      options: {
        challenge: message,
        rpId: party.id,
        timeout: CHALLENGE_MS,
        userVerification: "required",
        allowCredentials: descriptorsOf(allowed, party),
      },
    };
  }

  /** The passkey that answered the challenge, noted as used. @throws CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE. */
  async function prove(purpose: Purpose, { challenge_id, credential }: PasskeyProof, caller: Origin): Promise<PasskeyRow> {
    const party = partyOf(caller);
    const challenge = challenges.take(challenge_id, purpose);
    if (!challenge) throw loginErrors.CHALLENGE_INVALID();
    const known = repository.findByCredential(credential.id);
    const { userHandle } = credential.response;
    if (!known || (userHandle !== undefined && userHandle !== userHandleOf(known.user_id))) throw loginErrors.PASSKEY_INVALID();
    const expected = { challenge: challenge.message, party };
    const counter = await verifyAssertion(credential, { publicKey: known.public_key, counter: known.counter }, expected);
    if (!repository.use(known.passkey_id, counter, clock.now())) throw loginErrors.PASSKEY_INVALID();
    return known;
  }

  function requireRoom(principal: Principal): void {
    if (repository.ofUser(principal.userId).length < PASSKEYS_PER_ACCOUNT) return;
    throw loginErrors.TOO_MANY_PASSKEYS({ limit: PASSKEYS_PER_ACCOUNT });
  }

  function told(owner: PasskeyOwner, id: string): Passkey {
    const row = repository.find(owner.userId, id);
    if (!row) throw commonErrors.NOT_FOUND();
    return {
      passkey_id: row.passkey_id,
      name: row.name,
      rp_id: row.rp_id,
      synced: row.is_backed_up === 1,
      created_at: isoTime(clock.toWall(row.created_at)),
      last_used_at: row.last_used_at === null ? null : isoTime(clock.toWall(row.last_used_at)),
    };
  }

  return {
    /** Whether passkeys work under the address that this caller came to. */
    isAvailable: (caller: Origin): boolean => relyingPartyOf(caller.host, origins) !== undefined,

    /** Of an account that is deleted. */
    erase: (userId: string): void => repository.removeAll(userId),
    loginChallenge: (caller: Origin): PasskeyRequest => request("passkey-login", [], caller),
    /** @throws CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, ACCOUNT_SUSPENDED, ACCOUNT_LOCKED. */
    login(proof: PasskeyProof, caller: Origin): Promise<AuthResponse> {
      const known = repository.findByCredential(proof.credential.id);
      const address = (known && accounts.find(known.user_id)?.tron_address) ?? undefined;
      return attempts.runAsync({ address, caller, counter: deps.metrics.attempts }, async () => {
        const { user_id, passkey_id } = await prove("passkey-login", proof, caller);
        const account = accounts.find(user_id);
        if (!account) throw loginErrors.PASSKEY_INVALID();
        requireActive(account, deps.clock);
        return deps.db.transaction(() => book.open(account, caller, { method: "passkey", passkeyId: passkey_id }))();
      });
    },

    stepUpChallenge: (principal: Principal, caller: Origin): PasskeyRequest =>
      request(stepUpOf(principal), repository.ofUser(principal.userId), caller),
    /** Answers until when it counts. Unix ms. @throws CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, ACCOUNT_LOCKED. */
    stepUp: (principal: Principal, proof: PasskeyProof, caller: Origin): Promise<number> =>
      attempts.runAsync({ address: principal.tronAddress, caller, counter: deps.metrics.stepUps }, async () => {
        const { user_id } = await prove(stepUpOf(principal), proof, caller);
        if (user_id !== principal.userId) throw loginErrors.PASSKEY_INVALID();
        return book.prove(principal);
      }),

    /** What a new passkey is made from. @throws PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS. */
    creation(principal: Principal, caller: Origin): PasskeyCreation {
      const party = partyOf(caller);
      requireRoom(principal);
      const { id, message } = challenges.issue(creationOf(principal), undefined, caller);
      const name = accounts.find(principal.userId)?.username ?? principal.tronAddress;
      return {
        challenge_id: id,
        options: {
          challenge: message,
          rp: { id: party.id, name: "Lucid" },
          user: { id: userHandleOf(principal.userId), name, displayName: name },
          pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: "public-key" })),
          timeout: CHALLENGE_MS,
          excludeCredentials: descriptorsOf(repository.ofUser(principal.userId), party),
          authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
          attestation: "none",
        },
      };
    },
    /** @throws CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS, ALREADY_EXISTS. */
    async add(
      principal: Principal,
      input: { readonly challenge_id: string; readonly name: string; readonly credential: PasskeyAttestation },
      caller: Origin,
    ): Promise<Passkey> {
      const party = partyOf(caller);
      const challenge = challenges.take(input.challenge_id, creationOf(principal));
      if (!challenge) throw loginErrors.CHALLENGE_INVALID();
      const made = await verifyAttestation(input.credential, { challenge: challenge.message, party });
      requireRoom(principal);
      if (repository.findByCredential(made.id)) throw commonErrors.ALREADY_EXISTS();
      const passkey_id = deps.randomness.uuid();
      repository.insert({
        passkey_id,
        user_id: principal.userId,
        credential_id: made.id,
        rp_id: party.id,
        name: input.name,
        public_key: made.publicKey,
        counter: made.counter,
        is_backed_up: made.isBackedUp ? 1 : 0,
        created_at: clock.now(),
      });
      return told(principal, passkey_id);
    },

    list: (owner: PasskeyOwner): Passkey[] => repository.ofUser(owner.userId).map(({ passkey_id }) => told(owner, passkey_id)),
    /** @throws NOT_FOUND. */
    rename(principal: Principal, id: string, name: string): Passkey {
      repository.rename(principal.userId, id, name);
      return told(principal, id);
    },
    /** Ends the logins that came with it, but the caller's own. @throws NOT_FOUND. */
    remove: deps.db.transaction((principal: Principal, id: string): void => {
      if (!repository.remove(principal.userId, id)) throw commonErrors.NOT_FOUND();
      book.endOfPasskey(principal, id);
    }),
  };
}
export type Passkeys = ReturnType<typeof createPasskeys>;

type PasskeyOwner = Pick<Principal, "userId">;

const stepUpOf = ({ loginSessionId }: Principal): Purpose => `passkey-step-up ${loginSessionId}`;
const creationOf = ({ loginSessionId }: Principal): Purpose => `passkey ${loginSessionId}`;

/** The account as a passkey keeps it: the bytes of its id, which say nothing about the person. */
const userHandleOf = (userId: string): string => Buffer.from(userId.replaceAll("-", ""), "hex").toString("base64url");

const descriptorsOf = (rows: readonly PasskeyRow[], party: RelyingParty): { id: string; type: "public-key" }[] =>
  rows.filter((row) => row.rp_id === party.id).map((row) => ({ id: row.credential_id, type: "public-key" }));

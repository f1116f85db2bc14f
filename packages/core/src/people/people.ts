import { type Account, commonErrors, loginErrors, type Profile, type SealedIdentity } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Principal } from "../calls/index.ts";
import type { AccountFilter, AccountPage } from "./account-list.ts";
import { type AccountRepository, type AccountRow, toAccount } from "./account-repository.ts";

export interface PeopleDeps {
  readonly clock: Clock;
  readonly repository: AccountRepository;
  readonly list: (filter: AccountFilter) => AccountPage;
}

type ProfileChange = { readonly [Name in keyof Profile]?: Profile[Name] | undefined };

/**
 * What people do with their own accounts, and what is read of others'. Answers have the shapes of the
 * contract; expected refusals are thrown as errors of its catalogue.
 */
export interface People {
  getUser(userId: string): Account | undefined;
  /** Newest first. */
  list(filter: AccountFilter): AccountPage;
  me(principal: Principal): Account;
  /** @throws ALREADY_EXISTS when another account has the name. */
  updateMe(principal: Principal, change: { readonly username: string }): Account;
  profile(principal: Principal): Profile;
  /** What is undefined stays. @throws ALREADY_EXISTS. */
  updateProfile(principal: Principal, change: ProfileChange): Profile;
  identity(principal: Principal): SealedIdentity | null;
  /** Kept once: recordings are wrapped to it. The same recipient may be sealed anew. @throws ALREADY_EXISTS. */
  setIdentity(principal: Principal, identity: SealedIdentity): SealedIdentity;
}

export function createPeople({ repository, clock, list }: PeopleDeps): People {
  function accountOf(principal: Principal): AccountRow {
    const row = repository.find(principal.userId);
    if (!row) throw loginErrors.TOKEN_INVALID();
    return row;
  }

  function profileOf(principal: Principal): Profile {
    const profile = repository.profile(principal.userId);
    if (!profile) throw loginErrors.TOKEN_INVALID();
    return profile;
  }

  function updateProfile(principal: Principal, change: ProfileChange): Profile {
    const before = profileOf(principal);
    const { username = before.username, first_name = before.first_name, last_name = before.last_name } = change;
    const holder = username === null ? undefined : repository.nameHolder(username);
    if (holder !== undefined && holder !== principal.userId) {
      throw commonErrors.ALREADY_EXISTS(undefined, { message: "Another account has this name" });
    }
    repository.introduce(principal.userId, { username, first_name, last_name }, clock.now());
    return profileOf(principal);
  }

  return {
    getUser(userId) {
      const row = repository.find(userId);
      return row && toAccount(row);
    },

    list,

    me: (principal) => toAccount(accountOf(principal)),

    updateMe(principal, change) {
      updateProfile(principal, change);
      return toAccount(accountOf(principal));
    },

    profile: profileOf,
    updateProfile,

    identity(principal) {
      const { recipient, sealed_identity: sealed } = accountOf(principal);
      return recipient === null || sealed === null ? null : { recipient, sealed };
    },

    setIdentity(principal, identity) {
      const { recipient } = accountOf(principal);
      if (recipient !== null && recipient !== identity.recipient) {
        const message = "This account has an encryption identity: recordings are wrapped to it";
        throw commonErrors.ALREADY_EXISTS(undefined, { message });
      }
      repository.seal(principal.userId, identity, clock.now());
      return identity;
    },
  };
}

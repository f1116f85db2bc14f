import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import { type AccountActionsDeps, createAccountActions } from "./create-account-actions.ts";
import { type AccountDeletionDeps, createAccountDeletion } from "./create-account-deletion.ts";
import { createAccountExport } from "./create-account-export.ts";
import { createAccountService } from "./create-account-service.ts";
import { createDirectoryService, type DirectoryDeps } from "./create-directory-service.ts";
import { createGroupsService, type GroupsDeps } from "./create-groups-service.ts";
import { createKycDesk } from "./create-kyc-desk.ts";

export type DirectoryAreaDeps = Omit<DirectoryDeps, "deletion" | "kyc" | "accounts" | "actions"> &
  Omit<AccountDeletionDeps, "db" | "accounts"> & {
    readonly accounts: Pick<Accounts, "find" | "change" | "erase">;
  } & Pick<GroupsDeps, "groups" | "policies"> &
  Omit<AccountActionsDeps, "clock" | "log">;

export interface DirectoryArea extends Area {
  /** Takes another key of the service that checks persons. */
  useKycKey(key: Uint8Array): void;
}

/** All accounts, as those see and change them who look after people, and what everybody does with the own one as a whole. */
export async function startDirectory(
  ground: Pick<Ground, "db" | "time" | "clock" | "randomness" | "keys" | "secret" | "log">,
  areas: readonly Area[],
  deps: DirectoryAreaDeps,
): Promise<DirectoryArea> {
  const { db, time, clock, keys } = ground;
  const deletion = createAccountDeletion({ ...deps, db: db.write });
  const { accounts } = deps;
  const kyc = createKycDesk({ db: db.write, clock, steady: time.steady, accounts, key: await ground.secret("kyc.key") });
  const actions = createAccountActions({ ...ground, ...deps });
  return {
    services: {
      directory: createDirectoryService({ ...deps, actions, deletion, kyc }, time.steady),
      account: createAccountService(deletion),
      groups: createGroupsService({ ...ground, ...deps }),
    },
    useKycKey: (key) => kyc.useKey(key),
    bulk: { openAccountExport: createAccountExport({ ...ground, areas, node: keys.publicKey }) },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

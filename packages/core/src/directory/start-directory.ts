import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type AccountDeletionDeps, createAccountDeletion } from "./create-account-deletion.ts";
import { createAccountExport } from "./create-account-export.ts";
import { createAccountService } from "./create-account-service.ts";
import { createDirectoryService, type DirectoryDeps } from "./create-directory-service.ts";
import { createGroupsService, type GroupsDeps } from "./create-groups-service.ts";

export type DirectoryAreaDeps = Omit<DirectoryDeps, "deletion"> & Omit<AccountDeletionDeps, "db"> & Pick<GroupsDeps, "groups">;

/** All accounts, as those see and change them who look after people, and what everybody does with the own one as a whole. */
export function startDirectory(
  ground: Pick<Ground, "db" | "time" | "clock" | "randomness" | "keys">,
  areas: readonly Area[],
  deps: DirectoryAreaDeps,
): Area {
  const { db, time, keys } = ground;
  const deletion = createAccountDeletion({ ...deps, db: db.write });
  return {
    services: {
      directory: createDirectoryService({ ...deps, deletion }, time.steady),
      account: createAccountService(deletion),
      groups: createGroupsService({ ...ground, ...deps }),
    },
    bulk: { openAccountExport: createAccountExport({ ...ground, areas, node: keys.publicKey }) },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

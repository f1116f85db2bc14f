import { peopleErrors } from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";
import type { Accounts } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";

export interface AccountDeletionDeps {
  readonly db: WriteDb;
  readonly accounts: Pick<Accounts, "erase">;
  readonly sessions: Pick<SessionsArea, "openOf" | "removeDrafts">;
}

/** The end of an account, whoever asks for it. */
export interface AccountDeletion {
  /**
   * Deletes what was only prepared, then erases the person. Recordings stay under their own retention.
   * @param mayDo throws when the account may not be deleted; asked again within the transaction that erases.
   * @throws SESSIONS_OPEN, LAST_OWNER, ACCOUNT_DELETED.
   */
  remove(userId: string, actorId: string, mayDo: () => void): Promise<void>;
}

export function createAccountDeletion({ db, accounts, sessions }: AccountDeletionDeps): AccountDeletion {
  function demand(userId: string, mayDo: () => void): void {
    mayDo();
    const open = sessions.openOf(userId);
    if (open > 0) throw peopleErrors.SESSIONS_OPEN({ sessions: open });
  }
  const erase = db.transaction((userId: string, actorId: string, mayDo: () => void) => {
    demand(userId, mayDo);
    accounts.erase(userId, actorId);
  });

  return {
    async remove(userId, actorId, mayDo) {
      demand(userId, mayDo);
      await sessions.removeDrafts(userId, actorId);
      erase(userId, actorId, mayDo);
    },
  };
}

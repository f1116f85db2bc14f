import { type BulkAction, type BulkResult, type GroupId, LucidError, type UserId } from "@lucid/contract";
import type { Principal } from "../calls/index.ts";
import type { AccountActions } from "./create-account-actions.ts";

export interface ManyAccounts {
  readonly action: BulkAction;
  readonly user_ids: readonly UserId[];
  readonly reason: string;
  readonly hours?: number | undefined;
  readonly sessions?: "end" | "keep" | undefined;
  readonly group_id?: GroupId | undefined;
}

/** Does one thing to several accounts; what is refused for one keeps no other from it. */
export async function doToMany(actions: AccountActions, by: Principal, input: ManyAccounts): Promise<BulkResult[]> {
  const { action, reason, hours, sessions = "end", group_id } = input;

  async function doTo(userId: UserId): Promise<void> {
    if (action === "suspend") actions.suspend(by, userId, { reason, hours, sessions });
    else if (action === "activate") actions.activate(by, userId);
    else if (action === "end_logins") await actions.endLogins(by, userId);
    else if (group_id !== undefined) actions.addToGroup(by, userId, group_id);
  }

  const results: BulkResult[] = [];
  for (const user_id of new Set(input.user_ids)) {
    try {
      await doTo(user_id);
      results.push({ user_id, done: true, code: null });
    } catch (error) {
      if (!(error instanceof LucidError)) throw error;
      results.push({ user_id, done: false, code: error.code });
    }
  }
  return results;
}

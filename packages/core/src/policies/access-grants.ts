import type { AccessRow } from "./access-repository.ts";
import type { HeldGrant } from "./decide.ts";

export interface AccessGrantsDeps {
  readonly repository: { approved(userId: string): readonly AccessRow[] };
  /** Unix milliseconds that only ever go on. */
  readonly steadyNow: () => number;
}

/** People whose grants are kept ready. More than that many at work at once only costs a query more. */
const MAX_PEOPLE = 1_000;

/** What was allowed to people and has not ended, ready to be asked for with every key. */
export function createAccessGrants({ repository, steadyNow }: AccessGrantsDeps) {
  const known = new Map<string, readonly AccessRow[]>();

  function approved(userId: string): readonly AccessRow[] {
    const rows = known.get(userId) ?? repository.approved(userId);
    if (known.size >= MAX_PEOPLE) known.clear();
    known.set(userId, rows);
    return rows;
  }

  return {
    /** In force at this moment. One that was used to start a session is for that session alone. */
    held(userId: string): readonly HeldGrant[] {
      const rows = approved(userId);
      if (rows.length === 0) return NONE;
      const now = steadyNow();
      return rows.filter(({ ends_steady }) => ends_steady > now).map(toGrant);
    },
    /** Somebody's grants are not what they were. */
    forget: (userId: string): void => void known.delete(userId),
  };
}
export type AccessGrants = ReturnType<typeof createAccessGrants>;

const NONE: readonly HeldGrant[] = [];

const toGrant = (row: AccessRow): HeldGrant => ({
  requestId: row.request_id,
  userId: row.user_id,
  policyId: row.policy_id,
  policyVersion: row.policy_version,
  action: row.action,
  sessionId: row.used_by ?? row.session_id,
});

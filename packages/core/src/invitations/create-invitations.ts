import { createHash } from "node:crypto";
import { invitationErrors, loginErrors, type Role } from "@lucid/contract";
import type { Randomness } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { Principal } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { AccountRow, Accounts } from "../people/index.ts";
import type { InvitationRepository, InvitationRow } from "./invitation-repository.ts";
import { type Giver, lackingFor } from "./who-may-give.ts";

const HOUR_MS = 3_600_000;
/** Ended invitations stay in the list this long after their time. */
const HISTORY_MS = 90 * 24 * HOUR_MS;
/** Open links at once: more means that somebody collects them. */
const MAX_OPEN = 500;

export type RegistrationPolicy = "open" | "invitation" | "closed";

export interface InvitationsDeps {
  readonly time: SteadyTime;
  readonly randomness: Randomness;
  readonly repository: InvitationRepository;
  readonly accounts: Pick<Accounts, "findByAddress" | "join">;
  readonly audit: Pick<AuditLog, "record">;
}

export interface NewInvitationInput {
  readonly role: Role;
  readonly label: string;
  readonly expires_in_hours: number;
  readonly uses: number;
}

/** Links by which somebody becomes an account. Only the SHA-256 of a link's secret is kept. */
export function createInvitations(deps: InvitationsDeps, options: { readonly registration: RegistrationPolicy }) {
  const { repository, accounts, time } = deps;

  /** @throws INVITATION_INVALID. */
  function mustBeOpen(secret: string): InvitationRow {
    const row = repository.findByHash(digestOf(secret), time.now());
    if (row?.state !== "open") throw invitationErrors.INVITATION_INVALID({ reason: row?.state ?? "unknown" });
    return row;
  }

  /** @throws REGISTRATION_CLOSED. */
  function requireWelcome(): void {
    if (options.registration === "closed") throw loginErrors.REGISTRATION_CLOSED();
  }

  return {
    /** @throws REGISTRATION_CLOSED, PERMISSION_DENIED, INVITATION_LIMIT. */
    create(by: Principal, input: NewInvitationInput): { row: InvitationRow; secret: string } {
      requireWelcome();
      const lacking = lackingFor(by, input.role);
      if (lacking !== undefined) throw loginErrors.PERMISSION_DENIED({ permission: lacking });
      const now = time.now();
      if (repository.countOpen(now) >= MAX_OPEN) throw invitationErrors.INVITATION_LIMIT({ limit: MAX_OPEN });
      const secret = Buffer.from(deps.randomness.bytes(32)).toString("base64url");
      const row = {
        invitation_id: deps.randomness.uuid(),
        label: input.label.toWellFormed(),
        role: input.role,
        created_by: by.userId,
        created_at: now,
        expires_at: now + input.expires_in_hours * HOUR_MS,
        max_uses: input.uses,
      };
      repository.insert(row, digestOf(secret));
      return { row: { ...row, uses: 0, revoked_at: null, state: "open" }, secret };
    },
    /** What an open invitation offers. @throws INVITATION_INVALID. */
    look: (secret: string): InvitationRow => mustBeOpen(secret),
    /**
     * The account that a wallet becomes by an invitation, which has one use less then. For whoever has proven the wallet, within the
     * transaction of the login. @throws REGISTRATION_CLOSED, INVITATION_INVALID, INVITATION_NOT_NEEDED.
     */
    redeem(secret: string, tronAddress: string): AccountRow {
      requireWelcome();
      const row = mustBeOpen(secret);
      if (accounts.findByAddress(tronAddress)) throw invitationErrors.INVITATION_NOT_NEEDED();
      const now = time.now();
      if (!repository.take(row.invitation_id, now)) throw invitationErrors.INVITATION_INVALID({ reason: "used" });
      const account = accounts.join(tronAddress, row.role);
      repository.used(row.invitation_id, account.user_id, now);
      deps.audit.record({
        action: "invitations.redeemed",
        outcome: row.role,
        user_id: account.user_id,
        target: row.invitation_id,
      });
      return account;
    },
    /** Whoever may not give a role takes it from nobody either. False when no such invitation was open. @throws PERMISSION_DENIED. */
    revoke(by: Giver, invitationId: string): boolean {
      const row = repository.find(invitationId, time.now());
      const lacking = row && lackingFor(by, row.role);
      if (lacking !== undefined) throw loginErrors.PERMISSION_DENIED({ permission: lacking });
      return repository.revoke(invitationId, time.now());
    },
    mayRevoke: (by: Giver, row: InvitationRow): boolean => row.state === "open" && lackingFor(by, row.role) === undefined,
    prune: (): void => repository.forgetBefore(time.now() - HISTORY_MS),
  };
}
export type Invitations = ReturnType<typeof createInvitations>;

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

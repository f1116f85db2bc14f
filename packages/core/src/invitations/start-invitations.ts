import { InvitationId } from "@lucid/contract";
import type { AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Accounts } from "../people/index.ts";
import { createInvitations, type Invitations, type RegistrationPolicy } from "./create-invitations.ts";
import { createInvitationsService, type InvitationMail } from "./create-invitations-service.ts";
import { createInvitationRepository, invitationTables } from "./invitation-repository.ts";

/** How often what ended long ago is forgotten. */
const PRUNE_MS = 3_600_000;

export interface InvitationsAreaDeps {
  readonly accounts: Pick<Accounts, "find" | "findByAddress" | "join" | "onErased">;
  readonly audit: Pick<AuditLog, "record">;
  readonly mail: InvitationMail;
}

export interface InvitationsArea extends Area {
  readonly invitations: Pick<Invitations, "redeem">;
  /** Who made an invitation, and the accounts that came by it. */
  usesOf(invitationId: string): { readonly created_by: string; readonly joined: readonly string[] } | undefined;
}

/** Links that somebody who looks after people gives to whoever shall have an account. */
export function startInvitations(
  { db, time, randomness, keys, every }: Pick<Ground, "db" | "time" | "randomness" | "keys" | "every">,
  deps: InvitationsAreaDeps,
  options: { readonly registration: RegistrationPolicy },
): InvitationsArea {
  db.attach(invitationTables);
  const repository = createInvitationRepository(db);
  const { steady } = time;
  const invitations = createInvitations({ ...deps, time: steady, randomness, repository }, options);
  const running = new DisposableStack();
  running.use(every(PRUNE_MS, () => invitations.prune()));
  running.use(deps.accounts.onErased(({ userId }) => repository.erase(userId)));

  return {
    invitations,
    usesOf(invitationId) {
      const row = repository.find(invitationId, steady.now());
      return row && { created_by: row.created_by, joined: repository.joined([invitationId]).get(invitationId) ?? [] };
    },
    ownData: (userId) => [
      {
        name: "invitation",
        entries: repository
          .cameBy(userId)
          .map(({ used_at, ...row }) => ({ ...row, used_at: new Date(steady.toWall(used_at)).toISOString() })),
      },
    ],
    services: {
      invitations: createInvitationsService({ ...deps, invitations, repository, time: steady, nodeId: keys.publicKey }),
    },
    events: {
      invitation: (id, { principal }) =>
        principal?.permissions.has("manage_users") === true
          ? { type: "invitation", invitation_id: InvitationId.parse(id) }
          : undefined,
    },
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}

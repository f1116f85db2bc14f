import { commonErrors, emailErrors, type Invitation, InvitationId, paginate, UserId } from "@lucid/contract";
import { type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { EmailLinks } from "../mail/index.ts";
import type { Accounts } from "../people/index.ts";
import type { Invitations } from "./create-invitations.ts";
import type { InvitationRepository, InvitationRow } from "./invitation-repository.ts";

export type InvitationMail = Pick<EmailLinks, "isAvailable" | "sendInvitation">;

export interface InvitationsServiceDeps {
  readonly invitations: Invitations;
  readonly repository: Pick<InvitationRepository, "list" | "joined">;
  readonly accounts: Pick<Accounts, "find">;
  readonly mail: InvitationMail;
  readonly time: Pick<SteadyTime, "now" | "toWall">;
  /** The node's public key. */
  readonly nodeId: string;
}

/** The part of the contract about invitations. */
export function createInvitationsService(deps: InvitationsServiceDeps): Services["invitations"] {
  const { invitations, repository, accounts } = deps;
  const isoTime = (ms: number): string => new Date(deps.time.toWall(ms)).toISOString();

  function inviter(userId: string) {
    const account = accounts.find(userId);
    return { name: account?.username ?? null, tron_address: account?.tron_address ?? "" };
  }

  const shown = (row: InvitationRow, joined: readonly string[], by: Principal): Invitation => ({
    invitation_id: InvitationId.parse(row.invitation_id),
    label: row.label,
    role: row.role,
    state: row.state,
    created_by: { user_id: UserId.parse(row.created_by), ...inviter(row.created_by) },
    created_at: isoTime(row.created_at),
    expires_at: isoTime(row.expires_at),
    max_uses: row.max_uses,
    uses: row.uses,
    joined: joined.map((userId) => UserId.parse(userId)),
    may_revoke: invitations.mayRevoke(by, row),
  });

  return {
    list(input, caller) {
      const by = requirePrincipal(caller);
      const offset = (input.page - 1) * input.limit;
      const { rows, total } = repository.list(input, { limit: input.limit, offset, now: deps.time.now() });
      const joined = repository.joined(rows.map(({ invitation_id }) => invitation_id));
      return {
        invitations: rows.map((row) => shown(row, joined.get(row.invitation_id) ?? [], by)),
        pagination: paginate(input, total),
      };
    },
    create(input, caller) {
      if (input.email !== undefined && !deps.mail.isAvailable()) throw emailErrors.MAIL_OFF();
      const by = requirePrincipal(caller);
      const { row, secret } = invitations.create(by, input);
      const path = `/join#invite=${secret}`;
      const { name, tron_address } = inviter(row.created_by);
      if (input.email !== undefined) deps.mail.sendInvitation(input.email, path, name ?? tron_address, input.language);
      caller.identify({ target: row.invitation_id });
      return { invitation: shown(row, [], by), secret, path };
    },
    revoke(input, caller) {
      if (!invitations.revoke(requirePrincipal(caller), input.invitation_id)) throw commonErrors.NOT_FOUND();
      return { message: "The invitation is taken back" };
    },
    look(input, caller) {
      const row = invitations.look(input.secret);
      return {
        role: row.role,
        invited_by: inviter(row.created_by),
        expires_at: isoTime(row.expires_at),
        node: { id: deps.nodeId, host: caller.host },
      };
    },
  };
}

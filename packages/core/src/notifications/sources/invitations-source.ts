import type { InvitationsArea } from "../../invitations/index.ts";
import type { Announce, Source } from "./source.ts";

export interface InvitationsSourceDeps {
  readonly announce: Announce;
  readonly invitations: Pick<InvitationsArea, "usesOf">;
}

/** Who came by an invitation: to who made it. */
export const createInvitationsSource = ({ announce, invitations }: InvitationsSourceDeps): Source => ({
  heard: {
    topic: "invitation",
    of(invitationId) {
      const uses = invitations.usesOf(invitationId);
      if (!uses) return;
      for (const who of uses.joined) {
        announce({
          key: `invitation.used ${invitationId} ${who}`,
          kind: "invitation.used",
          to: { account: uses.created_by },
          link: `/admin/people/${who}`,
          who,
          data: { invitation_id: invitationId },
        });
      }
    },
  },
});

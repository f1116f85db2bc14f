import { z } from "zod";
import { emailErrors } from "../email/email.errors.ts";
import { loginErrors } from "../logins/logins.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { procedure } from "../shared/procedure.ts";
import { Message, Pagination, Paging } from "../shared/shared.schema.ts";
import { invitationErrors } from "./invitations.errors.ts";
import {
  Invitation,
  InvitationFilter,
  InvitationId,
  InvitationOffer,
  InvitationSecret,
  NewInvitation,
} from "./invitations.schema.ts";

const tags = ["people"];
const { INVITATION_INVALID, INVITATION_LIMIT } = invitationErrors.spec;

export const invitationsContract = {
  list: procedure("manage_users")
    .route({ method: "GET", path: "/invitations", tags, summary: "Invitations to this node, newest first" })
    .input(Paging.extend(InvitationFilter.shape))
    .output(z.object({ invitations: z.array(Invitation), pagination: Pagination })),
  create: procedure("manage_users", {
    changes: "invitation",
    fresh: true,
    errors: [
      INVITATION_LIMIT,
      emailErrors.spec.MAIL_OFF,
      loginErrors.spec.REGISTRATION_CLOSED,
      loginErrors.spec.PERMISSION_DENIED,
    ],
  })
    .route({
      method: "POST",
      path: "/invitations",
      tags,
      summary: "Invite somebody; the secret of the link is in this answer only",
      successStatus: 201,
    })
    .input(NewInvitation)
    .output(
      z.object({
        invitation: Invitation,
        secret: InvitationSecret,
        path: z.string().meta({ description: "Of the link, below the address of the node. The secret is its fragment" }),
      }),
    ),
  revoke: procedure("manage_users", { changes: "invitation", errors: [commonErrors.spec.NOT_FOUND] })
    .route({ method: "DELETE", path: "/invitations/{invitation_id}", tags, summary: "Take an invitation back" })
    .input(z.strictObject({ invitation_id: InvitationId }))
    .output(Message),
  look: procedure("public", { rate: "login", isQuestion: true, errors: [INVITATION_INVALID] })
    .route({
      method: "POST",
      path: "/invitations/look",
      tags,
      summary: "Who invites to what; using it is a login with the invitation",
    })
    .input(z.strictObject({ secret: InvitationSecret }))
    .output(InvitationOffer),
};

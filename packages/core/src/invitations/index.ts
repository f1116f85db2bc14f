export type { Invitations, RegistrationPolicy } from "./create-invitations.ts";
export { type InvitationsArea, startInvitations } from "./start-invitations.ts";

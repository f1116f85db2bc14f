import { lazyRouteComponent } from "@tanstack/react-router";

export { invitationReducers } from "./invitation-reducers.ts";
export { readInvitationsAddress } from "./invitations-address.ts";

export const InvitationsPage = lazyRouteComponent(() => import("./invitations-page.tsx"), "InvitationsPage");
export const JoinPage = lazyRouteComponent(() => import("./join-page.tsx"), "JoinPage");

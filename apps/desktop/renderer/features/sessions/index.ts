import { lazyRouteComponent } from "@tanstack/react-router";

export { DeleteDialog } from "./delete-dialog.tsx";
export { type ListAddress, readListAddress } from "./list-address.ts";
export { RenameDialog } from "./rename-dialog.tsx";
export { sessionReducers } from "./session-reducers.ts";
export { StopDialog } from "./stop-dialog.tsx";
export { useSessionActions } from "./use-sessions.ts";
export { useUpdateSession } from "./use-update-session.ts";
export { WhenCell } from "./when-cell.tsx";

export const SessionsPage = lazyRouteComponent(() => import("./sessions-page.tsx"), "SessionsPage");
export { WhoseCell } from "./whose-cell.tsx";

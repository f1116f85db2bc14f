import { lazyRouteComponent } from "@tanstack/react-router";

export { DeleteDialog } from "./delete-dialog.tsx";
export { sessionReducers } from "./session-reducers.ts";
export { StopDialog } from "./stop-dialog.tsx";

export const SessionsPage = lazyRouteComponent(() => import("./sessions-page.tsx"), "SessionsPage");

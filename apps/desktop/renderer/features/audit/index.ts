import { lazyRouteComponent } from "@tanstack/react-router";

export { readAuditAddress } from "./audit-address.ts";
export { auditReducers } from "./audit-reducers.ts";

export const AuditPage = lazyRouteComponent(() => import("./audit-page.tsx"), "AuditPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export type { SessionPanel } from "./session-page.tsx";

export const SessionPage = lazyRouteComponent(() => import("./session-page.tsx"), "SessionPage");
export const VerifyLinkPage = lazyRouteComponent(() => import("./verify-link-page.tsx"), "VerifyLinkPage");

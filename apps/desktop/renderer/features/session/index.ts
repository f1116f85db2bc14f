import { lazyRouteComponent } from "@tanstack/react-router";

export const SessionPage = lazyRouteComponent(() => import("./session-page.tsx"), "SessionPage");

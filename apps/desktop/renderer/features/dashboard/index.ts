import { lazyRouteComponent } from "@tanstack/react-router";

export { alertWords } from "./alert-words.ts";

export const DashboardPage = lazyRouteComponent(() => import("./dashboard-page.tsx"), "DashboardPage");

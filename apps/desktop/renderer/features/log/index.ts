import { lazyRouteComponent } from "@tanstack/react-router";

export { readLogAddress } from "./log-address.ts";

export const LogPage = lazyRouteComponent(() => import("./log-page.tsx"), "LogPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export const NodePage = lazyRouteComponent(() => import("./node-page.tsx"), "NodePage");

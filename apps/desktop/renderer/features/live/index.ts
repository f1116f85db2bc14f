import { lazyRouteComponent } from "@tanstack/react-router";

export const LivePage = lazyRouteComponent(() => import("./live-page.tsx"), "LivePage");

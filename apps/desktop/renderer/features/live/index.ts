import { lazyRouteComponent } from "@tanstack/react-router";
import { lazy } from "react";

export const LivePage = lazyRouteComponent(() => import("./live-page.tsx"), "LivePage");
export const PauseDialog = lazy(async () => ({ default: (await import("./pause-dialog.tsx")).PauseDialog }));

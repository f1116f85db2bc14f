import { lazyRouteComponent } from "@tanstack/react-router";

export const DatabasesPage = lazyRouteComponent(() => import("./databases-page.tsx"), "DatabasesPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export { backupReducers } from "./backup-reducers.ts";

export const BackupPage = lazyRouteComponent(() => import("./backup-page.tsx"), "BackupPage");

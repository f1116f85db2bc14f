import { lazyRouteComponent } from "@tanstack/react-router";

export { accountReducers } from "./account-reducers.ts";

export const SettingsPage = lazyRouteComponent(() => import("./settings-page.tsx"), "SettingsPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export { configurationReducers } from "./configuration-reducers.ts";

export const ConfigurationPage = lazyRouteComponent(() => import("./configuration-page.tsx"), "ConfigurationPage");

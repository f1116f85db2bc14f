import { lazyRouteComponent } from "@tanstack/react-router";

export { configurationReducers } from "./configuration-reducers.ts";
export { settingName } from "./setting-words.ts";

export const ConfigurationPage = lazyRouteComponent(() => import("./configuration-page.tsx"), "ConfigurationPage");

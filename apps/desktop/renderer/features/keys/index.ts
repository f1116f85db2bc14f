import { lazyRouteComponent } from "@tanstack/react-router";

export { keyReducers } from "./key-reducers.ts";

export const KeysPage = lazyRouteComponent(() => import("./keys-page.tsx"), "KeysPage");

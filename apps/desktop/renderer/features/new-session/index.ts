import { lazyRouteComponent } from "@tanstack/react-router";

export { allowAndStart } from "./start-session.ts";

export const NewSessionPage = lazyRouteComponent(() => import("./new-session-page.tsx"), "NewSessionPage");

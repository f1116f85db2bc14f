import { lazyRouteComponent } from "@tanstack/react-router";

export { useStartDraft } from "./use-start-draft.ts";

export const NewSessionPage = lazyRouteComponent(() => import("./new-session-page.tsx"), "NewSessionPage");

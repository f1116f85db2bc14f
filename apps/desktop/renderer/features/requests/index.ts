import { lazyRouteComponent } from "@tanstack/react-router";

export { AskDialog } from "./ask-dialog.tsx";
export { AskFor, AskForIt, mayBeAskedFor } from "./ask-for-it.tsx";
export { readRequestsAddress } from "./requests-address.ts";
export { RequestsToDecide } from "./requests-to-decide.tsx";
export const RequestsPage = lazyRouteComponent(() => import("./requests-page.tsx"), "RequestsPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export { webhookReducers } from "./webhook-reducers.ts";

export const WebhooksPage = lazyRouteComponent(() => import("./webhooks-page.tsx"), "WebhooksPage");

import { lazyRouteComponent } from "@tanstack/react-router";

export { Bell, useUnread } from "./bell.tsx";
export { notificationReducers } from "./notification-reducers.ts";
export { readNotificationsAddress } from "./notifications-address.ts";

export const NotificationsPage = lazyRouteComponent(() => import("./notifications-page.tsx"), "NotificationsPage");

export type { Announcer, Fact } from "./create-announcer.ts";
export type { FactRow } from "./notification-repository.ts";
export { type NotificationsArea, startNotifications } from "./start-notifications.ts";

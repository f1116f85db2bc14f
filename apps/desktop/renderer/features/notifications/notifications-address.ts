import { readPage } from "../../shared/page-of-address.ts";

/** Which notifications are shown, as it stands in the address. What is missing is as at first: all of them, the newest. */
export interface NotificationsAddress {
  readonly unread?: boolean;
  readonly page?: number;
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export const readNotificationsAddress = (search: Readonly<Record<string, unknown>>): NotificationsAddress => ({
  ...(String(search["unread"]) === "true" ? { unread: true } : {}),
  ...readPage(search),
});

import { expect, it } from "vitest";
import { readNotificationsAddress } from "./notifications-address.ts";

it("reads what is shown from the address, and leaves out what means nothing", () => {
  expect(readNotificationsAddress({ unread: true, page: 3 })).toEqual({ unread: true, page: 3 });
  expect(readNotificationsAddress({ unread: "true" })).toEqual({ unread: true });
  for (const nothing of [
    {},
    { unread: "yes" },
    { unread: false, page: 1 },
    { page: -2 },
    { page: "x" },
    { page: 1.5 },
    { page: 1e9 },
  ])
    expect(readNotificationsAddress(nothing)).toEqual({});
});

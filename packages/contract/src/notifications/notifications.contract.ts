import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { Language } from "../shared/language.schema.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message, Pagination, Paging } from "../shared/shared.schema.ts";
import { Notification, NotificationChoice, NotificationId, NotificationSettings } from "./notifications.schema.ts";

const tags = ["notifications"];
const changes = "notifications";

export const notificationsContract = {
  list: procedure("view_own_profile")
    .route({ method: "GET", path: "/notifications", tags, summary: "What you were told in the last 90 days, newest first" })
    .input(Paging.extend({ unread: z.stringbool().or(z.boolean()).default(false) }))
    .output(z.object({ notifications: z.array(Notification), unread: z.int(), pagination: Pagination })),
  unread: procedure("view_own_profile")
    .route({ method: "GET", path: "/notifications/unread", tags, summary: "How many you have not read" })
    .input(Nothing)
    .output(z.object({ unread: z.int() })),
  read: procedure("update_own_profile", { changes, errors: [commonErrors.spec.NOT_FOUND] })
    .route({ method: "POST", path: "/notifications/{notification_id}/read", tags, summary: "Note that you have read one" })
    .input(z.strictObject({ notification_id: NotificationId }))
    .output(Message),
  readAll: procedure("update_own_profile", { changes })
    .route({ method: "POST", path: "/notifications/read", tags, summary: "Note that you have read them all" })
    .input(Nothing)
    .output(z.object({ read: z.int() })),
  settings: procedure("view_own_profile")
    .route({ method: "GET", path: "/notifications/settings", tags, summary: "What you are told of, and where" })
    .input(Nothing)
    .output(NotificationSettings),
  choose: procedure("update_own_profile", { changes })
    .route({ method: "PUT", path: "/notifications/settings", tags, summary: "Choose what you are told of, and where" })
    .input(
      z.strictObject({
        /** Kinds that are not named stay as they are. */
        choices: z.array(NotificationChoice.strict()).max(64).default([]),
        language: Language.optional(),
      }),
    )
    .output(NotificationSettings),
};

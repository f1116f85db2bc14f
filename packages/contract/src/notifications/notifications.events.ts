import { z } from "zod";

/** The caller's notifications are not what they were, or where they go. */
export const NotificationsEvent = z.object({ type: z.literal("notifications"), unread: z.int() });

import { NOTIFICATION_KINDS, type NotificationKind } from "@lucid/contract";
import type { ChoiceRow } from "./notification-repository.ts";

/** What waits until somebody looks anyway: nothing has to be done about it, or not by e-mail. */
const PAGE_ONLY: ReadonlySet<NotificationKind> = new Set([
  "recording.provable",
  "invitation.used",
  "emergency.ended",
  "alert.ended",
  "payment.completed",
  "payment.failed",
  "payment.refunded",
]);

/** Where each kind goes while nobody says otherwise: all of them into the page, and by e-mail what asks for somebody. */
export const DEFAULT_CHOICES: readonly ChoiceRow[] = NOTIFICATION_KINDS.map((kind) => ({
  kind,
  page: 1,
  email: PAGE_ONLY.has(kind) ? 0 : 1,
}));

/** What is chosen, by kind, with the defaults for what is not. */
export const chosenOf = (own: readonly ChoiceRow[]): ReadonlyMap<NotificationKind, ChoiceRow> =>
  new Map([...DEFAULT_CHOICES, ...own].map((choice) => [choice.kind, choice]));

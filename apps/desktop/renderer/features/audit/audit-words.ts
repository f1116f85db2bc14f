import type { I18n } from "@lingui/core";
import type { AuditEntry, AuditSeverity, AuditStatus, AuditType } from "@lucid/contract";
import { shorten } from "../../shared/format/index.ts";
import type { Tone } from "../../shared/ui/index.ts";

export const typeNames = (i18n: I18n): Readonly<Record<AuditType, string>> => ({
  user_action: i18n.t("what people did"),
  system_event: i18n.t("what the node did"),
  security_event: i18n.t("security"),
  emergency_action: i18n.t("emergency"),
  error: i18n.t("faults"),
  configuration_change: i18n.t("settings changed"),
  data_access: i18n.t("data looked at"),
  authentication: i18n.t("logins"),
  authorization: i18n.t("permissions"),
});

export const severityNames = (i18n: I18n): Readonly<Record<AuditSeverity, string>> => ({
  debug: i18n.t("detail"),
  info: i18n.t("ordinary"),
  warning: i18n.t("worth a look"),
  error: i18n.t("fault"),
  critical: i18n.t("critical"),
});

export const statusNames = (i18n: I18n): Readonly<Record<AuditStatus, string>> => ({
  success: i18n.t("done"),
  failure: i18n.t("refused or failed"),
  pending: i18n.t("under way"),
  cancelled: i18n.t("given up"),
});

/** Nothing here is proven by its colour: what the chain vouches for is said above the list. */
export function toneOf({ severity, status }: Pick<AuditEntry, "severity" | "status">): Tone {
  if (severity === "critical" || severity === "error") return "bad";
  if (severity === "warning") return "warning";
  return status === "pending" ? "waiting" : "quiet";
}

/** Who acted. */
export function actorOf(
  { user_id, username }: Pick<AuditEntry, "user_id" | "username">,
  door: string | null,
  i18n: I18n,
): string {
  if (user_id !== null) return username ?? shorten(user_id, 4);
  return door === null ? i18n.t("this node") : i18n.t("a stranger");
}

import type { I18n } from "@lingui/core";
import type { Account } from "@lucid/contract";

/** What somebody is on a node, in words. */
export const roleNames = (i18n: I18n): Readonly<Record<Account["role"], string>> => ({
  USER: i18n.t("user"),
  NODE_OPERATOR: i18n.t("node operator"),
  AUDITOR: i18n.t("auditor: reads and verifies, changes nothing"),
  ADMIN: i18n.t("admin"),
  SUPER_ADMIN: i18n.t("super admin"),
});

export const accountStatusNames = (i18n: I18n): Readonly<Record<Account["status"], string>> => ({
  active: i18n.t("active"),
  suspended: i18n.t("suspended"),
  deleted: i18n.t("deleted"),
});

/** How far an administrator's hand reaches. */
export const adminLabelNames = (i18n: I18n): Readonly<Record<NonNullable<Account["admin_label"]>, string>> => ({
  super_admin: i18n.t("everything"),
  admin: i18n.t("people, policies and sessions"),
  operator: i18n.t("sees everything, ends sessions"),
  read_only: i18n.t("sees everything, changes nothing"),
});

/** What is known of who somebody really is (KYC). */
export const kycNames = (i18n: I18n): Readonly<Record<Account["kyc_status"], string>> => ({
  none: i18n.t("not checked"),
  pending: i18n.t("being checked"),
  verified: i18n.t("checked"),
  rejected: i18n.t("refused"),
  expired: i18n.t("expired"),
});

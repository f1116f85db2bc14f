import type { I18n } from "@lingui/core";
import type { ErrorCode } from "@lucid/contract";
import { type ErrorWords, nextSteps } from "./words.ts";

export function loginWords(i18n: I18n): Record<Extract<ErrorCode, `LUCID_ERR_2${string}`>, ErrorWords> {
  const { logIn, ask } = nextSteps(i18n);
  const over = { what: i18n.t("Your login is over."), next: logIn };
  return {
    LUCID_ERR_2001: { what: i18n.t("The login failed."), next: i18n.t("Try again, and check that it is the right wallet.") },
    LUCID_ERR_2002: over,
    LUCID_ERR_2003: over,
    LUCID_ERR_2004: {
      what: i18n.t("Your account may not do this."),
      next: i18n.t("Ask whoever runs the node to give your account the role it needs."),
    },
    LUCID_ERR_2005: {
      what: i18n.t("There were too many failed logins for this address: for a while only the right wallet gets in."),
      next: i18n.t("Log in with the wallet of this address, or wait."),
    },
    LUCID_ERR_2010: over,
    LUCID_ERR_2011: {
      what: i18n.t("The signature is not of the wallet that wanted to log in."),
      next: i18n.t("Choose the same account in your wallet and sign again."),
    },
    LUCID_ERR_2012: {
      what: i18n.t("You are logged in on as many devices as the node takes."),
      next: i18n.t("End a login in the settings of another device."),
    },
    LUCID_ERR_2013: {
      what: i18n.t("The text to sign was used already, or is older than five minutes."),
      next: i18n.t("Start the login again."),
    },
    LUCID_ERR_2014: {
      what: i18n.t("The setup code is wrong, or somebody has used it."),
      next: i18n.t("Copy it again from what the node printed at its first start."),
    },
    LUCID_ERR_2016: {
      what: i18n.t("Before this the node wants a new proof that it is you."),
      next: i18n.t("Try again and confirm it with your wallet."),
    },
    LUCID_ERR_2017: {
      what: i18n.t("The node does not know this passkey, or its answer does not fit."),
      next: i18n.t("Use another one, or your wallet."),
    },
    LUCID_ERR_2018: {
      what: i18n.t("Passkeys do not work under this address of the node."),
      next: i18n.t("Open it as localhost or under its https name, or use your wallet."),
    },
    LUCID_ERR_2019: {
      what: i18n.t("Your account has as many passkeys as it may have."),
      next: i18n.t("Remove one that you do not need."),
    },
    LUCID_ERR_2020: {
      what: i18n.t("The signature is right. The node wants a code of your authenticator app as well."),
      next: i18n.t("Start the login again and type the code."),
    },
    LUCID_ERR_2021: {
      what: i18n.t("The code is wrong, its time is over, or it was used already."),
      next: i18n.t("Wait for the next code of the app. If its codes are never right, look at the clock of the phone."),
    },
    LUCID_ERR_2022: {
      what: i18n.t("Your role needs a second factor, which your account does not have yet."),
      next: i18n.t("Load the page anew: it leads you through setting one up."),
    },
    LUCID_ERR_2023: {
      what: i18n.t("There were too many wrong codes for this account: for a while none is taken."),
      next: i18n.t("Wait, then use the next code of the app."),
    },
    LUCID_ERR_2015: { what: i18n.t("This node lets no new accounts in."), next: ask },
  };
}

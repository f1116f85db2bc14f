import { useLingui } from "@lingui/react";
import classes from "./login.module.css";

const SETUP_STEPS = ["welcome", "node", "wallet", "record", "backup"] as const;

/** Where one is in the setup: "Step 2 of 5", and what the steps are. */
export function SetupSteps({ at }: { readonly at: (typeof SETUP_STEPS)[number] }) {
  const { i18n } = useLingui();
  const names: Record<(typeof SETUP_STEPS)[number], string> = {
    welcome: i18n.t("Welcome"),
    node: i18n.t("This node"),
    wallet: i18n.t("Wallet"),
    record: i18n.t("First recording"),
    backup: i18n.t("Back up the words"),
  };
  const now = SETUP_STEPS.indexOf(at);
  return (
    <div className={classes.steps} role="group" aria-label={i18n.t("Setup")}>
      <span>{i18n.t("Step {number} of {count}: {name}", { number: now + 1, count: SETUP_STEPS.length, name: names[at] })}</span>
      <span className={classes.bars} aria-hidden>
        {SETUP_STEPS.map((step, index) => (
          <i key={step} data-done={index <= now || undefined} />
        ))}
      </span>
    </div>
  );
}

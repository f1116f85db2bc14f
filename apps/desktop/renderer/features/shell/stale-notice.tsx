import { useLingui } from "@lingui/react";
import { Mark, useFreshness } from "../../shared/ui/index.ts";
import classes from "./shell.module.css";

/** Says that what is shown is old, and how old, while nothing is heard from the node. Of the node itself it says nothing. */
export function StaleNotice() {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  if (isFresh) return null;
  return (
    <div className={classes.stale}>
      <Mark tone="warning" />
      <div>
        {/* Said once: a reader that repeats every second cannot be listened to. */}
        <span role="status">{i18n.t("Not reached: the node does not answer. Trying again by itself.")}</span>{" "}
        {age !== undefined && <span>{i18n.t("What is shown is {age} old.", { age })}</span>}
      </div>
    </div>
  );
}

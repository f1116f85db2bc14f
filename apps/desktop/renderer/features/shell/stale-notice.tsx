import { useLingui } from "@lingui/react";
import { useStore } from "zustand";
import { connection } from "../../shared/api/connection.ts";
import { formatSpan } from "../../shared/format/index.ts";
import { Mark, useNow } from "../../shared/ui/index.ts";
import classes from "./shell.module.css";

/** Says that what is shown is old, and how old, while nothing is heard from the node. */
export function StaleNotice() {
  const { i18n } = useLingui();
  const state = useStore(connection, (now) => now.state);
  const lastEventMs = useStore(connection, (now) => now.lastEventMs);
  const now = useNow();
  if (state !== "down") return null;
  return (
    <div className={classes.stale} role="status">
      <Mark tone="warning" />
      {lastEventMs === undefined
        ? i18n.t("The node does not answer. Trying again.")
        : i18n.t("Stale since {span}: the node does not answer. Recording goes on there; this page catches up when it is back.", {
            span: formatSpan((now - lastEventMs) / 1_000),
          })}
    </div>
  );
}

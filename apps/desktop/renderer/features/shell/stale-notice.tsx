import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { useUnrenewed } from "../../shared/api/use-unrenewed.ts";
import { formatSpan } from "../../shared/format/index.ts";
import { Mark, useFreshness, useNow } from "../../shared/ui/index.ts";
import classes from "./shell.module.css";

/** Says that what is shown is old, and how old: all of it while nothing is heard from the node, or what it could not answer anew. */
export function StaleNotice() {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  const { sinceMs, askAgain } = useUnrenewed();
  if (isFresh) return sinceMs === undefined ? null : <NotRenewed sinceMs={sinceMs} onAsk={askAgain} />;
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

function NotRenewed({ sinceMs, onAsk }: { readonly sinceMs: number; readonly onAsk: () => void }) {
  const { i18n } = useLingui();
  const age = formatSpan((useNow(1_000) - sinceMs) / 1_000);
  return (
    <div className={classes.stale}>
      <Mark tone="warning" />
      <div>
        <span role="status">{i18n.t("The node could not answer everything anew.")}</span>{" "}
        <span>{i18n.t("Some of what is shown is {age} old.", { age })}</span>{" "}
        <Button size="compact-xs" variant="default" onClick={onAsk}>
          {i18n.t("Try again")}
        </Button>
      </div>
    </div>
  );
}

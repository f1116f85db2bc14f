import { formatClock } from "../format/index.ts";
import { useKnownNow } from "./freshness.tsx";
import classes from "./ui.module.css";

/** A length as a clock. */
export function Clock({ seconds }: { readonly seconds: number }) {
  return <span className={classes.mono}>{formatClock(seconds)}</span>;
}

/** The clock of something that has run since a moment, as far as the node's word goes: it stands while it is not heard. */
export function RunningClock({ since }: { readonly since: string }) {
  const now = useKnownNow();
  return <Clock seconds={(now - Date.parse(since)) / 1_000} />;
}

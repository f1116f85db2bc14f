import { formatClock } from "../format/index.ts";
import classes from "./ui.module.css";
import { useNow } from "./use-now.ts";

/** A length as a clock. */
export function Clock({ seconds }: { readonly seconds: number }) {
  return <span className={classes.mono}>{formatClock(seconds)}</span>;
}

/** The clock of something that has run since a moment. */
export function RunningClock({ since }: { readonly since: string }) {
  const now = useNow();
  return <Clock seconds={(now - Date.parse(since)) / 1_000} />;
}

import classes from "./ui.module.css";

/** What a colour means: `proven` only for what is on the chain, `recording` only for a running record, `warning` for gaps. */
export type Tone = "proven" | "recording" | "warning" | "bad" | "waiting" | "quiet";

/** A small mark beside words that say the same: shape and words carry the state, colour only repeats it. */
export const Mark = ({ tone }: { readonly tone: Tone }) => <span className={classes.mark} data-tone={tone} aria-hidden />;

export function Badge({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Mark tone={tone} />
      {children}
    </span>
  );
}

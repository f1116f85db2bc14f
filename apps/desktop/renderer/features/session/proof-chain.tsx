import type { ReactNode } from "react";
import classes from "./session.module.css";

export interface ChainLink {
  readonly key: string;
  readonly title: ReactNode;
  readonly detail: ReactNode;
  /** `done`: proven; `now`: on its way; `later`: not begun. */
  readonly state: "done" | "now" | "later";
  /** The state in a word, for those who do not see the ring. */
  readonly stateName: string;
}

/** The proof as a chain of rings, from the chunks to the final block. */
export function ProofChain({ links }: { readonly links: readonly ChainLink[] }) {
  return (
    <ol className={classes.chain}>
      {links.map((link) => (
        <li key={link.key} className={classes.link} data-state={link.state}>
          <span className={classes.ring} role="img" aria-label={link.stateName} />
          <strong>{link.title}</strong>
          <div>{link.detail}</div>
        </li>
      ))}
    </ol>
  );
}

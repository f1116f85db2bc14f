import { useLingui } from "@lingui/react";
import { createContext, type ReactNode, use } from "react";
import { useStore } from "zustand";
import { connection } from "../api/connection.ts";
import { formatSpan } from "../format/index.ts";
import classes from "./ui.module.css";
import { useNow } from "./use-now.ts";

/** Whether what the node told is still so. */
export interface Freshness {
  /** False while the node is not reached: everything it said is as old as `age`, and nothing is known of it since. */
  readonly isFresh: boolean;
  /** How long ago the node was last heard, in words ("39 s"); undefined while it is heard, and when it never was. */
  readonly age: string | undefined;
}

/** Every value of the node that can change is shown through this: what is not fresh has its age beside it and does not move. */
export function useFreshness(): Freshness {
  const isFresh = useStore(connection, ({ state }) => state !== "down");
  const heardMs = useStore(connection, ({ state, lastEventMs }) => (state === "down" ? lastEventMs : undefined));
  const now = useNow(isFresh ? undefined : 1_000);
  return { isFresh, age: heardMs === undefined ? undefined : formatSpan((now - heardMs) / 1_000) };
}

/**
 * The time up to which the node's word is known, by the node's clock, in unix ms: now, renewed every `everyMs`, or when it was last heard.
 */
export function useKnownNow(everyMs: number = 1_000): number {
  const isFresh = useStore(connection, ({ state }) => state !== "down");
  const heardMs = useStore(connection, ({ state, lastEventMs }) => (state === "down" ? lastEventMs : undefined));
  const aheadMs = useStore(connection, (state) => state.aheadMs);
  const now = useNow(isFresh ? everyMs : undefined);
  return (heardMs ?? now) + aheadMs;
}

/** A value as the node last told it: greyed, with its age, while the node is not reached. */
export function Aged({ children }: { readonly children: ReactNode }) {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  if (isFresh) return children;
  return (
    <span className={classes.aged}>
      {children} <small>· {age === undefined ? i18n.t("not reached") : i18n.t("{age} ago", { age })}</small>
    </span>
  );
}

const WithinAged = createContext(false);

/** A part of a page that shows the node as it is: as it last was, and said so, while it is not reached. Within another one that says it already. */
export function AgedArea({ children }: { readonly children: ReactNode }) {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  if (use(WithinAged)) return children;
  return (
    <div className={classes.area} data-aged={!isFresh || undefined}>
      {!isFresh && (
        <p className={classes.aged}>
          {age === undefined ? i18n.t("As it was when last heard:") : i18n.t("As it was {age} ago:", { age })}
        </p>
      )}
      <WithinAged value>{children}</WithinAged>
    </div>
  );
}

import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Badge, useFreshness } from "../../shared/ui/index.ts";
import classes from "./live.module.css";

type Shown = Pick<Session, "state" | "input_frozen">;
type Light = "recording" | "paused" | "frozen";

const lightOf = ({ state, input_frozen: isFrozen }: Shown): Light =>
  state === "paused" ? "paused" : isFrozen ? "frozen" : "recording";

const wordsOf = (i18n: I18n): Record<Light, string> => ({
  recording: i18n.t("recording"),
  paused: i18n.t("paused"),
  frozen: i18n.t("not recording"),
});

/** Whether it records now. While the node is not reached the page cannot know, and says what was last heard. */
export function LiveLight({ session }: { readonly session: Shown }) {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  const light = lightOf(session);
  const state = wordsOf(i18n)[light];
  if (isFresh) {
    return (
      <span className={classes.light} data-state={light}>
        {state}
      </span>
    );
  }
  return (
    <>
      <Badge tone="waiting">{i18n.t("not reached")}</Badge>
      <span className={classes.quiet}>
        {age === undefined
          ? i18n.t("{state} when last heard", { state })
          : i18n.t("{state} when last heard, {age} ago", { state, age })}
      </span>
    </>
  );
}

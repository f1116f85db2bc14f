import { useLingui } from "@lingui/react";
import { Tooltip } from "@mantine/core";
import { useStore } from "zustand";
import { formatSpan } from "../../shared/format/index.ts";
import type { Player } from "./create-player.ts";
import classes from "./player.module.css";
import { type Span, spanAt } from "./recording.ts";

/** Farther behind, tenths of a second tell nothing. */
const TENTHS_BELOW_MS = 10_000;

/** How old the picture is, what it is worth as proof, and why nothing comes, while a session is recorded. */
export function LiveFacts({ player }: { readonly player: Player }) {
  const { i18n } = useLingui();
  const { recording, time, growing, behindMs, link, recorderLateMs, unchecked, compared } = useStore(player.state);
  const span = recording.spans[spanAt(recording.spans, time)] ?? recording.spans.at(-1);
  const trouble = troubleText();
  const worth = span && worthText(span);

  const others = [...compared].filter(([, isAsLive]) => !isAsLive).map(([index]) => index + 1);

  if (!growing && worth === undefined && others.length === 0) return null;
  return (
    <div className={classes.live}>
      {others.length > 0 && (
        <span className={classes.trouble} role="alert">
          {i18n.t(
            "{count, plural, one {Chunk {numbers} was} other {Chunks {numbers} were}} sealed with other pictures than were shown live. What is sealed is shown now.",
            {
              count: others.length,
              numbers: others.toSorted((one, other) => one - other).join(", "),
            },
          )}
        </span>
      )}
      {trouble !== undefined && (
        <span className={classes.trouble} role="status">
          {trouble}
        </span>
      )}
      {behindMs !== undefined && (
        <Tooltip label={i18n.t("How long ago at most this was on the screen, measured by the clock of the record")}>
          <span className={classes.behind} data-testid="behind" data-behind-ms={Math.round(behindMs)}>
            {i18n.t("{span} behind", { span: ageText(behindMs) })}
          </span>
        </Tooltip>
      )}
      {worth && (
        <Tooltip label={worth.detail} multiline maw={320}>
          <span className={classes.worth} data-worth={worth.kind}>
            {worth.text}
          </span>
        </Tooltip>
      )}
    </div>
  );

  function ageText(ms: number): string {
    if (ms >= TENTHS_BELOW_MS) return formatSpan(ms / 1_000);
    const tenths = new Intl.NumberFormat(i18n.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    return `${tenths.format(ms / 1_000)} s`;
  }

  function worthText({ index, isOpen }: Span): { kind: string; text: string; detail: string } | undefined {
    if (isOpen === true)
      return {
        kind: "open",
        text: i18n.t("not yet sealed"),
        detail: i18n.t("This part is being recorded. It is sealed within ten seconds, and proven when a block commits to it."),
      };
    if (compared.get(index) === true)
      return {
        kind: "as-live",
        text: i18n.t("sealed as it was shown live"),
        detail: i18n.t("It was fetched as it was sealed: byte for byte the pictures that were shown while it was recorded."),
      };
    if (!unchecked.has(index)) return undefined;
    return {
      kind: "unchecked",
      text: i18n.t("sealed, not checked here"),
      detail: i18n.t(
        "It is shown as it came while it was recorded. Go back to it, and it is fetched as it was sealed, checked, and compared with what was shown.",
      ),
    };
  }

  function troubleText(): string | undefined {
    if (link.kind === "broken")
      return link.cause === "too-slow"
        ? i18n.t("The live part was cut off: this connection is too slow. Trying again.")
        : i18n.t("The live part does not come. Trying again.");
    return recorderLateMs === undefined
      ? undefined
      : i18n.t("The recorder is late: its newest picture is {span} old.", { span: formatSpan(recorderLateMs / 1_000) });
  }
}

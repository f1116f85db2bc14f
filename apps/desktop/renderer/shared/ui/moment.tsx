import { useLingui } from "@lingui/react";
import { Tooltip } from "@mantine/core";
import { formatMoment, formatSpan, formatUtc } from "../format/index.ts";
import { useFreshness, useKnownNow } from "./freshness.tsx";
import classes from "./ui.module.css";

/** A moment in local time; UTC on hover and for screen readers' dateTime. */
export function Moment({ at }: { readonly at: string }) {
  const { i18n } = useLingui();
  return (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={at}>{formatMoment(at, i18n.locale)}</time>
    </Tooltip>
  );
}

/** How long ago a moment was, counting on while the node is heard: "9 s". The words around it belong to the caller. */
export function Ago({ at, render }: { readonly at: string; readonly render: (span: string) => string }) {
  const { i18n } = useLingui();
  const { isFresh, age } = useFreshness();
  const now = useKnownNow();
  const time = (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={at}>{render(formatSpan((now - Date.parse(at)) / 1_000))}</time>
    </Tooltip>
  );
  if (isFresh) return time;
  return (
    <span className={classes.aged}>
      {time} <small>{age === undefined ? i18n.t("not reached") : i18n.t("as of {age} ago", { age })}</small>
    </span>
  );
}

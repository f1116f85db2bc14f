import { useLingui } from "@lingui/react";
import { Tooltip } from "@mantine/core";
import { formatMoment, formatSpan, formatUtc } from "../format/index.ts";
import { useNow } from "./use-now.ts";

/** A moment in local time; UTC on hover and for screen readers' dateTime. */
export function Moment({ at }: { readonly at: string }) {
  const { i18n } = useLingui();
  return (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={at}>{formatMoment(at, i18n.locale)}</time>
    </Tooltip>
  );
}

/** How long ago a moment was, counting on: "9 s". The words around it belong to the caller. */
export function Ago({ at, render }: { readonly at: string; readonly render: (span: string) => string }) {
  const now = useNow();
  return (
    <Tooltip label={formatUtc(at)}>
      <time dateTime={at}>{render(formatSpan((now - Date.parse(at)) / 1_000))}</time>
    </Tooltip>
  );
}

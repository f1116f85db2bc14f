import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Tooltip } from "@mantine/core";
import { formatMoment, regionOf } from "../../shared/format/index.ts";
import { dayOf, useToday } from "../../shared/ui/index.ts";

/** When a session began, or was prepared: the time of today, else the day and the time. */
export function WhenCell({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const at = session.started_at ?? session.created_at;
  const isToday = dayOf(Date.parse(at)) === useToday();
  const style = isToday ? ({ timeStyle: "short" } as const) : ({ dateStyle: "medium", timeStyle: "short" } as const);
  return (
    <Tooltip label={formatMoment(at, i18n.locale)}>
      <time dateTime={at}>{new Intl.DateTimeFormat(regionOf(i18n.locale), style).format(new Date(at))}</time>
    </Tooltip>
  );
}

import { useLingui } from "@lingui/react";
import type { Session } from "@lucid/contract";
import { Text } from "@mantine/core";
import { formatDay, formatUtc } from "../../shared/format/index.ts";
import { Mark, useKnownNow } from "../../shared/ui/index.ts";
import classes from "./session.module.css";

/** A deletion that comes sooner is marked. */
const SOON_MS = 7 * 86_400_000;

/** Until when the recording is kept, and what of it stays. Nothing where nothing is kept. */
export function RetentionLine({ session }: { readonly session: Session }) {
  const { i18n } = useLingui();
  const now = useKnownNow();
  const { legal_hold: isHeld, retention_until: until } = session;
  if (session.state === "deleted" || session.chunk_count === 0) return null;
  if (isHeld) return <Text className={classes.retention}>{i18n.t("Under legal hold: it is kept until the hold is ended.")}</Text>;
  if (until === null) return null;
  const isSoon = Date.parse(until) - now < SOON_MS;
  return (
    <Text className={classes.retention} title={formatUtc(until)}>
      {isSoon && <Mark tone="warning" />}
      {i18n.t("Kept until {day}, then deleted; its proof stays.", { day: formatDay(until, i18n.locale) })}
    </Text>
  );
}

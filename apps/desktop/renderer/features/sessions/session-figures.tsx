import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { formatBytes, formatShare, formatSpan } from "../../shared/format/index.ts";
import { Figure, Figures } from "../../shared/ui/index.ts";
import classes from "./sessions.module.css";

/** The four numbers above the list. */
export function SessionFigures() {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const totals = useQuery(queries.sessions.statistics.queryOptions()).data;
  const storage = useQuery(queries.recording.storage.queryOptions()).data;
  const size = totals && formatBytes(totals.size_bytes, i18n.locale);

  return (
    <Figures>
      <Figure
        label={i18n.t("Live now")}
        value={
          totals === undefined ? (
            "–"
          ) : totals.live === 0 ? (
            0
          ) : (
            <Link to="/sessions" search={{ state: "live" }} className={classes.figure}>
              {totals.live}
            </Link>
          )
        }
      />
      <Figure label={i18n.t("Recorded in 30 days")} value={totals ? formatSpan(totals.recorded_seconds_30_days) : "–"} />
      {/* Of nothing that is stored no share can be told: drafts have no proof. */}
      <Figure
        label={i18n.t("Provable")}
        value={totals && totals.size_bytes > 0 ? formatShare(totals.provable, i18n.locale) : "–"}
      />
      <Figure
        label={i18n.t("Storage")}
        value={size ?? "–"}
        note={storage && i18n.t("{free} free", { free: formatBytes(storage.available_capacity, i18n.locale) })}
      />
    </Figures>
  );
}

import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { Mark, Moment } from "../../shared/ui/index.ts";
import classes from "./emergency.module.css";
import { noticeWords } from "./emergency-words.ts";

/** What is in force for everybody, on every page, with its reason and its end. */
export function EmergencyBanner() {
  const { i18n } = useLingui();
  const { queries, login } = useApi();
  const permissions = useStore(login.state, (state) => state.account?.permissions);
  const notice = useQuery(queries.emergency.notice.queryOptions());
  if (!notice.data || notice.data.in_force.length === 0) return null;
  return (
    <div className={classes.banner} role="status">
      {notice.data.in_force.map((one) => (
        <div key={one.action} className={classes.notice}>
          <Mark tone="bad" />
          <div>
            <strong>{noticeWords(one.action, i18n)}</strong> {i18n.t("Reason: “{reason}”.", { reason: one.reason })}{" "}
            {one.until !== null && (
              <>
                {one.action === "system_shutdown" ? i18n.t("It stops at") : i18n.t("It ends by itself at")}{" "}
                <Moment at={one.until} />
              </>
            )}
          </div>
        </div>
      ))}
      {permissions?.includes("emergency_lockdown") === true && (
        <Link to="/admin/emergency" className={classes.bannerLink}>
          {i18n.t("Emergency")}
        </Link>
      )}
    </div>
  );
}

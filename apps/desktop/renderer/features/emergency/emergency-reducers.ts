import type { EventReducers } from "../../shared/api/apply-event.ts";

export const emergencyReducers: EventReducers<"emergency"> = {
  emergency({ in_force }, { cache, queries }) {
    const wasLocked = cache.getQueryData(queries.emergency.notice.queryKey())?.in_force.some(isLockdown) === true;
    cache.setQueryData(queries.emergency.notice.queryKey(), { in_force });
    void cache.invalidateQueries({ queryKey: queries.emergency.status.key() });
    // What was refused meanwhile can be asked again.
    if (wasLocked && !in_force.some(isLockdown)) void cache.invalidateQueries();
  },
};

const isLockdown = ({ action }: { readonly action: string }): boolean => action === "lockdown_system";

import type { NodeUnit } from "@lucid/contract";
import type { UnitStatus } from "@lucid/foundation";

export const viewUnit = (unit: UnitStatus): NodeUnit => ({
  unit_id: unit.id,
  kind: unit.kind,
  name: unit.name,
  state: unit.state,
  since: new Date(unit.sinceMs).toISOString(),
  restarts: unit.restarts,
  last_success: unit.lastSuccessMs === null ? null : new Date(unit.lastSuccessMs).toISOString(),
});

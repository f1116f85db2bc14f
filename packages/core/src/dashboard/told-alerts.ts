import type { Alert } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";
import type { Announcer } from "../notifications/index.ts";

/** So long an alert holds before anybody is told. */
const HOLDS_MS = 60_000;
/** So long it is gone before it is over: one that comes back meanwhile is the same one, and is told no more. */
const GONE_MS = 10 * 60_000;

export const toldAlerts = {
  id: "0002-told-alerts",
  sql: `
    CREATE TABLE told_alerts (
      key TEXT PRIMARY KEY,
      code TEXT NOT NULL,
      severity TEXT NOT NULL CHECK (severity IN ('critical', 'warning')),
      data TEXT NOT NULL,
      began_steady INTEGER NOT NULL,
      gone_steady INTEGER
    ) STRICT;`,
};

interface ToldRow {
  readonly key: string;
  readonly code: Alert["code"];
  readonly severity: Alert["severity"];
  readonly data: string;
  readonly began_steady: number;
  readonly gone_steady: number | null;
}

export interface ToldAlertsDeps {
  readonly db: Pick<OpenDatabase, "read" | "write">;
  readonly steadyNow: () => number;
  readonly announce: Announcer["announce"];
}

/** A fuller disk is the same alert, a graver one. */
const keyOf = ({ code, data }: Alert): string =>
  code === "disk-full" || code === "disk-filling" ? "disk" : `${code} ${data["part"] ?? data["limit"] ?? ""}`.trim();

/** Emergencies are told as what they are. What is good to know asks for nobody. */
const isTold = ({ code, severity }: Alert): boolean => code !== "emergency" && severity !== "info";

/** Tells of alerts that begin, get graver and end, each once, also across restarts. To be given what holds, again and again. */
export function createToldAlerts({ db, steadyNow, announce }: ToldAlertsDeps): (alerts: readonly Alert[]) => void {
  const all = db.read.prepare<[], ToldRow>("SELECT key, code, severity, data, began_steady, gone_steady FROM told_alerts");
  const put = db.write.prepare<[ToldRow]>(`
    INSERT INTO told_alerts (key, code, severity, data, began_steady, gone_steady)
    VALUES (:key, :code, :severity, :data, :began_steady, :gone_steady)
    ON CONFLICT (key) DO UPDATE SET code = excluded.code, severity = excluded.severity, data = excluded.data,
      began_steady = excluded.began_steady, gone_steady = excluded.gone_steady`);
  const remove = db.write.prepare<[string]>("DELETE FROM told_alerts WHERE key = ?");
  let seenSince = new Map<string, number>();

  function tell(kind: "alert.began" | "alert.ended", row: ToldRow): void {
    const { code, severity } = row;
    announce({
      key: `${kind} ${row.key} ${severity} ${row.began_steady}`,
      kind,
      to: { permission: "access_admin_dashboard" },
      link: "/admin",
      data: { ...(JSON.parse(row.data) as Alert["data"]), code, severity },
    });
  }

  function holds(alert: Alert, told: ToldRow | undefined, now: number): void {
    const key = keyOf(alert);
    const data = JSON.stringify(alert.data);
    const row: ToldRow = { key, ...alert, data, began_steady: told?.began_steady ?? now, gone_steady: null };
    if (!told && now - (seenSince.get(key) ?? now) < HOLDS_MS) return;
    const isGraver = told?.severity === "warning" && alert.severity === "critical";
    if (!told || isGraver || told.gone_steady !== null) put.run(row);
    if (!told || isGraver) tell("alert.began", row);
  }

  function isGone(told: ToldRow, now: number): void {
    if (told.gone_steady === null) return void put.run({ ...told, gone_steady: now });
    if (now - told.gone_steady < GONE_MS) return;
    remove.run(told.key);
    tell("alert.ended", told);
  }

  const look = db.write.transaction((alerts: readonly Alert[], now: number) => {
    const told = new Map(all.all().map((row) => [row.key, row]));
    const present = new Set(alerts.map(keyOf));
    for (const alert of alerts) holds(alert, told.get(keyOf(alert)), now);
    for (const row of told.values()) if (!present.has(row.key)) isGone(row, now);
  });

  return (found) => {
    const now = steadyNow();
    const alerts = found.filter(isTold);
    seenSince = new Map(alerts.map(keyOf).map((key) => [key, seenSince.get(key) ?? now]));
    look(alerts, now);
  };
}

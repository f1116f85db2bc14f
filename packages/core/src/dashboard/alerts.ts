import { ALERTS, type Alert, type EmergencyNotice, type StorageForecast } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { FoundAlert, PartReports } from "../calls/index.ts";

/** What the rules look at. */
export interface Observed {
  readonly emergencies: readonly EmergencyNotice[];
  readonly parts: PartReports;
  readonly storage: { readonly free_bytes: number; readonly total_bytes: number; readonly forecast: StorageForecast };
  readonly resources: {
    readonly cpus: number;
    readonly load_one_minute: number;
    readonly memory_free_bytes: number;
    readonly memory_total_bytes: number;
  };
  readonly blockchain: { readonly height: number; readonly finalized_height: number };
  readonly superAdmins: number;
  /** What areas say by themselves. */
  readonly told: readonly FoundAlert[];
}

const DISK_FULL = 0.95;
const DISK_FILLING = 0.8;
const MEMORY_CRITICAL = 0.95;
const MEMORY_WARNING = 0.85;
/** Processes that wait for each core. */
const LOAD_PER_CPU = 4;
const BLOCKS_NOT_FINAL = 100;
const FULL_SOON_DAYS = 14;
/** What goes up and down by itself counts only when it lasts: a build, a start of many desktops. */
const LASTS_MS = 5 * 60_000;
const LASTING: ReadonlySet<Alert["code"]> = new Set(["memory-short", "load-high"]);

/** What holds at this moment. */
export function findAlerts(seen: Observed): FoundAlert[] {
  const { storage, resources, blockchain } = seen;
  const diskUsed = usedShare(storage.free_bytes, storage.total_bytes);
  const memoryUsed = usedShare(resources.memory_free_bytes, resources.memory_total_bytes);
  const load = resources.load_one_minute / Math.max(1, resources.cpus);
  const waiting = blockchain.height - blockchain.finalized_height;
  const found: (FoundAlert | false)[] = [
    ...seen.told,
    ...seen.emergencies.map(({ action }) => ({ code: "emergency", severity: "critical", data: { action } }) as const),
    ...Object.entries(seen.parts)
      .filter(([, { ok }]) => !ok)
      .map(
        ([part, { optional, detail }]) =>
          ({ code: "part-failing", severity: optional === true ? "warning" : "critical", data: { part, detail } }) as const,
      ),
    diskUsed >= DISK_FULL && { code: "disk-full", severity: "critical", data: { share: diskUsed } },
    diskUsed >= DISK_FILLING && diskUsed < DISK_FULL && { code: "disk-filling", severity: "warning", data: { share: diskUsed } },
    storage.forecast.kind === "full-in" &&
      storage.forecast.days < FULL_SOON_DAYS && {
        code: "storage-full-soon",
        severity: "warning",
        data: { days: Math.floor(storage.forecast.days) },
      },
    memoryUsed >= MEMORY_WARNING && {
      code: "memory-short",
      severity: memoryUsed >= MEMORY_CRITICAL ? "critical" : "warning",
      data: { share: memoryUsed },
    },
    load > LOAD_PER_CPU && { code: "load-high", severity: "warning", data: { load: resources.load_one_minute } },
    waiting > BLOCKS_NOT_FINAL && { code: "not-final", severity: "warning", data: { blocks: waiting } },
    seen.superAdmins < 2 && { code: "one-super-admin", severity: "info", data: {} },
  ];
  return found.filter((one) => one !== false);
}

const usedShare = (free: number, total: number): number => (total === 0 ? 0 : 1 - free / total);

const SEVERITIES: readonly Alert["severity"][] = ["critical", "warning", "info"];

/** Keeps since when each holds; what has to last before it counts is told once it did. To be asked again and again. */
export function createAlertBook(clock: Pick<Clock, "now" | "elapsed">) {
  let known = new Map<string, { readonly at: number; readonly elapsed: number }>();
  return (found: readonly FoundAlert[]): Alert[] => {
    const before = known;
    known = new Map();
    const told = found.flatMap((one) => {
      const key = `${one.code} ${one.data["part"] ?? one.data["action"] ?? one.data["limit"] ?? ""}`;
      const since = before.get(key) ?? { at: clock.now(), elapsed: clock.elapsed() };
      known.set(key, since);
      if (LASTING.has(one.code) && clock.elapsed() - since.elapsed < LASTS_MS) return [];
      return [{ ...one, since: new Date(since.at).toISOString() }];
    });
    return told.toSorted(
      (one, other) =>
        SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
        ALERTS.indexOf(one.code) - ALERTS.indexOf(other.code),
    );
  };
}

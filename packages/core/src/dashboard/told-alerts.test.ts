import type { Alert } from "@lucid/contract";
import { expect, it, onTestFinished } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import type { Fact } from "../notifications/index.ts";
import { sampleTables } from "./sample-repository.ts";
import { createToldAlerts } from "./told-alerts.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const alert = (code: Alert["code"], severity: Alert["severity"] = "warning", data: Alert["data"] = {}): Alert => ({
  code,
  severity,
  data,
  since: null,
});

async function openAlerts() {
  const ground = await openTestGround();
  onTestFinished(() => ground[Symbol.asyncDispose]());
  ground.db.attach(sampleTables);
  const told: string[] = [];
  const keys = new Set<string>();
  const announce = ({ key, kind, data }: Fact): void => {
    if (!keys.has(key)) told.push(`${kind} ${data?.["code"]} ${data?.["severity"]}`);
    keys.add(key);
  };
  const start = () => createToldAlerts({ db: ground.db, steadyNow: () => ground.time.steady.now(), announce });
  let tell = start();
  return {
    told,
    restart: () => {
      tell = start();
    },
    /** Looks every half minute for so long. */
    holds(minutes: number, ...alerts: Alert[]): void {
      for (let passed = 0; passed < minutes * MINUTE_MS; passed += 30 * SECOND_MS) {
        tell(alerts);
        ground.clock.freeze(30 * SECOND_MS);
      }
      tell(alerts);
    },
  };
}

it("are told when they begin and when they end, once each", async () => {
  const { told, holds } = await openAlerts();
  holds(60, alert("disk-filling"));
  expect(told).toEqual(["alert.began disk-filling warning"]);
  holds(9);
  expect(told).toHaveLength(1);
  holds(30);
  expect(told).toEqual(["alert.began disk-filling warning", "alert.ended disk-filling warning"]);
});

it("that come and go are told as one", async () => {
  const { told, holds } = await openAlerts();
  for (let times = 0; times < 20; times += 1) {
    holds(2, alert("load-high"));
    holds(3);
  }
  expect(told).toEqual(["alert.began load-high warning"]);
  holds(15);
  expect(told).toHaveLength(2);
});

it("that are there for a moment are not told at all", async () => {
  const { told, holds } = await openAlerts();
  for (let times = 0; times < 20; times += 1) {
    holds(0.5, alert("part-failing", "critical", { part: "chain" }));
    holds(0.5);
  }
  expect(told).toEqual([]);
});

it("that get graver are told again, and not when they get lighter", async () => {
  const { told, holds } = await openAlerts();
  holds(5, alert("disk-filling"));
  holds(5, alert("disk-full", "critical"));
  holds(5, alert("disk-filling"));
  holds(5, alert("disk-full", "critical"));
  expect(told).toEqual(["alert.began disk-filling warning", "alert.began disk-full critical"]);
});

it("are not told again after a restart, and end after one", async () => {
  const { told, holds, restart } = await openAlerts();
  holds(5, alert("not-final"), alert("part-failing", "critical", { part: "chain" }));
  restart();
  holds(5, alert("not-final"));
  expect(told).toHaveLength(2);
  restart();
  holds(12);
  expect(told.slice(2).toSorted()).toEqual(["alert.ended not-final warning", "alert.ended part-failing critical"]);
});

it("leave emergencies to what is told of them, and are silent about what is only good to know", async () => {
  const { told, holds } = await openAlerts();
  holds(5, alert("emergency", "critical", { action: "lockdown_system" }), alert("one-super-admin", "info"));
  expect(told).toEqual([]);
});

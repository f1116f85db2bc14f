import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startAudit } from "./start-audit.ts";

const SOMEBODY = "11111111-1111-4111-8111-111111111111";

it("tells once a second at most that the log has grown, and only whoever may see it", async () => {
  await using ground = await openTestGround();
  await using audit = await startAudit(ground, {});
  let told = 0;
  using _listening = ground.changes.on("audit", () => {
    told += 1;
  });
  for (const action of ["sessions.start", "sessions.stop"]) {
    audit.record({ action, outcome: "ok" });
    await audit.writer.flush();
  }
  expect(told).toBe(0);
  ground.clock.advance(1_000);
  await Promise.resolve();
  expect(told).toBe(1);
  const view = audit.events?.["audit"];
  expect(view?.("", testCaller(SOMEBODY, ["view_audit_logs"]))).toEqual({ type: "audit", size: 2 });
  expect(view?.("", testCaller(SOMEBODY, ["view_all_sessions"]))).toBeUndefined();
});

it("is healthy while the log can be written, and knows when that last worked", async () => {
  await using ground = await openTestGround();
  await using audit = await startAudit(ground, {});
  expect(await audit.health?.()).toEqual({ audit: { ok: true, detail: "can be written", last_success: null } });
  audit.record({ action: "sessions.start", outcome: "ok" });
  await audit.writer.flush();
  const last_success = new Date(ground.clock.now()).toISOString();
  expect(await audit.health?.()).toEqual({ audit: { ok: true, detail: "can be written", last_success } });
});

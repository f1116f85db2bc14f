import { AUDIT_EVENTS, AUDIT_SEVERITIES, AUDIT_TYPES, DECLARED_ERRORS, refusalsOf } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { classify } from "../audit/index.ts";
import * as bulk from "./bulk-operations.ts";
import { OPERATIONS } from "./operations.ts";

const operations = [...OPERATIONS, ...Object.values(bulk)];

describe("what an entry is", () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    "is said for %s and each of its refusals",
    (name, operation) => {
      const done = classify(name, "ok");
      expect(done.status).toBe("success");
      expect(["authorization", "error"].includes(done.event_type) && name !== "sessions.addKey").toBe(false);
      const { access, rate, errors = [], fresh, inLockdown = false, reads } = operation;
      for (const { code, status } of refusalsOf({ access, rate, errors, fresh, inLockdown, hasBody: !reads })) {
        const refused = classify(name, code);
        expect(AUDIT_TYPES).toContain(refused.event_type);
        expect(AUDIT_SEVERITIES).toContain(refused.severity);
        expect(refused.status).toBe("failure");
        if (status === 401) expect(refused).toMatchObject({ event_type: "authentication", severity: "warning" });
        if (status === 403) expect(refused).toMatchObject({ event_type: "authorization", severity: "warning" });
        if (status >= 500) expect(refused).toMatchObject({ event_type: "error", severity: "error", event: "SYSTEM_ERROR" });
      }
    },
  );

  it("names the events that others look for", () => {
    const named = [
      ["logins.login", "ok", "USER_LOGIN"],
      ["logins.login", "LUCID_ERR_2011", "LOGIN_FAILED"],
      ["logins.logout", "ok", "USER_LOGOUT"],
      ["logins.ended", "refresh_reused", "SUSPICIOUS_ACTIVITY"],
      ["people.account_created", "USER", "USER_CREATED"],
      ["people.updateMe", "ok", "USER_UPDATED"],
      ["sessions.create", "ok", "SESSION_CREATED"],
      ["sessions.stop", "ok", "SESSION_TERMINATED"],
      ["sessions.stop", "LUCID_ERR_2004", "PERMISSION_DENIED"],
      ["sessions.remove", "ok", "DATA_DELETED"],
      ["bulk.bundle", "ok", "DATA_EXPORTED"],
      ["bulk.auditExport", "ok", "DATA_EXPORTED"],
      ["node.retryUnit", "ok", "NODE_MAINTENANCE"],
      ["node.confirmClock", "ok", "CONFIG_CHANGED"],
      ["sessions.start", "LUCID_ERR_5001", "SYSTEM_ERROR"],
    ] as const;
    for (const [action, outcome, event] of named) expect([action, classify(action, outcome).event]).toEqual([action, event]);
    expect(new Set(AUDIT_EVENTS).size).toBe(26);
  });

  it("takes a code that nobody declares for a fault of the node", () => {
    expect(classify("sessions.start", "LUCID_ERR_9999")).toMatchObject({ event_type: "error", severity: "error" });
    expect(DECLARED_ERRORS.every(({ code }) => code.startsWith("LUCID_"))).toBe(true);
  });
});

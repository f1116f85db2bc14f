import { ORPCError } from "@orpc/client";
import { expect, it } from "vitest";
import { z } from "zod";
import { decodeEnvelope, isLoggedOut, isPassing, toFailure } from "./failure.ts";

const envelope = {
  error: {
    code: "LUCID_SESSION_ERR_4311",
    message: "Too many open sessions",
    details: { limit: 8 },
    request_id: "c7a1",
    timestamp: "2026-11-20T10:00:00.000Z",
    service: "lucid",
    version: "0.1.0",
  },
};
const shown = {
  code: "LUCID_SESSION_ERR_4311",
  message: "Too many open sessions",
  details: { limit: 8 },
  requestId: "c7a1",
  status: 409,
};

it("shows a refusal over REST with its code, details and request id", () => {
  expect(toFailure(decodeEnvelope(envelope, 409))).toEqual(shown);
});

it("shows the same refusal over a port in the same way", () => {
  const overPort = new ORPCError("LUCID_SESSION_ERR_4311", { status: 409, message: "Too many open sessions", data: envelope });
  expect(toFailure(overPort)).toEqual(shown);
});

it("does not take another body for an envelope", () => {
  expect(decodeEnvelope({ error: "no" }, 500)).toBeUndefined();
});

it("calls a node that cannot be reached offline, which passes", () => {
  const error = new TypeError("Failed to fetch");
  expect(toFailure(error).code).toBe("OFFLINE");
  expect(isPassing(error)).toBe(true);
  expect(isPassing(decodeEnvelope(envelope, 409))).toBe(false);
});

it("takes a refused token for the end of a login, and not a refused signature", () => {
  const refused = (code: string) => new ORPCError(code, { status: 401 });
  expect(["LUCID_ERR_2002", "LUCID_ERR_2003", "LUCID_ERR_2010"].map(refused).every(isLoggedOut)).toBe(true);
  expect(["LUCID_ERR_2011", "LUCID_ERR_2013"].map(refused).some(isLoggedOut)).toBe(false);
});

it("never shows what zod says", () => {
  const { error } = z.uuid().safeParse("not-an-id");
  const { code, message } = toFailure(error);
  expect(code).toBe("FORM");
  expect(message).not.toMatch(/[[{]/);
});

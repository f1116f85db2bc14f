import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { verifyBundle } from "./verify-bundle.ts";

describe("verifyBundle", () => {
  it("accepts a clean bundle and says what is in it", async () => {
    const session = buildTestSession("clean", { pausedBefore: [2] });
    const verdict = await verifyBundle(bytesSource(await bundleBytes(session.content())));
    expect(verdict).toMatchObject({ verified: true, facts: { sessionId: session.sessionId, owner: session.owner.address } });
  });
});

import { createSimulatedClock, createTestKeys, startTestChain } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { createSoloGenesis, parametersForInterval } from "./genesis.ts";
import { startChain } from "./start-chain.ts";
import { openChainDatabase } from "./store/open-chain-database.ts";

const startMs = Date.UTC(2026, 0, 1);
const keys = createTestKeys("solo");

const genesis = createSoloGenesis({
  network: "test",
  startsAtMs: startMs,
  publicKey: keys.publicKey,
  parameters: parametersForInterval(2),
});

describe("a solo chain", () => {
  it("builds one empty block in a slot without transactions", async () => {
    const clock = createSimulatedClock(startMs);
    await using chain = await startTestChain({ startChain, openChainDatabase }, { clock, keys }, { genesis });
    clock.advance(3 * 24_000 - 1);
    expect(chain.head().height).toBe(3);
  });
});

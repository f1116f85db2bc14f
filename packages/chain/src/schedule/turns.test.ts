import { describe, expect, it } from "vitest";
import { createSoloGenesis } from "../genesis.ts";
import { createSchedule } from "./turns.ts";

const genesis = createSoloGenesis({ network: "test", startsAtMs: 1_000_000, publicKey: "a".repeat(64) });
const elect = (slot: number) => (slot % 2 === 0 ? ["a", "b"] : ["b", "a"]);
const leader = createSchedule(genesis, elect, "a");
const stranger = createSchedule(genesis, elect, "c");

describe("the turns of a producer", () => {
  it("begin at T for the leader and one timeout later for the first fallback", () => {
    expect(leader.current(1_000)).toEqual({ at: { slot: 0, position: 0 }, rank: 0, time: 1_000 });
    expect(leader.current(1_129)).toEqual({ at: { slot: 1, position: 0 }, rank: 1, time: 1_125 });
    expect(leader.next(1_000)).toBe(1_010);
    expect(leader.next(1_120)).toBe(1_125);
  });

  it("end when the next position begins", () => {
    expect(leader.current(1_009.999)?.at).toEqual({ slot: 0, position: 0 });
    expect(leader.current(1_010)?.at).toEqual({ slot: 0, position: 1 });
  });

  it("are none before the genesis time or for a stranger, who looks again later", () => {
    expect(leader.current(999)).toBeUndefined();
    expect(leader.next(900)).toBe(1_000);
    expect(stranger.current(1_050)).toBeUndefined();
    expect(stranger.next(1_050)).toBeGreaterThan(1_050);
  });
});

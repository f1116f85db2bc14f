import { figure, type Scenario } from "../scenario.ts";

const YEAR_2040_MS = Date.UTC(2040, 0, 1);

export const clockJump: Scenario = {
  ...{
    name: "clock-jump",
    rule: "5.4, 4.2",
    happens: "a clock set to 2040 for a minute, and to 1970 at a start",
    nodes: 5,
    least: 5,
  },
  run({ world, until }) {
    const [jumper, dead] = world.nodes;
    if (jumper === undefined || dead === undefined) return [];
    world.run(600);
    const before = jumper.disk.signFile.read();
    jumper.clock.offsetMs = YEAR_2040_MS - jumper.clock.now();
    world.run(60);
    const isSilent = jumper.disk.signFile.read() === before;
    jumper.clock.offsetMs = 0;
    const back = until(() => jumper.disk.signFile.read() !== before, 600);

    world.kill(dead);
    dead.clock.offsetMs = -dead.clock.now();
    const early = dead.disk.signFile.read();
    world.run(600);
    const isSilentIn1970 = dead.disk.signFile.read() === early && dead.isAlive;
    dead.clock.offsetMs = 0;
    const alsoBack = until(() => dead.disk.signFile.read() !== early, 600);
    return [
      figure("in 2040 it signed nothing", "true", isSilent, isSilent),
      figure("signs again once the clock is right, seconds", "at most 120", back ?? "never", back !== undefined && back <= 120),
      figure("started in 1970 it signed nothing", "true", isSilentIn1970, isSilentIn1970),
      figure(
        "signs again once the clock is right, seconds",
        "at most 120",
        alsoBack ?? "never",
        alsoBack !== undefined && alsoBack <= 120,
      ),
    ];
  },
};

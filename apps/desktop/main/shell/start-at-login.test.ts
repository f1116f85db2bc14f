import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createStartAtLogin } from "./start-at-login.ts";

const nobody = { getLoginItemSettings: () => expect.fail("asked"), setLoginItemSettings: () => expect.fail("asked") };

it("is a file of the desktop on Linux, whose command comes back as it is", () => {
  const configFolder = mkdtempSync(join(tmpdir(), "lucid-autostart-"));
  onTestFinished(() => rmSync(configFolder, { recursive: true }));
  const startAtLogin = createStartAtLogin({ platform: "linux", app: nobody, configFolder, command: ['/opt/Lu cid/100%/$a"b'] });
  expect(startAtLogin.get()).toBe(false);
  startAtLogin.set(true);
  expect(startAtLogin.get()).toBe(true);
  const entry = readFileSync(join(configFolder, "autostart", "lucid.desktop"), "utf8");
  expect(entry).toContain(String.raw`Exec="/opt/Lu cid/100%%/\\$a\\"b" "--background"`);
  startAtLogin.set(false);
  startAtLogin.set(false);
  expect(startAtLogin.get()).toBe(false);
});

it("is the system's own list elsewhere", () => {
  const set: unknown[] = [];
  const app = {
    getLoginItemSettings: () => ({ openAtLogin: set.length > 0 }),
    setLoginItemSettings: (settings: unknown) => set.push(settings),
  };
  const startAtLogin = createStartAtLogin({ platform: "win32", app, configFolder: "/nowhere", command: [] });
  startAtLogin.set(true);
  expect(set).toEqual([{ openAtLogin: true, args: ["--background"] }]);
  expect(startAtLogin.get()).toBe(true);
});

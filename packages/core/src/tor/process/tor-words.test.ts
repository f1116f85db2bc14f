import { expect, it } from "vitest";
import { readTorLine } from "./tor-line.ts";
import { isOldTor, torVersionIn } from "./tor-version.ts";

it("reads a version as Debian's tor writes it, and tells those that are too old", () => {
  expect(torVersionIn("Tor version 0.4.9.11.\nThis build of Tor is covered by the GNU General Public License\n")).toBe(
    "0.4.9.11",
  );
  expect(torVersionIn("Tor version 0.4.10.2-alpha-dev.\n")).toBe("0.4.10.2-alpha-dev");
  expect(torVersionIn("something else")).toBeUndefined();
  expect(["0.4.6.12", "0.3.5.18", "0.4.7.1", "0.4.10.2-alpha-dev", "0.5.0.1", "1.0"].map(isOldTor)).toEqual([
    ...[true, true, false, false, false, false],
  ]);
});

it("keeps the names of services out of what tor says", () => {
  const address = "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenl5sid";
  expect(readTorLine(`Nov 29 22:16:00.000 [warn] Closed streams for service ${address}.onion for reason failed.`)).toEqual({
    ...{ level: "warn", text: "Closed streams for service [onion service] for reason failed." },
  });
  expect(readTorLine(`Nov 29 22:16:00.000 [notice] hs_service(): ${address}`)?.text).toBe("[onion service]");
  expect(readTorLine("")).toBeUndefined();
});

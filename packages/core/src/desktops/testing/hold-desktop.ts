import { createServer } from "node:net";
import { join } from "node:path";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { spawnCaptureFrom, startCapturePool } from "@lucid/pipeline";
import pino from "pino";
import { Registry } from "prom-client";
import { openDesktopHost } from "../open-desktop-host.ts";
import { startDesktop } from "../start-desktop.ts";
import { CAPTURE_PROGRAM, OPEN_POLICY, scripted, TEST_ENCODER } from "./desktop-samples.ts";

/** A program that opens a desktop, says so on stdout as one JSON line, and waits: a node that can be killed. Argument: data folder. */
const [, , dataDirectory = "", network = "none"] = process.argv;
const log = pino({ level: "warn" }, pino.destination(2));
const host = await openDesktopHost({ log, metrics: new Registry() }, { dataDirectory });
const supervisor = createTestSupervisor();
const recorders = await startCapturePool({ supervisor, spawn: spawnCaptureFrom(CAPTURE_PROGRAM) }, { workers: 1 });
const sessionId = systemRandomness.uuid();
const template = scripted("setsid sleep 1000 & (trap '' TERM HUP INT; exec sleep 1001) & echo started; wait");
const desktop = await startDesktop(
  { log, clock: systemClock, supervisor, randomness: systemRandomness, host, recorders, encoder: TEST_ENCODER },
  {
    ...{ sessionId, template, directory: join(dataDirectory, "run", sessionId), geometry: { width: 800, height: 600 } },
    may: () => true,
    policy: { ...OPEN_POLICY, network: network === "internet" ? "internet" : "none" },
  },
);
const { displayNumber, password, processIds, rdpPort } = desktop;
const viewerSocket = join(dataDirectory, "viewer");
const viewers = createServer((stream) => desktop.attachViewer(stream, { address: "a test", viewOnly: false }));
await new Promise<void>((resolve) => viewers.listen(viewerSocket, resolve));
process.stdout.write(
  `${JSON.stringify({ sessionId, displayNumber, password, processIds, rdpPort, viewerSocket, uid: process.getuid?.() })}\n`,
);
process.stdin.resume();
process.stdin.once("end", () => void desktop[Symbol.asyncDispose]().then(() => process.exit(0)));

#!/usr/bin/env node
// Starts the command with the Node.js that the project brings, whatever the machine has.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const NEEDED_MAJOR = 24;
const program = fileURLToPath(new URL("./lucid.ts", import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) {
  await import("./keep-compiled-code.mjs");
  await import("./lucid.ts");
} else {
  const bundled = fileURLToPath(new URL("../../../../node_modules/.bin/node", import.meta.url));
  if (!existsSync(bundled)) {
    process.stderr.write(`lucid needs Node.js ${NEEDED_MAJOR} or newer: run "npm ci" in the project's folder first\n`);
    process.exit(2);
  }
  const child = spawn(bundled, [program, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 128)));
}

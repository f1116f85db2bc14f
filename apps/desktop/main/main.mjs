// Electron's entry. The application is TypeScript, which Node.js 24 runs as it is; an Electron that is built without
// that ability starts the same node with the project's own Node.js, whose interface is then a page in the browser.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { app } from "electron";

if (process.features.typescript) await import("./main.ts");
else {
  process.stdout.write("No desktop window: this Electron cannot run TypeScript. The same interface is a web page instead.\n");
  const node = fileURLToPath(new URL("../../../node_modules/.bin/node", import.meta.url));
  const lucid = fileURLToPath(new URL("./cli/lucid.mjs", import.meta.url));
  const child = spawn(node, [lucid, "--server"], { stdio: "inherit" });
  child.on("exit", (code) => app.exit(code ?? 1));
}

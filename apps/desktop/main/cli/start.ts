import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `npm start`: the desktop window where Electron and a display are there, else the node with its page. */

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const electronFolder = folder("../../../../node_modules/electron/");

function findElectron(): string | undefined {
  const name = `${electronFolder}path.txt`;
  if (!existsSync(name)) return undefined;
  const program = `${electronFolder}dist/${readFileSync(name, "utf8").trim()}`;
  return existsSync(program) ? program : undefined;
}

const electron = findElectron();
const display = process.platform !== "linux" || Boolean(process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"]);
const args = process.argv.slice(2);

if (electron !== undefined && display) run(electron, [folder("../../"), ...args]);
else {
  const reason = electron === undefined ? "Electron's program is not installed" : "there is no display";
  process.stdout.write(`No desktop window: ${reason}. The same interface is a web page instead.\n`);
  run(process.execPath, [folder("./lucid.mjs"), "--server", ...args]);
}

function run(program: string, programArgs: readonly string[]): void {
  const child = spawn(program, programArgs, { stdio: "inherit" });
  // The terminal sends Ctrl-C to the child as well; the parent waits for its exit code.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}

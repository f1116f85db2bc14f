import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
export const PROGRAM_ENV = { PATH: "/usr/bin:/usr/sbin:/bin:/sbin", LANG: "C.UTF-8" };

/** The line by which a program tells its version; empty where it tells none. */
export async function programVersion(path: string, flag: string): Promise<string> {
  try {
    const { stderr, stdout } = await run(path, [flag], { env: PROGRAM_ENV, timeout: 5_000 });
    return `${stdout}${stderr}`.trim().split("\n")[0]?.trim() ?? "";
  } catch (cause) {
    // Xvnc and xrdp print their version and exit with 1.
    const { stderr = "", stdout = "" } = cause as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}`.trim().split("\n")[0]?.trim() ?? "";
  }
}

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../../../docs/formats/second_verifier.py", import.meta.url));

/** Output of the second verifier for files, or for vectors (`--vectors`, a folder). Its exit code 1 means that something was refused. */
export function runSecondVerifier(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("python3", [PROGRAM, ...args], { maxBuffer: 64 * 1_048_576 }, (error, stdout, stderr) => {
      if (error !== null && error.code !== 1) reject(new Error(stderr, { cause: error }));
      else resolve(stdout);
    });
  });
}

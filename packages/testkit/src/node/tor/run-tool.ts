import { execFile } from "node:child_process";

/** Runs a program to its end and answers what it wrote. @throws with its words when it fails. */
export function runTool(program: string, args: readonly string[], input = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed: ${stderr}${stdout}`, { cause: error }));
      else resolve(stdout);
    });
    // A tool that ends without reading it is told by how it ended.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

// Plain JavaScript for any Node from version 20: it runs before anything of the project does.
import { existsSync } from "node:fs";
import { missingPackages } from "./setup/packages.mjs";

const help = `Installs what this machine lacks to host Lucid sessions, with Debian's apt.

Usage: npm run setup -- [options]

  --demo      also what \`npm run demo\` needs (a real RDP client)
  --tor       also what a node needs that is reached through Tor
  --tests     also what \`npm test\` needs
  --bench     also what \`npm run bench\` needs
  --packages  also what \`npm run test:packages\` needs
  --yes       install without asking
  --check     install nothing, only say what is missing
  --help      print this

Exit code: 0 nothing is missing (any more); 1 something is missing and was not installed;
2 wrong usage; 3 the installation failed, or the machine has no apt.
`;

const groupFlags = /** @type {const} */ (["demo", "tor", "tests", "bench", "packages"]);
const flags = process.argv.slice(2);
const unknown = flags.filter(
  (flag) => !["--yes", "--check", "--help", ...groupFlags.map((group) => `--${group}`)].includes(flag),
);
const has = (/** @type {string} */ flag) => flags.includes(flag);

process.exitCode = await main();

async function main() {
  if (has("--help")) return say(help, 0);
  if (unknown.length > 0) return complain(`Unknown option ${unknown.join(" ")}\n\n${help}`, 2);
  // Elsewhere Lucid is a client, a wallet and a verifier: it hosts no sessions and needs nothing of the system.
  if (process.platform !== "linux") return 0;

  const groups = groupFlags.filter((group) => has(`--${group}`));
  const missing = missingPackages(["node", ...groups], process.env.PATH ?? "");
  if (missing.length === 0) return has("--check") ? say("Nothing is missing.\n", 0) : 0;

  const width = Math.max(...missing.map((item) => item.name.length));
  const list = missing.map((item) => `  ${item.name.padEnd(width)}  ${item.why}`).join("\n");
  process.stdout.write(
    `Lucid needs ${missing.length} system package${missing.length === 1 ? "" : "s"} that this machine lacks:\n${list}\n`,
  );

  const names = missing.map((item) => item.name);
  const command = `npm run setup -- ${["--yes", ...groups.map((group) => `--${group}`)].join(" ")}`;
  if (has("--check")) return say(`To install them: ${command}\n`, 1);

  const { install, obstacleTo } = await import("./setup/install.mjs");
  const obstacle = obstacleTo(names);
  if (obstacle) return complain(`${obstacle}\n`, 3);
  if (!has("--yes")) {
    if (!process.stdin.isTTY)
      return complain(`Nothing was installed, for nobody is there to be asked. To install them: ${command}\n`, 1);
    if (!(await agreed())) return complain(`Nothing was installed. To install them later: ${command}\n`, 1);
  }
  const failure = install(names);
  if (failure) return complain(`${failure}\n`, 3);
  const left = missingPackages(["node", ...groups], process.env.PATH ?? "", existsSync);
  if (left.length > 0) return complain(`Still missing after the installation: ${left.map((item) => item.name).join(" ")}\n`, 3);
  return complain("Everything Lucid needs is installed.\n", 0);
}

async function agreed() {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("Install them now with apt? [Y/n] ");
  terminal.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

/** @param {string} text @param {number} code */
function say(text, code) {
  process.stdout.write(text);
  return code;
}

/** @param {string} text @param {number} code */
function complain(text, code) {
  process.stderr.write(text);
  return code;
}

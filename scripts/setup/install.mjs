import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { installPlan } from "./install-plan.mjs";

/**
 * Why these packages cannot be installed from here and what to do by hand, or undefined when they can.
 * @param {readonly string[]} names
 */
export function obstacleTo(names) {
  if (!existsSync("/usr/bin/apt-get"))
    return `This machine has no apt-get (Lucid is tried on Debian 12). Needed: ${names.join(" ")}`;
  if (isRoot() || existsSync("/usr/bin/sudo")) return undefined;
  const lines = installPlan(names, { ...machine(), root: true, servicePolicy: true }).steps.map(({ command }) =>
    command[0] === "sh" ? command.at(-1) : command.join(" "),
  );
  return ["Installing packages needs root, and there is no sudo. As root, run:", ...lines].join("\n  ");
}

/**
 * Installs Debian packages; what it runs is shown. Returns what failed, or undefined.
 * @param {readonly string[]} names
 */
export function install(names) {
  const { steps, after } = installPlan(names, machine());
  try {
    for (const step of steps) {
      const failure = run(step);
      if (failure && !step.optional) return failure;
      if (failure) process.stderr.write(`${failure}; going on without it\n`);
    }
    return undefined;
  } finally {
    for (const step of after) run(step);
  }
}

const machine = () => ({
  root: isRoot(),
  systemd: existsSync("/run/systemd/system"),
  servicePolicy: existsSync("/usr/sbin/policy-rc.d"),
});

const isRoot = () => process.getuid?.() === 0;

/** @param {import("./install-plan.mjs").Step} step */
function run({ says, command: [program = "", ...args] }) {
  process.stderr.write(`> ${says}\n`);
  const { status, error } = spawnSync(program, args, { stdio: ["inherit", 2, 2] });
  if (status === 0) return undefined;
  return `Failed (${error ? error.message : `exit code ${status}`}): ${[program, ...args].join(" ")}`;
}

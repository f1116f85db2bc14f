import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname } from "node:path";

/** The account that the packages make for the node. */
const SERVICE_USER = "lucid";
const SETPRIV = "/usr/bin/setpriv";

export interface Account {
  readonly uid: number;
  readonly home: string;
}

/** What a node does that was started as root: goes on as somebody else, or stays root, and why. */
export type RootPlan =
  | { readonly kind: "go-on-as"; readonly account: Account }
  | { readonly kind: "stay"; readonly reason: string };

/**
 * `data` is the data folder that was named, undefined where the account's own is meant. Nobody's files change hands: a
 * folder of root's stays root's.
 */
export function planForRoot(
  account: Account | undefined,
  data: string | undefined,
  ownerOf: (path: string) => number | undefined,
): RootPlan {
  if (!account) return { kind: "stay", reason: `there is no user ${SERVICE_USER} to go on as` };
  const folder = data ?? account.home;
  const owner = ownerOf(folder) ?? ownerOf(dirname(folder));
  if (owner === account.uid) return { kind: "go-on-as", account };
  return { kind: "stay", reason: `${folder} does not belong to ${SERVICE_USER}: sudo chown -R ${SERVICE_USER}: ${folder}` };
}

/** What somebody else would read as theirs. */
const ROOTS_OWN = ["XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "USER", "LOGNAME"];

/**
 * Started as root, becomes the same command of the service's user, with the same pid, and does not return. Else says why it stays
 * root; undefined for everybody else. `file` is the settings file that was read.
 */
export function dropRoot({
  data,
  file,
}: {
  readonly data: string | undefined;
  readonly file: string | undefined;
}): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const plan = planForRoot(findAccount(), data, ownerOf);
  if (plan.kind === "stay") return plan.reason;
  const { home } = plan.account;
  const become = [
    `--reuid=${SERVICE_USER}`,
    `--regid=${SERVICE_USER}`,
    "--init-groups",
    "--inh-caps=-all",
    "--bounding-set=-all",
  ];
  if (file !== undefined && !succeeds(SETPRIV, [...become, "test", "-r", file])) return `${SERVICE_USER} cannot read ${file}`;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ROOTS_OWN.includes(name)));
  const named = data === undefined ? ["--data", home] : [];
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1), ...named];
  return process.execve?.(SETPRIV, [SETPRIV, ...become, ...command], { ...env, HOME: home });
}

function findAccount(): Account | undefined {
  try {
    const [, , uid, , , home = ""] = execFileSync("getent", ["passwd", SERVICE_USER], { encoding: "utf8" }).trim().split(":");
    return { uid: Number(uid), home };
  } catch (error) {
    // 2: there is none (getent(1)).
    if ((error as { status?: number }).status === 2) return undefined;
    throw error;
  }
}

function succeeds(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch (error) {
    if ((error as { status?: number }).status === 1) return false;
    throw error;
  }
}

const ownerOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.uid;

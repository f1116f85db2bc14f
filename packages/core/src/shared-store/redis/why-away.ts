/** The oldest Redis that the scripts were tried on. */
export const LEAST_VERSION = 7;

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/WRONGPASS|NOAUTH|invalid password|without any password/i, "it refuses the password"],
  [/NOPERM/, "it forbids its user what a node needs"],
  [/LOADING/, "it is still loading its data"],
  [/READONLY/, "it is a replica that takes no writes"],
  [/OOM|command not allowed when used memory/i, "its memory is full"],
  [/MISCONF/, "it cannot save to its disk and takes no writes"],
  [/certificate|self.signed/i, "its certificate is not trusted"],
];

export class WrongVersion extends Error {
  override readonly name = "WrongVersion";
}

/** Why a Redis cannot be used, in words. What it said itself, and an address or a password, are not part of it. */
export function whyAway(error: unknown): string {
  if (error instanceof WrongVersion) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? "it does not answer";
}

/** @throws WrongVersion from the answer to INFO. */
export function requireVersion(info: string): string {
  const version = /^redis_version:(\d+)\.([\d.]+)/m.exec(info);
  const found = version ? `${version[1]}.${version[2]}` : "a server without a version";
  if (Number(version?.[1] ?? 0) < LEAST_VERSION) {
    throw new WrongVersion(`it is Redis ${found}: ${LEAST_VERSION}.0 or later is needed`);
  }
  return found;
}

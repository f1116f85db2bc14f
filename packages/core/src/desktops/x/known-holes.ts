/**
 * Day of the last X.Org advisory on the server that Xvnc is built on (CVE-2025-62229 to 62231). What was built before cannot hold its
 * fixes; distributions fix without a new version number, so the number alone says little.
 */
const FIXED_ON = "2025-10-28";
/** Older releases get no fixes from their makers. */
const FIRST_KEPT_MINOR = 13;

/**
 * What is known to be wrong with an Xvnc that names itself so (first line of `Xvnc -version`); undefined when nothing is, or when the
 * line is not TigerVNC's.
 */
export function knownHoles(version: string): string | undefined {
  const [, minor, built] = /TigerVNC 1\.(\d+)\.\d+(?: - built (\d{4}-\d{2}-\d{2}))?/.exec(version) ?? [];
  const isOld = built === undefined ? minor !== undefined && Number(minor) < FIRST_KEPT_MINOR : built < FIXED_ON;
  if (!isOld) return undefined;
  const since = built === undefined ? "" : `, built ${built},`;
  return `its X server${since} lacks the security fixes up to ${FIXED_ON}; only the node's gate stands before them`;
}

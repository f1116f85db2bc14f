import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** Folders of one session's sockets. They lie in /tmp because a socket's path may have 107 characters at most (unix(7)). */
export interface SocketFolders extends AsyncDisposable {
  readonly root: string;
  /** The display's own X socket. */
  readonly x: string;
  /** The X socket that programs of the desktop see. */
  readonly apps: string;
  readonly rfb: string;
  readonly rdp: string;
  readonly channels: string;
}

/**
 * Makes them. Others may enter the root only where the sandbox has a user id of its own, which must reach the X socket in `apps`;
 * the X server asks everyone for its cookie, and the rest is closed.
 */
export async function makeSocketFolders(options: { readonly shared: boolean }): Promise<SocketFolders> {
  const root = await mkdtemp("/tmp/lucid-");
  if (options.shared) await chmod(root, 0o711);
  const folders = {
    x: join(root, "x"),
    apps: join(root, "apps"),
    rfb: join(root, "rfb"),
    rdp: join(root, "rdp"),
    channels: join(root, "channels"),
  };
  for (const path of Object.values(folders)) await mkdir(path, { mode: 0o700 });
  if (options.shared) await chmod(folders.apps, 0o711);
  return { root, ...folders, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

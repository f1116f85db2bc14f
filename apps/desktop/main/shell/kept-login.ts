import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Electron's `safeStorage`, as far as it is used. */
export interface SecretBox {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

export interface KeptLogin {
  read(): string | undefined;
  set(token: string | undefined): void;
  /** Whether it outlives the process. Where the system has no keyring it does not, rather than lying on the disk in the open. */
  readonly isKept: boolean;
}

export interface KeptLoginDeps {
  readonly path: string;
  readonly box: SecretBox;
  readonly onTrouble: (error: unknown) => void;
}

/** Chromium's word for a key that everybody knows. */
const NO_KEYRING = new Set(["basic_text", "unknown"]);

/**
 * The refresh token of the application's windows, one for all of them. It is in none of their pages: it stands to a window's port as a
 * cookie that scripts cannot read stands to a request.
 */
export function openKeptLogin({ path, box, onTrouble }: KeptLoginDeps): KeptLogin {
  const isKept = box.isEncryptionAvailable() && !NO_KEYRING.has(box.getSelectedStorageBackend?.() ?? "");
  let token = load();

  function load(): string | undefined {
    if (!isKept) {
      // Of a time when there was a keyring, or of somebody else: it can be read by nobody now.
      rmSync(path, { force: true });
      return undefined;
    }
    try {
      return box.decryptString(readFileSync(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") onTrouble(error);
      return undefined;
    }
  }

  return {
    isKept,
    read: () => token,
    set(next) {
      token = next;
      if (!isKept) return;
      try {
        if (next === undefined) return rmSync(path, { force: true });
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, box.encryptString(next), { mode: 0o600 });
        renameSync(`${path}.new`, path);
      } catch (error) {
        onTrouble(error);
      }
    },
  };
}

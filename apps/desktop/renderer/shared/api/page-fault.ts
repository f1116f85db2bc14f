/** What this page itself finds wrong, without the node. */
export type PageFault =
  | "no-wallet-extension"
  | "extension-locked"
  | "device-left"
  | "challenge-invalid"
  | "wallet-unreadable"
  | "wallet-unsteady"
  | "other-wallet"
  | "passkey-known"
  | "passkey-not-used"
  | "download-cut"
  | "chunk-list"
  | "video-chunk";

/** Thrown with a code, so that whoever shows it finds the words in the reader's language. */
export class PageFaultError extends Error {
  readonly code: PageFault;

  constructor(code: PageFault) {
    super(code);
    this.name = "PageFaultError";
    this.code = code;
  }
}

/** The file that a verdict is about, and when this page came to the verdict (milliseconds since 1970). */
export interface CheckedFile {
  readonly name: string;
  readonly size: number;
  /** SHA-256 of all its bytes in hex, where it was hashed. */
  readonly sha256: string | undefined;
  readonly checkedAtMs: number;
}

/** The file that a verdict is about, and when this page came to the verdict (milliseconds since 1970). */
export interface CheckedFile {
  readonly name: string;
  readonly size: number;
  readonly checkedAtMs: number;
}

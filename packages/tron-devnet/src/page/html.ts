/** Text that is HTML already; everything else is escaped where it is put in. */
export interface Html {
  readonly html: string;
}
type Part = Html | string | number | bigint | readonly Html[];

const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

function show(part: Part): string {
  if (typeof part === "object" && "html" in part) return part.html;
  if (typeof part === "object") return part.map(({ html }) => html).join("");
  return escape(String(part));
}

export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.reduce((whole, text, at) => whole + show(parts[at - 1] ?? "") + text),
});

/** A number of millionths with its point, grouped by thousands. */
export function amount(millionths: bigint): string {
  const whole = (millionths / 1_000_000n).toString().replace(/\B(?=(?:\d{3})+$)/g, "\u202f");
  const rest = (millionths % 1_000_000n).toString().padStart(6, "0").replace(/0+$/, "");
  return rest === "" ? whole : `${whole}.${rest}`;
}
export const time = (ms: number): string => new Date(ms).toISOString().replace("T", " ").slice(0, 19);

import { type GapCode, partsOfReason } from "../../formats/gap-code.ts";
import { spanInWords } from "./words.ts";

/** A gap's reason without its code: what the node wrote, and what this project's numbers behind it say. */
export function reasonInWords(reason: string, codes: Readonly<Record<GapCode, string>>): { said: string; further: string[] } {
  const { said, numbers } = partsOfReason(reason);
  const further: string[] = [];
  const foreign: string[] = [];
  for (const [name, value] of numbers) {
    const words = numberInWords(name, value, codes);
    if (words === undefined) foreign.push(`(${name} ${value})`);
    else further.push(words);
  }
  return { said: [said, ...foreign].filter(Boolean).join(" "), further };
}

function numberInWords(name: string, value: number, codes: Readonly<Record<GapCode, string>>): string | undefined {
  const span = spanInWords(Math.abs(value));
  if (name === "slept_ms") return `the machine slept for ${span}`;
  if (name === "step_ms") return `the node's clock was set ${value < 0 ? "back" : "ahead"} by ${span}`;
  const code = name.replaceAll("_", "-");
  const happened = name === "paused" ? "paused" : Object.hasOwn(codes, code) ? codes[code as GapCode] : undefined;
  return happened === undefined || value <= 1 ? happened : `${happened} (${value} times)`;
}

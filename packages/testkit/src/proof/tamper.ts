import type { SeededRandom } from "@lucid/foundation/testing";
import { sha256Hex } from "@lucid/proof";
import { byteTampers } from "./tamper-bytes.ts";
import { partTampers } from "./tamper-parts.ts";
import { statementTampers } from "./tamper-statements.ts";
import type { Tamper, TamperCase, TamperTarget } from "./tamper-tools.ts";

export type { TamperCase, TamperTarget } from "./tamper-tools.ts";

/** Every way in which the tests forge a bundle. */
const tampers: Readonly<Record<string, Tamper>> = { ...byteTampers, ...partTampers, ...statementTampers };

/** `count` forged bundles, each kind in turn. A case that happens to equal the clean bundle is drawn again. */
export function* tamperCases(target: TamperTarget, random: SeededRandom, count: number): Generator<TamperCase> {
  const kinds = Object.entries(tampers);
  for (let made = 0; made < count; made += 1) {
    const [kind, tamper] = kinds[made % kinds.length] as [string, Tamper];
    let forged = tamper(target, random);
    while (sha256Hex(forged.bytes) === sha256Hex(target.bundle)) forged = tamper(target, random);
    yield { kind, ...forged };
  }
}

import { MAX_CONFIGURATION_BYTES } from "../video/chunk-video.ts";

/** Units that say how pictures are decoded: of sequences and of pictures, and their extensions (ITU-T H.264, table 7-1). */
const PARAMETER_SETS: ReadonlySet<number> = new Set([7, 8, 13, 15, 16]);
/** No set of a configuration is as long. */
const MOST_BYTES = MAX_CONFIGURATION_BYTES + 1;

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * Looks among samples for parameter sets that the configuration of their format, the content of an `avcC` box, does not have. Samples
 * come one after the other, their bytes in pieces of any length.
 */
export function createParameterSearch(configuration: Uint8Array) {
  const lengthBytes = ((configuration[4] ?? 3) & 3) + 1;
  const known = setsOf(configuration);
  let hasOthers = false;
  let number = 0;
  let numberBytes = 0;
  let size = 0;
  let left = 0;
  /** What is there of a unit that is a parameter set. */
  let set = "";

  function endUnit(): void {
    if (set !== "" && !known.has(set)) hasOthers = true;
    set = "";
  }

  return {
    begin(): void {
      endUnit();
      number = numberBytes = left = 0;
    },
    bytes(piece: Uint8Array): void {
      for (let at = 0; at < piece.length; ) {
        if (left === 0) {
          number = number * 256 + (piece[at] as number);
          numberBytes += 1;
          at += 1;
          if (numberBytes < lengthBytes) continue;
          size = left = number;
          number = numberBytes = 0;
        } else {
          const part = piece.subarray(at, at + left);
          if (left === size ? PARAMETER_SETS.has((part[0] as number) & 31) : set !== "")
            set += textOf(part.subarray(0, MOST_BYTES - set.length));
          left -= part.length;
          at += part.length;
          if (left === 0) endUnit();
        }
      }
    },
    /** Whether there was such a set. */
    end(): boolean {
      endUnit();
      return hasOthers;
    },
  };
}

/** The parameter sets of a configuration: those of sequences, then those of pictures (ISO/IEC 14496-15, 5.3.3.1). */
function setsOf(configuration: Uint8Array): ReadonlySet<string> {
  const sets = new Set<string>();
  let at = 5;
  for (const countBits of [31, 255]) {
    const count = (configuration[at] ?? 0) & countBits;
    at += 1;
    for (let left = count; left > 0; left -= 1) {
      const [high = 0, low = 0] = configuration.subarray(at);
      const end = at + 2 + 256 * high + low;
      sets.add(textOf(configuration.subarray(at + 2, end)));
      at = end;
    }
  }
  return sets;
}

/** What may come in a stream of gossip: frames with their length first, of subscriptions (1), messages (2) and control (3). */
const FIELDS = new Set([0x0a, 0x12, 0x1a]);
const MESSAGE_FIELD = 0x12;
/** A topic, and the lengths and tags around a content. */
const MESSAGE_MARGIN = 512;
/** A length below 2^28; more bytes than that are none of ours. */
const MAX_LENGTH_BYTES = 4;

export interface FrameLimits {
  readonly frame: number;
  /** Largest content of a message. */
  readonly content: number;
}

/**
 * Follows the frames of one stream piece by piece, without keeping any of it, and says what is wrong with them as soon as the
 * length that is wrong has come.
 */
export function createFrameWatch(limits: FrameLimits): (piece: Uint8Array) => string | undefined {
  let wants: "frame" | "field" | "length" = "frame";
  let value = 0;
  let digits = 0;
  /** Bytes of the frame that are still to come. */
  let rest = 0;
  let skip = 0;
  let field = 0;

  function take(byte: number): string | undefined {
    if (wants !== "frame") rest -= 1;
    if (wants !== "frame" && rest < 0) return "a field goes beyond its frame";
    if (wants === "field") {
      if (!FIELDS.has(byte)) return "an unknown field";
      field = byte;
      wants = "length";
      return undefined;
    }
    value += (byte & 0x7f) * 2 ** (7 * digits);
    digits += 1;
    if (byte >= 0x80) return digits === MAX_LENGTH_BYTES ? "a length without an end" : undefined;
    const length = value;
    [value, digits] = [0, 0];
    return wants === "frame" ? beginFrame(length) : beginField(length);
  }

  function beginFrame(length: number): string | undefined {
    if (length > limits.frame) return "an oversize frame";
    rest = length;
    if (length > 0) wants = "field";
    return undefined;
  }

  function beginField(length: number): string | undefined {
    if (length > rest) return "a field goes beyond its frame";
    if (field === MESSAGE_FIELD && length > limits.content + MESSAGE_MARGIN) return "an oversize message";
    rest -= length;
    skip = length;
    wants = rest === 0 ? "frame" : "field";
    return undefined;
  }

  return (piece) => {
    for (let at = 0; at < piece.length; ) {
      if (skip > 0) {
        const passed = Math.min(skip, piece.length - at);
        skip -= passed;
        at += passed;
        continue;
      }
      const fault = take(piece[at] ?? 0);
      if (fault !== undefined) return fault;
      at += 1;
    }
    return undefined;
  };
}

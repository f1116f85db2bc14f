/** The extended clipboard message (The RFB Protocol, community version, 7.5.6 and 7.6.4): flags, and what belongs to them. */
export const FLAGS_BYTES = 4;
const TEXT = 1;
const CAPS = 1 << 24;
const NOTIFY = 1 << 27;
const PROVIDE = 1 << 28;
/** Flags of a message that brings a text and nothing else. */
export const PROVIDED_TEXT = PROVIDE | TEXT;

/** The flags of a message's content; 0 of one that is too short to have any. */
const flagsOf = (content: Buffer): number => (content.length < FLAGS_BYTES ? 0 : content.readUInt32BE());

/** Whether a message carries a text, and does not only speak of one. */
export function bringsText(content: Buffer): boolean {
  const flags = flagsOf(content);
  return (flags & CAPS) === 0 && (flags & PROVIDE) !== 0 && (flags & TEXT) !== 0;
}

/** Whose text a message is about: who sends it has one, wants the other's, or says what it can do. */
export function purposeOf(content: Buffer): "offer" | "ask" | "agree" {
  const flags = flagsOf(content);
  if ((flags & CAPS) !== 0) return "agree";
  return (flags & (NOTIFY | PROVIDE)) !== 0 ? "offer" : "ask";
}

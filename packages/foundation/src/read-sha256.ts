const SHA_256 = /^(?:0x)?([0-9a-f]{64})$/i;

/** A SHA-256 hash as somebody typed or pasted it, in lower-case hex; undefined where the text is none. */
export const readSha256 = (text: string): string | undefined => SHA_256.exec(text.trim())?.[1]?.toLowerCase();

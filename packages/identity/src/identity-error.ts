/** Why something could not be opened, in a sentence for the person who tried. */
export const openFailures = {
  "key-not-for-you": "This recording is not encrypted to your identity.",
  "envelope-invalid": "The key envelope is damaged or is not an age file.",
  "key-mismatch": "The key in the envelope is not the key of this recording.",
  "identity-sealed": "This wallet does not open the sealed identity, or the identity was altered.",
  "identity-invalid": "This is not an age identity.",
  "recipient-invalid": "This is not an age recipient.",
  "chunk-format": "This is not a chunk of a Lucid recording, or its beginning was changed.",
  "chunk-sealed": "The chunk does not open with this key: the key is of another recording, or the chunk was altered.",
  "chunk-content": "The content of the chunk is not what its header says.",
  "tail-format": "This is not the live part of a Lucid recording, or this program is older than the node.",
  "tail-sealed": "The live part does not open with this key: the key is of another recording, or it was altered on its way.",
  "picture-sealed": "The picture does not open with this key: it is of another recording, or it was altered.",
} as const;
export type OpenFailure = keyof typeof openFailures;

/** Thrown where something sealed does not open. `chunk` is the index of the chunk concerned, where there is one. */
export class IdentityError extends Error {
  readonly code: OpenFailure;
  readonly chunk: number | undefined;

  constructor(code: OpenFailure, options: { chunk?: number | undefined; detail?: string | undefined; cause?: unknown } = {}) {
    const place = options.chunk === undefined ? "" : `Chunk ${options.chunk}: `;
    const detail = options.detail === undefined ? "" : ` (${options.detail})`;
    super(`${place}${openFailures[code]}${detail}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "IdentityError";
    this.code = code;
    this.chunk = options.chunk;
  }
}

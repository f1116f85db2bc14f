/** Why a time proof is not taken, although it is one: the reader names other authorities, or has nothing to check signatures with. */
export const timeReaderReasons = {
  "authority-unexpected": "None of the stamps is by an authority that you expect.",
  "signatures-unavailable":
    "What checks these signatures is missing here: a page has it only over https, on this computer, or from a disk. Nothing is said about the stamps.",
} as const;
export type TimeReaderCode = keyof typeof timeReaderReasons;

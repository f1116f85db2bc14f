import type { tronErrors } from "@lucid/contract";

export type RefusalName = keyof typeof tronErrors.spec;

/** An expected outcome, by its name in the contract's catalogue of errors. `details` holds no secret. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly refusal: RefusalName;
  readonly details: object | undefined;

  constructor(refusal: RefusalName, details?: object) {
    super(refusal);
    this.refusal = refusal;
    this.details = details;
  }
}

import type { PaymentsRefusal } from "@lucid/contract";

/** An expected outcome, by its name in the contract's catalogue of errors. `details` holds no secret. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly refusal: PaymentsRefusal;
  readonly details: object | undefined;

  constructor(refusal: PaymentsRefusal, details?: object) {
    super(refusal);
    this.refusal = refusal;
    this.details = details;
  }
}

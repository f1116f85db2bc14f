/** response_code of api.proto in github.com/tronprotocol/protocol. */
export type RefusalCode =
  | "SIGERROR"
  | "CONTRACT_VALIDATE_ERROR"
  | "CONTRACT_EXE_ERROR"
  | "BANDWITH_ERROR"
  | "DUP_TRANSACTION_ERROR"
  | "TAPOS_ERROR"
  | "TOO_BIG_TRANSACTION_ERROR"
  | "TRANSACTION_EXPIRATION_ERROR"
  | "SERVER_BUSY"
  | "OTHER_ERROR";

/** A transaction that the network does not take, with the code and the text of java-tron's Wallet.broadcastTransaction. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What a transaction asks for is not possible: ContractValidateException of java-tron. */
export const invalid = (message: string): Refusal =>
  new Refusal("CONTRACT_VALIDATE_ERROR", `Contract validate error : ${message}`);
export const badSignature = (message: string): Refusal => new Refusal("SIGERROR", `Validate signature error: ${message}`);
export const insufficientResource = (): Refusal => new Refusal("BANDWITH_ERROR", "Account resource insufficient error.");

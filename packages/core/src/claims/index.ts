export { openClaimBook } from "./open-claim-book.ts";
export { startClaims } from "./start-claims.ts";

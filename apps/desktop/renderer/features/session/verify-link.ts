import { type Expectation, writeExpectation } from "@lucid/proof";

/**
 * The address that checks a session of this node: the id stands behind the #, which browsers send to nobody.
 * @param origin of the page, without a slash at its end.
 */
export const verifyLink = (origin: string, session: string): string => `${origin}/verify#${writeExpectation({ session })}`;

/** The address to send with a file: a page that needs no account, and refuses any other recording. */
export const fileLink = (origin: string, expectation: Expectation): string =>
  `${origin}/verify.html#${writeExpectation(expectation)}`;

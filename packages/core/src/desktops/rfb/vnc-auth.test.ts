import { describe, expect, it } from "vitest";

import { isVncAuthResponse, vncAuthResponse } from "./vnc-auth.ts";

describe("VNC authentication", () => {
  // Expected value: openssl enc -des-ecb -K 0e86ceceeef64e26 -nopad -provider legacy.
  it("is DES under the password with mirrored bytes", () => {
    const challenge = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
    expect(vncAuthResponse("password", challenge).toString("hex")).toBe("b866924125c8eebb9debc1db61c538e2");
  });

  it("looks at eight characters only", () => {
    const challenge = Buffer.alloc(16, 7);
    expect(vncAuthResponse("abcdefgh", challenge)).toEqual(vncAuthResponse("abcdefghIJ", challenge));
  });

  it("refuses another password and a response that is too short", () => {
    const challenge = Buffer.alloc(16, 9);
    expect(isVncAuthResponse("abcdefgh", challenge, vncAuthResponse("abcdefgh", challenge))).toBe(true);
    expect(isVncAuthResponse("abcdefgi", challenge, vncAuthResponse("abcdefgh", challenge))).toBe(false);
    expect(isVncAuthResponse("abcdefgh", challenge, Buffer.alloc(8))).toBe(false);
  });
});

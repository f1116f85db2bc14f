import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text.ts";

describe("a stranger's text", () => {
  it("keeps letters of every script, spaces and emoji", () => {
    expect(plainText("Größe 尺寸 😀 a b")).toBe("Größe 尺寸 😀 a b");
  });

  it("loses what could redraw a terminal, hide or reverse a line", () => {
    expect(plainText("a\u001b[2J\u0007\r\n\u202eb\u200b\u2028\ud800")).toBe(
      "a\ufffd[2J\ufffd\ufffd\ufffd\ufffdb\ufffd\ufffd\ufffd",
    );
  });

  it("is cut where it is too long, and only there", () => {
    expect(plainText("abc", 3)).toBe("abc");
    expect(plainText("abcd", 3)).toBe("abc...");
  });
});

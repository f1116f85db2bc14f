import { describe, expect, it } from "vitest";
import { createTestBook } from "../testing/peers/test-peers.ts";
import { openPeerBook } from "./peer-book.ts";

const key = (digit: string): string => digit.repeat(64);

describe("the book of known peers", () => {
  it("begins with those that were useful last, also after a restart", () => {
    const file = createTestBook();
    const { book } = openPeerBook(file);
    for (const digit of ["1", "2", "3"]) book.learn({ key: key(digit), addresses: [`10.0.0.${digit}:4717`] }, true);
    book.praise(key("2"), 1_000);
    book.praise(key("3"), 2_000);
    book.save();
    const again = openPeerBook(file);
    expect(again.damage).toBeUndefined();
    expect(again.book.peers.map((peer) => peer.key)).toEqual([key("3"), key("2"), key("1")]);
  });

  it("has news when a peer or an address is new, and not when one was useful again", () => {
    const { book } = openPeerBook(createTestBook());
    book.learn({ key: key("1"), addresses: ["10.0.0.1:4717"] }, false);
    expect(book.hasNews).toBe(true);
    book.save();
    book.praise(key("1"), 5);
    book.learn({ key: key("1"), addresses: ["10.0.0.1:4717"] }, true);
    expect(book.hasNews).toBe(false);
  });

  it("believes a peer about itself, and others only about whom it does not know", () => {
    const { book } = openPeerBook(createTestBook());
    book.learn({ key: key("1"), addresses: ["10.0.0.1:4717"] }, false);
    book.learn({ key: key("1"), addresses: ["10.6.6.6:4717"] }, false);
    expect(book.peers[0]?.addresses).toEqual(["10.0.0.1:4717"]);
    book.learn({ key: key("1"), addresses: ["[fd00::1]:4717"] }, true);
    expect(book.peers[0]?.addresses).toEqual(["[fd00::1]:4717"]);
  });

  it.each(["10.0.0.1", "10.0.0.1:0", "10.0.0.1:70000", "example.org:80", "fd00::1:80", "10.0.0.1:80/p2p/x", ""])(
    "keeps nothing that is no address: %j",
    (address) => {
      const { book } = openPeerBook(createTestBook());
      book.learn({ key: key("1"), addresses: [address] }, true);
      expect(book.peers).toEqual([]);
    },
  );

  it("is bounded, and forgets those that were never useful", () => {
    const { book } = openPeerBook(createTestBook());
    book.learn({ key: key("f"), addresses: ["10.0.0.1:1"] }, true);
    book.praise(key("f"), 1);
    for (let count = 0; count < 1_000; count += 1)
      book.learn({ key: count.toString(16).padStart(64, "0"), addresses: ["10.0.0.1:2"] }, true);
    expect(book.peers).toHaveLength(256);
    expect(book.peers[0]?.key).toBe(key("f"));
  });

  it.each(["", "{", '{"version":1,"peers":[{"key":"x"}]}', '{"version":2,"peers":[]}'])(
    "says that it is damaged and begins anew: %j",
    (text) => {
      const file = createTestBook();
      file.text = text;
      const { book, damage } = openPeerBook(file);
      expect([book.peers, typeof damage]).toEqual([[], "string"]);
      book.save();
      expect(openPeerBook(file).damage).toBeUndefined();
    },
  );
});

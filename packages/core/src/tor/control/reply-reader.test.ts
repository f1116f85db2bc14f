import { describe, expect, it } from "vitest";
import { type ControlReply, createReplyReader, fieldsOf } from "./reply-reader.ts";

function read(...texts: readonly string[]): ControlReply[] {
  const heard: ControlReply[] = [];
  const take = createReplyReader((reply) => heard.push(reply));
  for (const text of texts) take(text);
  return heard;
}

describe("what tor's control port says", () => {
  it("is told reply by reply, however it is cut", () => {
    const said = "250-version=0.4.9.11\r\n250 OK\r\n650 NETWORK_LIVENESS UP\r\n552 No such thing\r\n";
    const expected = [
      { status: 250, lines: ["version=0.4.9.11", "OK"] },
      { status: 650, lines: ["NETWORK_LIVENESS UP"] },
      { status: 552, lines: ["No such thing"] },
    ];
    expect(read(said)).toEqual(expected);
    expect(read(...said.split(""))).toEqual(expected);
  });

  it("keeps the data of a line behind its text, with the dots that were doubled", () => {
    expect(read("250+circuit-status=\r\n1 BUILT\r\n..hidden\r\n.\r\n250 OK\r\n")).toEqual([
      { status: 250, lines: ["circuit-status=\n1 BUILT\n.hidden", "OK"] },
    ]);
  });

  it("is refused when it is no reply, or has no end", () => {
    expect(() => read("HTTP/1.1 200 OK\r\n")).toThrow("no reply");
    expect(() => read("250 ".padEnd(1_048_600, "x"))).toThrow("too long");
  });
});

it("finds the fields of a line, quoted or not", () => {
  expect(fieldsOf('NOTICE BOOTSTRAP PROGRESS=50 TAG=loading SUMMARY="Loading \\"relay\\" descriptors"')).toEqual({
    ...{ PROGRESS: "50", TAG: "loading", SUMMARY: 'Loading "relay" descriptors' },
  });
});

import { createFakeDesktops, createNodeTime } from "@lucid/testkit/node";
import { describe } from "vitest";
import { complyAsDesktops } from "./testing/desktops.compliance.ts";

describe("desktops of the test kit", () => {
  complyAsDesktops(async () => {
    const port = createFakeDesktops(createNodeTime());
    return {
      port,
      dataDirectory: "/nowhere",
      crash: (desktop) =>
        port
          .all()
          .find((open) => open === desktop)
          ?.crash(),
      [Symbol.asyncDispose]: async () => undefined,
    };
  });
});

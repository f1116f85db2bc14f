import type { SessionId } from "@lucid/contract";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bundleName, bundlePath, downloadBundle, readRanges, toRanges } from "./bundle-download.ts";

const id = "0b6c8ad0-7f0e-4a53-9d3c-0d3b8c5a1f10" as SessionId;
const api = { login: { token: async () => "t", refresh: async () => false } } as never;

describe("lists of chunks", () => {
  it.each([
    ["", []],
    ["3", [2]],
    ["3-5, 7", [2, 3, 4, 6]],
    [" 7 , 3 - 4 ,3", [2, 3, 6]],
    ["10", [9]],
  ])("%j are read", (text, expected) => {
    expect(readRanges(text, 10)).toEqual(expected);
  });

  it.each(["0", "11", "5-3", "a", "1,,2", "-1", "1.5", "0-99999999"])("%j is none", (text) => {
    expect(readRanges(text, 10)).toBeUndefined();
  });

  it("are written as the node reads them", () => {
    expect(toRanges([0, 3, 4, 5, 7, 9, 10])).toBe("0,3-5,7,9-10");
    expect(toRanges([])).toBe("");
  });
});

describe("a wish for a bundle", () => {
  it("becomes a query", () => {
    expect(bundlePath(id, { chunks: "none" })).toBe(`/sessions/${id}/bundle?chunks=none`);
    expect(bundlePath(id, { chunks: "all", fromMs: 5, toMs: 9, redact: [1, 2] })).toBe(
      `/sessions/${id}/bundle?chunks=all&from_ms=5&to_ms=9&redact=1-2`,
    );
  });

  it("becomes a file with a name that says what it is", () => {
    expect(bundleName("Vendor access: Billing/DB", "2026-11-17T08:00:00Z", "-part")).toBe(
      "vendor-access-billing-db-2026-11-17-part.lucid",
    );
    expect(bundleName("会議", null)).toBe("session.lucid");
  });
});

describe("a download", () => {
  afterEach(() => vi.unstubAllGlobals());
  const options = () => ({ signal: new AbortController().signal, onProgress: vi.fn() });

  it("tells how far it is", async () => {
    vi.stubGlobal("fetch", async () => new Response("0123456789", { headers: { "content-length": "10" } }));
    const { signal, onProgress } = options();
    const bundle = await downloadBundle(api, id, { chunks: "all" }, { signal, onProgress });
    expect(await bundle.text()).toBe("0123456789");
    expect(onProgress).toHaveBeenLastCalledWith({ doneBytes: 10, totalBytes: 10 });
  });

  it("that ends too early is none", async () => {
    vi.stubGlobal("fetch", async () => new Response("01234", { headers: { "content-length": "10" } }));
    await expect(downloadBundle(api, id, { chunks: "all" }, options())).rejects.toMatchObject({ code: "download-cut" });
  });

  it("that the node refuses carries the node's reason", async () => {
    const error = {
      code: "LUCID_SESSION_ERR_4316",
      message: "Not final",
      details: null,
      request_id: "r",
      timestamp: "2026-11-17T08:00:00Z",
      service: "lucid",
      version: "1",
    };
    vi.stubGlobal("fetch", async () => Response.json({ error }, { status: 409 }));
    await expect(downloadBundle(api, id, { chunks: "all" }, options())).rejects.toMatchObject({
      code: "LUCID_SESSION_ERR_4316",
      status: 409,
    });
  });
});

import { expect, it, vi } from "vitest";
import { folderPlace } from "./save-place.ts";

/** A folder in memory, as the File System Access API gives one. */
function fakeFolder(names: readonly string[] = []) {
  const files = new Map<string, string>(names.map((name) => [name, "there before"]));
  const folder = {
    async getFileHandle(name: string, { create = false } = {}) {
      if (!files.has(name) && !create) throw new DOMException("none", "NotFoundError");
      if (create) files.set(name, files.get(name) ?? "");
      let written = "";
      return {
        createWritable: async () => ({
          write: async (piece: Uint8Array) => void (written += new TextDecoder().decode(piece)),
          close: async () => void files.set(name, written),
          abort: vi.fn(async () => undefined),
        }),
      };
    },
    removeEntry: async (name: string) => void files.delete(name),
  };
  return { files, place: folderPlace(folder as unknown as FileSystemDirectoryHandle) };
}

const bytes = (text: string) => new TextEncoder().encode(text);

it("writes a file piece by piece", async () => {
  const { files, place } = fakeFolder();
  const name = await place.save("one.lucid", async (sink) => {
    await sink(bytes("ab"));
    await sink(bytes("c"));
  });
  expect([name, ...files]).toEqual(["one.lucid", ["one.lucid", "abc"]]);
});

it("never writes over a file that is there", async () => {
  const { files, place } = fakeFolder(["one.lucid", "one-2.lucid"]);
  expect(await place.save("one.lucid", async (sink) => sink(bytes("new")))).toBe("one-3.lucid");
  expect(files.get("one.lucid")).toBe("there before");
});

it("leaves nothing of a file that was not written whole", async () => {
  const { files, place } = fakeFolder();
  const saving = place.save("one.lucid", async (sink) => {
    await sink(bytes("half"));
    throw new Error("The node went away");
  });
  await expect(saving).rejects.toThrow("The node went away");
  expect([...files]).toEqual([]);
});

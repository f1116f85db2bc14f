import { saveFile } from "../../shared/files/save-file.ts";
import { type BundleSink, createBlobSink } from "./bundle-download.ts";

/** Where files go. */
export interface SavePlace {
  /** Writes one file under this name, or one like it when that is taken. Answers the name. A file that was not written whole is not left there. */
  save(name: string, write: (sink: BundleSink) => Promise<void>): Promise<string>;
}

type FolderPicker = (options: { readonly mode: "readwrite"; readonly id: string }) => Promise<FileSystemDirectoryHandle>;

const pickerOf = (): FolderPicker | undefined =>
  (window as Window & { readonly showDirectoryPicker?: FolderPicker }).showDirectoryPicker;

/** Whether this browser writes into a folder by itself (File System Access API). */
export const picksFolders = (): boolean => pickerOf() !== undefined;

/** A folder that the person picks; undefined when none was. Each file is written as it comes. */
export async function pickFolder(): Promise<SavePlace | undefined> {
  try {
    const folder = await pickerOf()?.({ mode: "readwrite", id: "lucid-bundles" });
    return folder && folderPlace(folder);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

export function folderPlace(folder: FileSystemDirectoryHandle): SavePlace {
  async function isTaken(name: string): Promise<boolean> {
    try {
      await folder.getFileHandle(name);
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return false;
      throw error;
    }
  }

  return {
    async save(wanted, write) {
      let name = wanted;
      for (let copy = 2; await isTaken(name); copy += 1) name = wanted.replace(/(\.[^.]*)?$/, `-${copy}$1`);
      const file = await folder.getFileHandle(name, { create: true });
      const writable = await file.createWritable();
      try {
        await write((piece) => writable.write(piece));
        await writable.close();
      } catch (error) {
        await Promise.allSettled([writable.abort(), folder.removeEntry(name)]);
        throw error;
      }
      return name;
    },
  };
}

/** The browser's own downloads: each file is put together first. */
export const downloadsPlace: SavePlace = {
  async save(name, write) {
    const { sink, blob } = createBlobSink();
    await write(sink);
    saveFile(blob(), name);
    return name;
  },
};

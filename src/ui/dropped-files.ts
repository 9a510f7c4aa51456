import type { DroppedFile } from '../oracle/shelf.ts';

/** What a packed model's file is called. */
const PACKED = /\.tain-model\.zip$/i;

/** Whether what is dropped is a model rather than a dataset: a folder, or a packed model. To be asked while the drop is being handled. */
export function holdsModel(transfer: DataTransfer | null): boolean {
  const folder = entriesOf(transfer).some(({ isDirectory }) => isDirectory);
  return folder || [...(transfer?.files ?? [])].some(({ name }) => PACKED.test(name));
}

/**
 * Everything that was dropped, folders with all they hold, by path from the folder on. To be called while the drop is being handled; resolves later.
 * Rejects with DOMException when the browser cannot read a file.
 */
export async function filesOf(transfer: DataTransfer | null): Promise<DroppedFile[]> {
  const entries = entriesOf(transfer);
  // Files that a program hands over have no place in a file system.
  if (entries.length === 0) return filesOfChoice(transfer?.files ?? []);
  const files = await Promise.all(entries.map((entry) => filesBelow(entry)));
  return files.flat();
}

/** The files of a chosen folder, or a chosen file alone. */
export function filesOfChoice(chosen: FileList | readonly File[]): DroppedFile[] {
  return [...chosen].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

function entriesOf(transfer: DataTransfer | null): FileSystemEntry[] {
  return [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? []);
}

async function filesBelow(entry: FileSystemEntry): Promise<DroppedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) return [{ path, file: await fileOf(entry as FileSystemFileEntry) }];
  const files: DroppedFile[] = [];
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) files.push(...(await filesBelow(child)));
  return files;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  // A reader hands out a hundred at a time, and nothing once all are out.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

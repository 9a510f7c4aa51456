import type { AppFile } from './app-file.ts';
import { CopyError, type FileCopy } from './file-copy.ts';
import { type InstallReport, installChannel } from './service-worker-words.ts';

/**
 * Takes the app's files over, all or none, and tells every tab how far it is. `onFetched` is told of each file that the host was asked for.
 * Rejects with what went wrong, which makes the browser drop this version; a later attempt goes on from the files that have come.
 */
export async function installCopy(copy: FileCopy, files: readonly AppFile[], scope: string, onFetched: (file: AppFile) => void): Promise<void> {
  const channel = installChannel(scope);
  const tell = (report: InstallReport) => channel.postMessage(report);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let doneBytes = 0;
  try {
    tell({ kind: 'progress', doneBytes, totalBytes });
    await copy.fill((file, fetched) => {
      if (fetched) onFetched(file);
      doneBytes += file.sizeBytes;
      tell({ kind: 'progress', doneBytes, totalBytes });
    });
  } catch (error) {
    tell({ kind: 'failed', obstacle: error instanceof CopyError ? error.obstacle : 'failed', detail: String(error) });
    throw error;
  } finally {
    channel.close();
  }
}

import fileWorkerUrl from './file.worker.ts?worker&url';

/** Address of the script of the file worker. */
export const FILE_WORKER_URL: string = fileWorkerUrl;

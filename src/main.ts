import { sealedWorkerStarter } from './seal/sealed-worker.ts';
console.log(sealedWorkerStarter());

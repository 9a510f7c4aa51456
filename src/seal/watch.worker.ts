import { watchRequests } from './watch-requests.ts';

// Imported first into every worker; see sealed-worker.ts.
watchRequests('worker');

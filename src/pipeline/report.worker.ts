import type { Port } from '../bridge/wire.ts';
import { reviveRun } from '../reflection/revive-run.ts';
import { openStore } from '../store/open-store.ts';
import { serveReports } from './report-server.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveReports(globalThis as unknown as Port, () => openStore({ reviveRun }));

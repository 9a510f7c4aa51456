import { version } from '../../package.json';
import type { Port } from '../bridge/wire.ts';
import { reviveRun } from '../reflection/revive-run.ts';
import { openStore } from '../store/open-store.ts';
import { serveFiles } from './file-server.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveFiles(globalThis as unknown as Port, () => openStore({ reviveRun }), version);

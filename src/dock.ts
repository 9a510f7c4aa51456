import { DOCK_READY } from './oracle/dock/dock-calls.ts';
import { serveDock } from './oracle/dock/serve-dock.ts';
import { NETWORK } from './oracle/dock/weight-source.ts';

const { port1, port2 } = new MessageChannel();
serveDock(port1, NETWORK);
port1.start();
// Only a page of this origin that holds this document in a frame gets the port.
parent.postMessage(DOCK_READY, location.origin, [port2]);

import { closeShell } from './seal/close-shell.ts';
import { mirrorAddress } from './seal/mirror-address.ts';
import { mirrorAppearance } from './seal/mirror-appearance.ts';
import { narrowPolicy } from './seal/narrow-policy.ts';
import { reloadOnTakeover } from './seal/reload-on-takeover.ts';
import { watchRequests } from './seal/watch-requests.ts';
import { holdWorkbench } from './seal/workbench-frame.ts';
import './shell.css';

watchRequests('shell');
reloadOnTakeover();
const workbenchUrl = new URL('workbench.html', document.baseURI);
narrowPolicy({ 'frame-src': [workbenchUrl.href] });
const frame = holdWorkbench(workbenchUrl);
mirrorAddress(frame);
mirrorAppearance(frame);
closeShell();

import { MLCEngine } from '@mlc-ai/web-llm';
import { version as engineVersion } from '@mlc-ai/web-llm/package.json';
import type { Port } from '../../bridge/wire.ts';
import { probeDevice } from '../probe.ts';
import { serveOracle } from '../serve-oracle.ts';
import { TriedOracle } from '../tried-oracle.ts';
import { missingWeight, thinks } from '../weights/find-weights.ts';
import { engineSettings } from './engine-settings.ts';
import { WebLlmOracle } from './webllm-oracle.ts';

const oracle = new WebLlmOracle({
  engineVersion,
  probe: probeDevice,
  missingWeight,
  thinks,
  startEngine: (spec, onReport) => new MLCEngine({ appConfig: engineSettings(spec), initProgressCallback: onReport, logLevel: 'ERROR' }),
});

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveOracle(globalThis as unknown as Port, new TriedOracle(oracle));

import { MLCEngine } from '@mlc-ai/web-llm';
import type { Port } from '../../bridge/wire.ts';
import { missingWeight } from '../catalogue/cached-weights.ts';
import { probeDevice } from '../probe.ts';
import { serveOracle } from '../serve-oracle.ts';
import { engineSettings } from './engine-settings.ts';
import { WebLlmOracle } from './webllm-oracle.ts';

const oracle = new WebLlmOracle({
  probe: probeDevice,
  missingWeight,
  startEngine: (spec, onReport) => new MLCEngine({ appConfig: engineSettings(spec), initProgressCallback: onReport, logLevel: 'ERROR' }),
});

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveOracle(globalThis as unknown as Port, oracle);

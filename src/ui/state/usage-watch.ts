import type { OracleSpec } from '../../core/run.ts';
import type { Oracle, OracleUsage } from '../../oracle/oracle.ts';
import type { Oracles } from '../../oracle/oracles.ts';

const LOOK_EVERY_MS = 2000;

/** A counter that also tells again and again what the oracle that was opened last has done. */
export interface WatchedOracles {
  readonly oracles: Pick<Oracles, 'open' | 'openStudent' | 'probe'>;
  /** No more is told. */
  stop(): void;
}

/** Watches whichever oracle is opened at this counter; `onUsage` is told nothing while none is loaded. */
export function watchUsage(oracles: Pick<Oracles, 'open' | 'openStudent' | 'probe'>, onUsage: (usage: OracleUsage) => void): WatchedOracles {
  let opened: Oracle | undefined;
  let stopped = false;
  const look = async () => {
    const usage = await opened?.usage();
    if (usage && !stopped) onUsage(usage);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return {
    oracles: {
      probe: () => oracles.probe(),
      open: (spec: OracleSpec) => (opened = oracles.open(spec)),
      openStudent: (spec: OracleSpec) => oracles.openStudent(spec),
    },
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}

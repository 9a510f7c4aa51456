import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESULT_FILTERS } from '../../src/quality/result-filter.ts';
import { DRAFT_STEPS, formatRoute, parseRoute, REPORT_SECTIONS, reportRoute, type Route, runRoute, STEPS } from '../../src/ui/routes.ts';

const id = fc.string({ minLength: 1, unit: 'grapheme' });
const place = fc.record({ filter: fc.constantFrom(...RESULT_FILTERS), ordinal: fc.option(fc.nat(), { nil: undefined }) });

const route: fc.Arbitrary<Route> = fc.oneof(
  fc.constantFrom<Route>({ kind: 'home' }, { kind: 'import' }, { kind: 'privacy' }, { kind: 'models' }),
  fc.record({ kind: fc.constant('source' as const), sourceId: id, step: fc.constantFrom(...DRAFT_STEPS) }),
  fc.tuple(id, fc.constantFrom(...STEPS), place).map(([runId, step, where]) => runRoute(runId, step, where)),
  fc.tuple(id, fc.constantFrom(...REPORT_SECTIONS)).map(([runId, section]) => reportRoute(runId, section)),
);

describe('a route', () => {
  it('comes back from its address as it was', () => {
    fc.assert(fc.property(route, (one) => void expect(parseRoute(formatRoute(one))).toEqual(one)));
  });

  it('survives any address that somebody types', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (hash) => void expect(parseRoute(formatRoute(parseRoute(hash))).kind).toBeTypeOf('string')));
    expect(parseRoute('#/run/x/nowhere').kind).toBe('unknown');
    expect(parseRoute('#/run/%E0%A4%A/run')).toEqual({ kind: 'run', runId: '%E0%A4%A', step: 'run' });
    expect(parseRoute('#/run/x/review?show=gibberish&record=0')).toEqual(runRoute('x', 'review'));
    expect(parseRoute('#/run/x/report?section=gibberish')).toEqual(runRoute('x', 'report'));
  });
});

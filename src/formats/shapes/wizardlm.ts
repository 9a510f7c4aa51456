import { alpaca } from './alpaca.ts';
import type { Shape } from './shape.ts';

/** `instruction` and `output`, and no record has an `input`. It leaves as Alpaca does, with one. Source: FORMATS, 3.1. */
export const wizardlm: Shape = {
  ...alpaca,
  name: 'wizardlm',
  fits: (record) => alpaca.fits(record) && !Object.hasOwn(record, 'input'),
};

import { describe } from 'vitest';
import { itKeepsFormats } from './formats.ts';

describe('answers in a format, on the GPU', () => itKeepsFormats('webgpu', 1));

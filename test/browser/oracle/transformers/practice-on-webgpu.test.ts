import { describe } from 'vitest';
import { itKeepsTheContract } from '../../../oracle/contract.ts';
import { practiceSubject } from './practice.ts';

describe('the practice oracle on the GPU', () => itKeepsTheContract(practiceSubject('webgpu')));

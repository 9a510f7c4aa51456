import type { ContainerName } from '../../core/source.ts';
import type { Container } from './container.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';

/** Every container by its name. */
export const CONTAINERS: Record<ContainerName, Container> = { json, jsonl };

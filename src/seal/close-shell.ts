import { refuseLinks } from './closed-realm.ts';

/**
 * Takes away what the shell itself could send, since the workbench, being of the same origin, can reach its window. From now on
 * no element can be made here that would be a link or another frame. Call it when the workbench's frame stands.
 */
export function closeShell(): void {
  refuseLinks(window);
  const refuse = () => {
    throw new TypeError('the shell makes no elements');
  };
  const prototype: Record<string, unknown> = Document.prototype as never;
  for (const factory of ['createElement', 'createElementNS', 'importNode', 'adoptNode']) prototype[factory] = refuse;
}

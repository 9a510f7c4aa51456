import type { RepositoryFacts } from '../catalogue/repository-facts.ts';
import { WeightError } from '../shelf.ts';
import { LOCAL_REVISION } from './addresses.ts';
import type { ImportFile, ImportFolder } from './import-folder.ts';
import { MANIFEST_NAME } from './pack-model.ts';

/** A model's own folder among what was dropped, its files by their path in it. */
export interface ModelFolder {
  /** `''` when no folder bears it. */
  readonly name: string;
  readonly files: ReadonlyMap<string, ImportFile>;
}

/** Files by which a folder shows that it is a model's, the surest first. */
const MARKS = [MANIFEST_NAME, 'mlc-chat-config.json', 'config.json'] as const;

/** Finds the model's folder, wherever it lies among the files. Throws WeightError `not-a-model` when there is none. */
export function findModelFolder({ name, files }: ImportFolder): ModelFolder {
  for (const mark of MARKS) {
    const marked = files.filter(({ path }) => path.split('/').at(-1) === mark).sort((a, b) => a.path.length - b.path.length)[0];
    if (!marked) continue;
    const root = marked.path.slice(0, -mark.length);
    const inside = files.filter(({ path }) => path.startsWith(root)).map((file) => [file.path.slice(root.length), file] as const);
    return { name: root.split('/').at(-2) ?? name, files: new Map(inside) };
  }
  throw new WeightError('not-a-model', `no ${MARKS.slice(1).join(' and no ')} among ${files.length} files`);
}

/** What the folder tells of its model, in the form in which the hub tells it. Rejects with WeightError `not-a-model` when its configuration cannot be read. */
export async function factsOf(folder: ModelFolder): Promise<RepositoryFacts> {
  const path = MARKS.slice(1).find((mark) => folder.files.has(mark)) ?? 'config.json';
  const config = await readFolderJson(folder, path);
  const readme = (await folder.files.get('README.md')?.text()) ?? '';
  const header = /^---\n(?<yaml>[\s\S]*?)\n---/.exec(readme)?.groups?.['yaml'] ?? '';
  const files = [...folder.files].map(([name, { sizeBytes }]) => ({ path: name, sizeBytes, sha256: undefined }));
  const licence = /^license:\s*(?<name>[\w.-]+)\s*$/m.exec(header)?.groups?.['name'];
  return { modelId: modelIdOf(folder, readme, config), revision: `${LOCAL_REVISION}unknown`, licence, languages: languagesOf(header), files, config };
}

/** A file of the folder as JSON. Rejects with WeightError `incomplete` or `not-a-model`. */
export async function readFolderJson(folder: ModelFolder, path: string): Promise<unknown> {
  const file = folder.files.get(path);
  if (!file) throw new WeightError('incomplete', path);
  try {
    return JSON.parse(await file.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw new WeightError('not-a-model', `${path}: it is no JSON`, { cause: error });
    throw error;
  }
}

/** Tools of the hub keep copies in folders that bear the owner; else the model's own description may name it; else the folder's name has to do. */
function modelIdOf({ name, files }: ModelFolder, readme: string, config: unknown): string {
  const [first] = files.values();
  const kept = /(?:^|\/)models--(?<owner>[\w.-]+?)--(?<model>[\w.-]+?)\/snapshots\//.exec(first?.path ?? '')?.groups;
  if (kept) return `${kept['owner']}/${kept['model']}`;
  const source = (config as { _name_or_path?: unknown } | null)?._name_or_path;
  const sourceId = typeof source === 'string' && /^[\w.-]+\/[\w.-]+$/.test(source) ? source : undefined;
  const plain = name.replace(/[^\w.-]+/g, '-');
  const owner = plain === '' ? undefined : new RegExp(`\\b([\\w-]+)/${plain.replaceAll('.', '\\.')}(?![\\w.-]*\\w)`).exec(readme)?.[1];
  if (owner !== undefined) return `${owner}/${plain}`;
  return plain !== '' && /[a-z]/i.test(plain) ? plain : (sourceId ?? 'model');
}

function languagesOf(yaml: string): string[] {
  const { inline, list } = /^language:[ \t]*(?:(?<inline>[\w-]+)[ \t]*$|\n(?<list>(?:[ \t]*-[ \t]*[\w-]+[ \t]*\n?)+))/m.exec(yaml)?.groups ?? {};
  return inline === undefined ? [...(list ?? '').matchAll(/-[ \t]*([\w-]+)/g)].map(([, tag = '']) => tag) : [inline];
}

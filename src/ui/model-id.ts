/** The id of a model as people write it down: `owner/name`, or the address of its page. Undefined when it is neither. */
export function parseModelId(text: string): string | undefined {
  const path = text.trim().replace(/^(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\//i, '');
  const { id } = /^(?<id>[\w][\w.-]{0,95}\/[\w][\w.-]{0,95})(?:\/(?:tree|blob|resolve)\/.*)?\/?(?:[?#].*)?$/.exec(path)?.groups ?? {};
  return id === undefined || id.includes('..') ? undefined : id;
}

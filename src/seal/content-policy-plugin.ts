import type { HtmlTagDescriptor, Plugin } from 'vite';
import { POLICIES, policyNameOf, serialisePolicy } from './policy.ts';
import { headersFile, responseHeaders } from './response-headers.ts';
import { HEADERS_FILE } from './service-worker-words.ts';

/** Name of the entry that closes the ways out; its script stands before every other in each document. */
const FIRST_SCRIPT = 'close-ways';

/**
 * Puts each document's content policy first in its head, then the script that closes what a policy cannot. Has the preview
 * server send the same policies as headers, and writes them down for hosts that read a `_headers` file.
 * Development needs inline scripts and open connections for reloading, so it gets the script but no policy.
 */
export function contentPolicy(firstScript: string): Plugin {
  let isBuild = false;
  return {
    name: 'content-policy',
    config: (_config, { command }) => {
      isBuild = command === 'build';
      return isBuild ? { build: { rolldownOptions: { input: { [FIRST_SCRIPT]: firstScript } } } } : {};
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { filename, bundle }) => {
        if (!bundle) return [scriptTag(`/@fs/${firstScript}`)];
        const script = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry && chunk.name === FIRST_SCRIPT);
        if (!script) throw new Error(`the build has no ${FIRST_SCRIPT} script`);
        return [policyTag(filename), scriptTag(`./${script.fileName}`)];
      },
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: HEADERS_FILE, source: headersFile() });
    },
    configurePreviewServer: ({ middlewares }) => {
      middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        for (const [name, value] of Object.entries(responseHeaders(pathname))) response.setHeader(name, value);
        next();
      });
    },
  };
}

function policyTag(file: string): HtmlTagDescriptor {
  const content = serialisePolicy(POLICIES[policyNameOf(file)]);
  return { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' };
}

/** Module scripts run in the order of their tags. */
function scriptTag(src: string): HtmlTagDescriptor {
  return { tag: 'script', attrs: { type: 'module', src }, injectTo: 'head-prepend' };
}

/*
 * Stands between ONNX Runtime and the script that makes its WebAssembly module, so that others can reach the module too. The runtime imports this file
 * in place of that script. It is served as it is, because it must keep its own address; the script's is told it, and is not part of its own address,
 * whose part behind a `#` a browser may give as it was when it first fetched the file.
 */

/** @type {string[]} */
const scripts = [];

/** @type {unknown[]} */
const made = [];

/** To be told, before the runtime starts, where its own script lies. @param {string} scriptUrl */
export function standBefore(scriptUrl) {
  scripts.push(scriptUrl);
}

/** The Emscripten modules that the runtime has made, which is one: undefined before it has started. @returns {unknown} */
export function runtimeModule() {
  return made[0];
}

/** What the runtime takes for its own script's default export. @param {unknown} settings */
async function makeModule(settings) {
  /** @type {{ default: (settings: unknown) => Promise<unknown> }} */
  const script = await import(/* @vite-ignore */ scripts[0] ?? '');
  const module = await script.default(settings);
  made.push(module);
  return module;
}

export { makeModule as default };

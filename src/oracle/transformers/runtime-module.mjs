/*
 * Stands between ONNX Runtime and the script that makes its WebAssembly module, so that others can reach the module too. The runtime imports this file
 * in place of that script, whose address stands behind the `#` of this one's. It is served as it is, because it must keep its own address.
 */

const scriptUrl = decodeURIComponent(new URL(import.meta.url).hash.slice(1));

/** @type {unknown[]} */
const made = [];

/** The Emscripten modules that the runtime has made, which is one: undefined before it has started. @returns {unknown} */
export function runtimeModule() {
  return made[0];
}

/** What the runtime takes for its own script's default export. @param {unknown} settings */
async function makeModule(settings) {
  /** @type {{ default: (settings: unknown) => Promise<unknown> }} */
  const script = await import(/* @vite-ignore */ scriptUrl);
  const module = await script.default(settings);
  made.push(module);
  return module;
}

export { makeModule as default };

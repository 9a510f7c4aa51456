/** A model's name for people, from its id: without owner, number format and the marks of its form. `onnx-community/Qwen3-0.6B-ONNX` → `Qwen3 0.6B`. */
export function titleOf(modelId: string): string {
  const name = modelId.split('/').at(-1) ?? modelId;
  const bare = name.replace(/-MLC$/, '').replace(/-q\df(?:16|32)(?:_\d)?$/, '').replace(/-(?:ONNX|onnx)(?:-web|-GQA|-MHA)*$/i, '');
  return bare.replaceAll('-', ' ').trim() || name;
}

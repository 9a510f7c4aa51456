/** A text whose loss is known, alone and behind another. */
export interface ReferenceText {
  readonly context: string;
  readonly target: string;
}

/** Plain and odd ones, short and long. */
export const REFERENCE_TEXTS: readonly ReferenceText[] = [
  { context: 'Name a river of Europe.\n', target: 'The Danube rises in Germany and ends in the Black Sea.' },
  { context: 'A chat between a curious user and an assistant. USER: What is water? ASSISTANT:', target: 'Water is wet.' },
  { context: 'Übersetze: ', target: 'Größe, 数据集 ⟶ 👩🏽‍🚀' },
  { context: 'Count.\n', target: Array.from({ length: 60 }, (_, index) => String(index)).join(', ') },
  { context: 'Say it again and again. '.repeat(12), target: 'a' },
  { context: 'def f(x):\n', target: '    return {\n        "a": x ** 2,\n    }\n' },
];

/** The losses of a model's tokens of such a text: means in nats. */
export interface ReferenceLoss extends ReferenceText {
  readonly tokens: number;
  readonly lossAlone: number;
  readonly lossGiven: number;
}

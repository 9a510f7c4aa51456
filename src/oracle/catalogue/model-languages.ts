/** The languages that makers name for their models, as BCP 47 tags, the one they know best first. */
export const MODEL_LANGUAGES = {
  /** SmolLM2, OLMo 2, Gemma 2 and Gemma 3 1B: their model cards. */
  english: ['en'],
  /** “Over 29 languages, including …”: Qwen2.5. Qwen3 and Qwen3.5 name more than a hundred, these among them. */
  qwen: ['en', 'zh', 'fr', 'es', 'pt', 'de', 'it', 'ru', 'ja', 'ko', 'vi', 'th', 'ar'],
  /** Llama 3.1 and 3.2. */
  llama: ['en', 'de', 'fr', 'it', 'pt', 'hi', 'es', 'th'],
  /** Phi-3.5-mini and Phi-4-mini. */
  phi: ['en', 'ar', 'zh', 'cs', 'da', 'nl', 'fi', 'fr', 'de', 'he', 'hu', 'it', 'ja', 'ko', 'no', 'pl', 'pt', 'ru', 'es', 'sv', 'th', 'tr', 'uk'],
  ministral: ['en', 'fr', 'es', 'de', 'it', 'pt', 'nl', 'zh', 'ja', 'ko', 'ar'],
  smollm3: ['en', 'fr', 'es', 'de', 'it', 'pt'],
  granite4: ['en', 'de', 'es', 'fr', 'ja', 'pt', 'ar', 'cs', 'it', 'ko', 'nl', 'zh'],
} as const satisfies Record<string, readonly string[]>;

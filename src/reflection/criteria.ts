/** The paper's criteria for instructions. Source: arXiv 2310.11716, section 3; METHOD, section 2. */
export const INSTRUCTION_CRITERIA = [
  'Complexity of the Topic',
  'Level of Detail Required',
  'Knowledge Required',
  'Ambiguity of the Instruction',
  'Logical Reasoning or Problem-Solving Involved',
] as const;

/** The paper's criteria for responses. Source: as above. */
export const RESPONSE_CRITERIA = ['Helpfulness', 'Relevance', 'Accuracy', 'Level of Details'] as const;

const INPUT = 'input';

/** “input” with one letter wrong, missing, too many or swapped with its neighbour. */
const MISSPELT_INPUT = [...INPUT].flatMap((_, at) => {
  const [head, tail] = [INPUT.slice(0, at), INPUT.slice(at)];
  const swapped = `${tail.charAt(1)}${tail.charAt(0)}${tail.slice(2)}`;
  return [`${head}[a-z]?${tail.slice(1)}`, `${head}[a-z]${tail}`, `${head}${swapped}`];
});

const NO_INPUT = new RegExp(
  `^(?:n/a|none|no[\\s_-]*(?:further |additional )?(?:${MISSPELT_INPUT.join('|')}|${INPUT}[a-z])(?: (?:is )?(?:required|needed|necessary|provided|given))?)$`,
  'i',
);

/** Signs that people put around “no input”: quotes, brackets, backslashes, full stops. */
const WRAPPING = /^[\s"'`<>()[\]\\.]+|[\s"'`<>()[\]\\.]+$/g;

const LONGEST = 60;

/** Whether an input is blank or only says that there is none: “<noinput>”, “No input.”, “N/A”, “none” and their misspellings. Source: METHOD, section 7. */
export function saysNoInput(input: string): boolean {
  return input.trim() === '' || (input.length <= LONGEST && NO_INPUT.test(input.replace(WRAPPING, '')));
}

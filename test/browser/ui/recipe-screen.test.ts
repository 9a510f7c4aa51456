import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { OracleError } from '../../../src/oracle/oracle.ts';
import type { TokenCounter } from '../../../src/oracle/token-counter.ts';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { hashOf, recipeText } from '../../../src/pipeline/recipe-desk.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { ScriptedTokenCounter } from '../../ui/scripted-measures.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { button, expectAccessible, mountPage, type MountedPage } from './mounted-page.ts';

const LONG = Array.from({ length: 5000 }, () => 'word').join(' ');
const DATASET = [
  { instruction: 'Explain rain.', input: '', output: 'Water falls.' },
  { instruction: 'اشرح المطر.', input: 'a cloud', output: 'ماء يسقط.' },
  { instruction: LONG, input: '', output: 'Cut.' },
];

let storeName: string;
let mounted: MountedPage | undefined;

beforeEach(() => {
  localStorage.clear();
  storeName = `test-${crypto.randomUUID()}`;
});
afterEach(async () => {
  await mounted?.close();
  document.documentElement.removeAttribute('data-theme');
});

const preview = () => page.getByRole('region', { name: 'Preview' });
const recipe = (name: string) => page.getByRole('radio', { name, exact: true });
const changes = () => page.getByRole('region', { name: /^Changed from/ });
const fold = (title: string) => page.getByText(title, { exact: true }).first();
const criterion = (number: number) => page.getByLabelText(`Name of criterion ${number}`).last();

/** The recipe step of a fresh dataset, with the practice oracle chosen. */
async function openStep(oracles = new ScriptedOracles({ lanes: 2, pieceMs: 2 }), records = DATASET): Promise<void> {
  const store = await openStore({ name: storeName });
  const { id } = await importSource(new File([JSON.stringify(records)], 'rain.json'), store, () => undefined, new AbortController().signal);
  store.close();
  mounted = await mountPage(oracles, `#/source/${id}/oracle`, storeName);
  await page.getByRole('radio', { name: /^Practice oracle/ }).click();
  await button('Continue to the recipe').click();
  await expect.element(recipe('Paper')).toBeChecked();
}

/** Of the prompt in the preview; 0 before it was counted. */
function countedTokens(): number {
  return Number(/([\d,]+) of [\d,]+ tokens/.exec(preview().element().textContent)?.[1]?.replace(',', '') ?? 0);
}

/** The same address after the tab was closed and opened again. */
async function reopen(): Promise<void> {
  const { hash } = location;
  await mounted?.close();
  mounted = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 2 }), hash, storeName);
}

/** Drops a file on the card with the recipes. */
function dropRecipe(text: string, name = 'mine.tain-recipe.json'): void {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], name));
  page.getByRole('region', { name: 'Recipes' }).element().dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

describe('the recipe screen', { timeout: 25_000 }, () => {
  it('shows what the oracle is asked, what of it is the record’s, and what it takes of the context', async () => {
    await openStep();
    await expect.element(preview()).toHaveTextContent('Explain rain.');
    await expect.element(preview()).toHaveTextContent(/\d+ of 4,096 tokens/);
    await expect.element(preview()).toHaveTextContent('It fits.');
    expect(preview().element().querySelector('.text .record')?.textContent).toBe('Explain rain.');
    await preview().getByText('Response reflection', { exact: true }).click();
    await expect.element(preview()).toHaveTextContent('phase 2 reads the pair that phase 1 has written');
    await expectAccessible();
  });

  it('says of a record that is too long by how much and what would help, and counts such records', async () => {
    await openStep();
    await preview().getByRole('spinbutton').fill('3');
    await expect.element(preview()).toHaveTextContent(/It does not fit: [\d,]+ tokens are missing/);
    await expect.element(preview()).toHaveTextContent('a larger context');
    await preview().getByRole('spinbutton').fill('1');
    await button('How many do not fit?').click();
    await expect.element(preview()).toHaveTextContent('1 of 3 records does not fit');
    await button('Show it').click();
    await expect.element(preview().getByRole('spinbutton')).toHaveValue(3);
    await expectAccessible();
  });

  it('says that tokens can be counted once the weights are here', async () => {
    await openStep(new (class extends ScriptedOracles {
      override openTokenCounter(): TokenCounter {
        return new (class extends ScriptedTokenCounter {
          override load(): Promise<void> {
            return Promise.reject(new OracleError('weights-missing', ''));
          }
        })();
      }
    })({ lanes: 2, pieceMs: 2 }));
    await expect.element(preview()).toHaveTextContent('Tokens can be counted once this oracle’s weights are here.');
  });

  it('tells what was changed, keeps it over a reload, and takes it back', async () => {
    await openStep();
    await fold('Wishes').click();
    await page.getByLabelText('Wish in one sentence').fill('Be brief.');
    await fold('Criteria and critique').click();
    await button('Remove Accuracy').click();
    await expect.element(changes()).toHaveTextContent('“Be brief.”');
    await expect.element(changes()).toHaveTextContent('Helpfulness, Relevance, Level of Details');
    await expect.element(preview()).toHaveTextContent('Be brief.');
    await expect.element(preview().getByRole('region', { name: /^Tokens/ })).toHaveAttribute('aria-busy', 'false');
    const before = countedTokens();
    await page.getByLabelText('Wish in one sentence').fill('Be brief. Be brief. Be brief. Be brief.');
    await expect.poll(() => countedTokens()).toBe(before + 6);
    await expectAccessible();
    await recipe('Lean').click();
    await expect.element(changes()).not.toBeInTheDocument();
    await reopen();
    await expect.element(recipe('Lean')).toBeChecked();
    await recipe('Paper').click();
    await expect.element(changes()).toHaveTextContent('“Be brief. Be brief.');
    await button('Reset').click();
    await expect.element(changes()).not.toBeInTheDocument();
    await expect.element(preview()).not.toHaveTextContent('Be brief.');
  });

  it('moves criteria by keyboard, and the focus with them', async () => {
    await openStep();
    await fold('Criteria and critique').click();
    const up = button('Move Accuracy up');
    for (const place of [2, 1]) {
      up.element().focus();
      await up.click();
      await expect.element(criterion(place)).toHaveValue('Accuracy');
    }
    await expect.element(button('Move Accuracy down')).toHaveFocus();
    await expect.element(page.getByText('Accuracy is now 1 of 4.')).toBeInTheDocument();
    await expect.element(preview()).toHaveTextContent('Accuracy; Helpfulness; Relevance');
  });

  it('marks the weight that is at fault, not the name beside it, and shows what counts where nothing is left written', async () => {
    await openStep();
    await fold('Criteria and critique').click();
    const weight = page.getByLabelText('Weight of Accuracy');
    await weight.fill('0');
    await expect.element(weight).toBeInvalid();
    await expect.element(criterion(3)).toBeValid();
    await weight.fill('2');
    await weight.fill('');
    await criterion(3).click();
    await expect.element(weight).toHaveValue(2);
    await expect.element(preview()).toHaveTextContent('Accuracy (counts 2 times)');
  });

  it('shows a fault where it stands and starts nothing while there is one', async () => {
    await openStep();
    await fold('Wording of the prompts').click();
    const user = page.getByLabelText('User message').first();
    await user.fill('No slots here.');
    await expect.element(page.getByText('The slot {{record}} is missing.', { exact: false })).toBeVisible();
    await expect.element(user).toHaveAttribute('aria-invalid', 'true');
    await expect.element(button('Start the run')).toBeDisabled();
    await expect.element(page.getByText(/^The recipe has \d+ faults/)).toBeVisible();
    await expectAccessible();
    await button('Take back the changes of: Phase 1: instruction reflection').click();
    await expect.element(button('Start the run')).toBeEnabled();
    await fold('Decoding and attempts').click();
    await page.getByLabelText('Temperature').fill('9');
    await expect.element(page.getByText('Give a number from 0 to 2.')).toBeVisible();
    await expect.element(button('Start the run')).toBeDisabled();
  });

  it('starts nothing that the oracle cannot do, nor without the student that the recipe asks for', async () => {
    await openStep();
    await fold('Wording of the prompts').click();
    await page.getByText('Structured', { exact: true }).click();
    await expect.element(page.getByText('The practice oracle does not write structured answers. Choose', { exact: false })).toBeVisible();
    await expect.element(button('Start the run')).toBeDisabled();
    await button('Reset').click();
    await recipe('Selective').click();
    await expect.element(button('Start the run')).toBeDisabled();
    const student = page.getByLabelText('Student', { exact: true });
    const options = student.element().querySelectorAll('option');
    await student.selectOptions([...options].at(-1)?.textContent?.trim() ?? '');
    await expect.element(button('Start the run')).toBeEnabled();
    await expectAccessible();
    await button('Start the run').click();
    await expect.poll(async () => (await mounted?.store.runs())?.[0]?.student?.engine).toBe('transformers');
  });

  it('saves a changed recipe under a name, and deletes it only when asked twice', async () => {
    await openStep();
    await recipe('Lean').click();
    await fold('Rules').click();
    await page.getByLabelText('Refusal').selectOptions('reject');
    await button('Save as…').click();
    const name = page.getByLabelText('Name of the recipe');
    await expect.element(name).toHaveFocus();
    await name.fill('Paper');
    await expect.element(page.getByText('“Paper” comes with the page. Choose another name.')).toBeVisible();
    await expectAccessible();
    await name.fill('Mine');
    await button('Save').click();
    await expect.element(recipe('Mine')).toBeChecked();
    expect((await mounted?.store.recipes())?.map(({ rules }) => rules.refusal)).toEqual(['reject']);
    await expectAccessible();
    await button('Delete the recipe Mine').click();
    await expect.element(page.getByRole('alertdialog')).toHaveTextContent('Runs that were made with it keep it');
    await button('Delete').click();
    await expect.element(recipe('Paper')).toBeChecked();
    expect(await mounted?.store.recipes()).toEqual([]);
  });

  it('takes a recipe from a file beside what is there, and says what is wrong with one that it cannot take', async () => {
    await openStep();
    dropRecipe(recipeText({ ...PAPER_RECIPE, steer: 'From a file.' }));
    await expect.element(recipe('Paper 2')).toBeChecked();
    await expect.element(preview()).toHaveTextContent('From a file.');
    dropRecipe(JSON.stringify({ 'tain-recipe': 1, temperature: 'hot', rules: { refusal: 'maybe' } }), 'bad.json');
    await expect.element(page.getByRole('alert')).toHaveTextContent('temperature: It must be a number.');
    await expect.element(page.getByRole('alert')).toHaveTextContent('rules, refusal: “maybe” is not one of the words');
    await expect.element(recipe('Paper 2')).toBeChecked();
    await expectAccessible();
  });

  it('is read afterwards in the run, whole and with its hash', async () => {
    await openStep(undefined, DATASET.slice(0, 1));
    await fold('Wishes').click();
    await page.getByLabelText('Wish in one sentence').fill('Be brief.');
    await button('Start the run').click();
    await expect.element(page.getByText('Every record is done')).toBeVisible();
    await page.getByRole('link', { name: /^Recipe/ }).click();
    await expect.element(page.getByText('“Be brief.”')).toBeVisible();
    await expect.element(page.getByText(hashOf({ ...PAPER_RECIPE, steer: 'Be brief.' }).slice(0, 12))).toBeVisible();
    await expect.element(page.getByText('Paper (changed)').first()).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Phase 2: response reflection' })).toHaveTextContent('{{better_answer}}');
    await expectAccessible();
  });
});

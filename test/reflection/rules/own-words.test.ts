import { describe, expect, it } from 'vitest';
import { find, type Part } from './find.ts';

const TALK: Record<string, string> = {
  'an improved version': 'Here is an improved version:\n\nThe sea is salty.',
  'a curly apostrophe and a polite word': 'Certainly! Here’s the revised answer to your question. The sea is salty.',
  'I have rewritten': 'I have rewritten this to be clearer. The sea is salty.',
  'this revised instruction': 'The sea is salty. In this revised instruction, more detail is asked for.',
  'the last sentence': 'The sea is salty.\nThis improved answer provides more detail and an example.',
  'as requested': 'As requested, the sea is described below. It is salty.',
  'German': 'Hier ist eine verbesserte Version der Antwort:\nDas Meer ist salzig.',
  'French': 'Voici une version améliorée :\nLa mer est salée.',
  'Spanish': 'Aquí tienes una versión mejorada:\nEl mar es salado.',
  'Russian': 'Вот улучшенная версия ответа: море солёное.',
  'Chinese': '以下是改进后的回答：海水是咸的。',
  'Japanese': '以下は改善した回答です。海は塩辛い。',
};

const NO_TALK: Record<string, [before: Part, after: Part]> = {
  'an improved version that was asked for': [{ instruction: 'Rewrite this sentence.', input: 'sea salty' }, { response: 'Here is an improved version: The sea is salty.' }],
  'answers that the record is about': [{ instruction: 'Grade the answer below.' }, { response: 'Unlike the original answer, which was wrong, this improved answer is right.' }],
  'the middle of a text': [{}, { response: 'The sea is salty. The navy got an improved version of its ships. Ships are heavy.' }],
  'talk that was there before': [{ response: 'Here is an improved version: salty.' }, { response: 'Here is an improved version: very salty.' }],
  'a new version of something': [{ instruction: 'What did they release?' }, { response: 'They released a new version of their program in May.' }],
  'here is a list': [{}, { response: 'Here is a list of facts:\n1. It is salty.\n2. It is deep.' }],
  'I have written to': [{ instruction: 'Compose a letter.' }, { response: 'I have written to you twice about the noise.' }],
};

describe('meta talk', () => {
  it.each(Object.entries(TALK))('is found: %s', (_, response) => {
    expect(find('meta-talk', 'response', {}, { response })).toBeDefined();
    expect(find('meta-talk', 'instruction', {}, { instruction: 'Explain the tides.', response })).toBeDefined();
  });

  it('is found in a new instruction', () => {
    expect(find('meta-talk', 'instruction', {}, { instruction: 'Here is a more complex instruction: explain the tides.' })).toBeUndefined();
    expect(find('meta-talk', 'instruction', {}, { instruction: 'Here is an improved instruction: explain the tides.' })).toContain('improved instruction');
  });

  it('is found behind an instruction that began so itself', () => {
    const instruction = 'Here is an improved version:\n\nExplain the tides.';
    expect(find('meta-talk', 'response', { instruction }, { response: 'Here is an improved version:\n\nThe moon pulls.' })).toBeDefined();
  });

  it.each(Object.entries(NO_TALK))('is not found: %s', (_, [before, after]) => {
    expect(find('meta-talk', 'response', before, after)).toBeUndefined();
  });
});

const REFUSALS: Record<string, string> = {
  'behind a polite word': 'Thank you for asking. I cannot provide that information.',
  'at the end': 'The sea is blue. It is wide. It is deep. As an AI language model, I have no further opinion.',
  'no access': 'I don’t have access to the article that you mention. Please paste it.',
  'German': 'Es tut mir leid, aber ich kann dabei nicht helfen.',
  'French': 'Je suis désolé, mais je ne peux pas répondre à cette question.',
  'Chinese': '抱歉，我无法回答这个问题。',
  'Japanese': '申し訳ありませんが、お答えできません。',
};

const NO_REFUSALS: Record<string, [before: Part, after: Part]> = {
  'sympathy': [{}, { response: 'I’m sorry to hear that you are ill. Get well soon.' }],
  'a letter': [{ instruction: 'Answer the mail.' }, { response: 'Dear Ann,\nI am sorry, but I cannot help with the move.' }],
  'quoted speech': [{}, { response: 'The clerk said: “I’m sorry, but I cannot help you.” She left.' }],
  'a task to decline': [{ instruction: 'Politely decline the invitation.' }, { response: 'Thank you. I am unable to attend, and I cannot help with the cake.' }],
  'the old response refused too': [{ response: 'As an AI language model, I cannot see pictures.' }, { response: 'As an AI language model, I cannot open pictures.' }],
  'the middle of a story': [{}, { response: 'He ran. He fell. I cannot help you, she thought. Then he rose. They went home.' }],
};

describe('a refusal', () => {
  it.each(Object.entries(REFUSALS))('is found: %s', (_, response) => {
    expect(find('refusal', 'response', {}, { response })).toBeDefined();
  });

  it('is found as a new instruction', () => {
    expect(find('refusal', 'instruction', {}, { instruction: 'I cannot create an instruction from this material.' })).toBeDefined();
  });

  it.each(Object.entries(NO_REFUSALS))('is not found: %s', (_, [before, after]) => {
    expect(find('refusal', 'response', before, after)).toBeUndefined();
  });
});

const BLANKS: Record<string, [text: string, found: string]> = {
  'a name': ['Dear team,\nthe sea is salty.\n[Your Name]', '[Your Name]'],
  'an answer': ['Your answer here', 'Your answer here'],
  'insert': ['The sea is <insert adjective> and deep.', '<insert adjective>'],
  'to do': ['def salt():\n    # TODO: count the salt\n    pass', 'TODO'],
  'Latin': ['Lorem ipsum dolor sit amet.', 'Lorem ipsum'],
  'a gap': ['The sea is salty.\n[...]\nIt is deep.', '[...]'],
};

const NO_BLANKS: Record<string, [before: Part, after: Part]> = {
  'a blank of the original': [{ response: 'Kind regards, [Name]' }, { response: 'With kind regards, [Your Name]' }],
  'a template': [{ instruction: 'Write a template for a letter.' }, { response: 'Dear [Customer Name], …' }],
  'a list of things to do': [{ instruction: 'Plan my day.' }, { response: 'Your to do list: swim, eat, sleep.' }],
  'all, in Spanish': [{ instruction: '¿Qué es el mar?' }, { response: 'El mar es todo lo que ves.' }],
  'an array': [{ instruction: 'Sort the array.' }, { response: 'It is [1, 2, 3], and names[date] is an element.' }],
  'a reference': [{}, { response: 'The sea is salty [1] and deep [citation needed].' }],
};

describe('a placeholder', () => {
  it.each(Object.entries(BLANKS))('is found: %s', (_, [response, found]) => {
    expect(find('placeholder', 'response', {}, { response })).toBe(found);
  });

  it.each(Object.entries(NO_BLANKS))('is not found: %s', (_, [before, after]) => {
    expect(find('placeholder', 'response', before, after)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { loadTopics } from '../../src/catalog/topics.js';
import { explain } from '../../src/cli/explain.js';
import { createTagger } from '../../src/tag/tagger.js';
import type { Decision } from '../../src/tag/trace.js';
import { bill, official } from '../tag/known.js';

const TITLE = 'Protecting Small Harbors and River Towns Act';

function explained(text: string): string {
  const tagger = createTagger({
    bills: [
      bill('s12-119', { titles: [TITLE], area: 'Water Resources Development', related: ['hr80-119'] }),
      bill('s700-119', { titles: ['Clean Air Act'] }),
    ],
    completeCongresses: [119],
    officials: [official('Ada Quill', 'ND', 'D')],
    topics: loadTopics(),
  });
  const decisions: Decision[] = [];
  const tags = tagger.tag({ text, date: '2026-03-10', office: 'senate' }, (one) => decisions.push(one));
  return explain(text, tags, decisions, (id) => (id === 's12-119' ? TITLE : undefined));
}

describe('an explanation', () => {
  const text = `Senator Ada Quill (D-ND) wrote the ${TITLE}. The levee broke the Clean Air Act. “We will mend the levee and the harbor,” she said. She opposes S. 6999.`;

  it('shows each tag with its rule and the words that prove it', () => {
    const lines = explained(text).split('\n');
    expect(lines).toContain(`  s12-119  ${TITLE}  (confidence 0.97)`);
    expect(lines).toContain('    its title; the only bill of this title');
    expect(lines.some((line) => line.includes(`wrote the [${TITLE}]. The levee`))).toBe(true);
    expect(lines).toContain('    travels with it: hr80-119');
  });

  it('shows what was refused and why', () => {
    const shown = explained(text);
    const refused = shown.slice(shown.indexOf('Named like a bill, and none'), shown.indexOf('Topics'));
    expect(refused).toContain('“Clean Air Act”: s700-119\n    a law in force');
    expect(refused).toContain('“S. 6999”: s6999-119\n    no such bill in the 119th Congress');
  });

  it('shows how a topic came to its score', () => {
    expect(explained(text)).toMatch(
      /water-resources-development {2}0\.\d{3} {2}\(proof [\d.]+: \d+% of .*\n {4}\+3 {2}s12-119 is of this policy area\n {4}\+[\d.]+ {2}“levee” of weight [\d.]+, 2 times/,
    );
  });

  it('shows who was taken for the speaker, and by what', () => {
    expect(explained(text)).toContain(
      'quill-ada: “We will mend the levee and the harbor,”\n    “she” and “said”',
    );
  });

  it('leaves out what there is nothing of', () => {
    expect(explained('Nothing here.')).toBe('\n');
  });

  it('cannot move the cursor of a terminal', () => {
    expect(explained(`The \u001b[2J${TITLE} is here.`)).not.toContain('\u001b');
  });
});

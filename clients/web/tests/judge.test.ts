import { create } from '@bufbuild/protobuf';
import { CommentSchema, Comment_Kind, type Comment } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { QuestionSetSchema, ScoringSchemeSchema } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { cleanup, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import Judge from '../src/screens/examiner/Judge.svelte';

function judging(...texts: string[]) {
  const judgement = {
    comments: texts.map((text) => create(CommentSchema, { kind: Comment_Kind.STRENGTH, text })) as Comment[],
    band: '',
    score: undefined,
    notAssessable: false,
  };
  const change = (changed: typeof judgement) => void page.rerender({ judgement: changed });
  const page = render(Judge, { judgement, scheme: create(ScoringSchemeSchema), questions: create(QuestionSetSchema), change: change as never });
}

async function press(name: RegExp) {
  const button = screen.getAllByRole('button', { name })[0]!;
  button.focus();
  button.click();
  await tick();
  await tick();
}

const focused = () => document.activeElement as HTMLTextAreaElement;

describe('the focus', () => {
  afterEach(cleanup);

  it('goes to a comment that is added', async () => {
    judging('ett');
    await press(/styrka$|strength$/i);
    expect([focused().localName, focused().id]).toEqual(['textarea', 'field-item-comments-1-text']);
  });

  it('goes to the next comment where one is removed', async () => {
    judging('ett', 'två');
    await press(/^(Ta bort|Remove)/);
    expect(focused().value).toBe('två');
  });

  it('goes to the button that adds one where the last comment is removed', async () => {
    judging('ett');
    await press(/^(Ta bort|Remove)/);
    expect(focused().id).toBe('item.add');
  });
});

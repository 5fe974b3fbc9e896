// What the screens of a visit share.
import { VisitIssues, type VisitIssue } from '@krans/proto/krans/sitevisits/v1/issues_pb.js';
import { Notes, type Evidence } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { SiteVisits, SiteVisit_State, type SiteVisit } from '@krans/proto/krans/sitevisits/v1/visits_pb.js';
import type { CriterionQuestion } from '@krans/proto/krans/scoring/v1/consensus_pb.js';
import { all, client } from '../../api/client';
import { cycleName } from '../../api/names';
import type { Params } from '../../router.svelte';
import { caseOf } from './case';

export const visits = client(SiteVisits);
export const issues = client(VisitIssues);
const notes = client(Notes);

// The visit that counts: the newest that is not cancelled, or else the newest.
export async function visitOf(params: Params): Promise<SiteVisit | undefined> {
  const list = await all(async (pageToken) => {
    const answer = await visits.listSiteVisits({ parent: cycleName(params.year!), pageSize: 100, pageToken });
    return { items: answer.visits, nextPageToken: answer.nextPageToken };
  });
  const own = list.filter(({ name }) => name.startsWith(`${caseOf(params)}/visits/`)).sort((a, b) => b.name.localeCompare(a.name, 'sv', { numeric: true }));
  return own.find(({ state }) => state !== SiteVisit_State.CANCELLED) ?? own[0];
}

export async function issuesOf(params: Params): Promise<{ list: VisitIssue[]; questions: CriterionQuestion[] }> {
  const questions: CriterionQuestion[] = [];
  const list = await all(async (pageToken) => {
    const answer = await issues.listVisitIssues({ parent: caseOf(params), pageSize: 100, pageToken });
    questions.push(...answer.questions);
    return { items: answer.issues, nextPageToken: answer.nextPageToken };
  });
  return { list, questions };
}

export const evidenceOfCase = (params: Params): Promise<Evidence[]> =>
  all(async (pageToken) => {
    const answer = await notes.listEvidence({ parent: caseOf(params), pageSize: 100, pageToken });
    return { items: answer.evidence, nextPageToken: answer.nextPageToken };
  });

// A short name for something new, made on the device.
export const newId = (prefix: string) => `${prefix}-${crypto.randomUUID().slice(0, 8)}`;

import { Assessment_State, Comment_Kind } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { Conflict_Ground } from '@krans/proto/krans/scoring/v1/conflicts_pb.js';
import { ConsensusItem_State, VisitQuestion_Kind } from '@krans/proto/krans/scoring/v1/consensus_pb.js';
import { VisitIssue_Kind, VisitIssue_Result, VisitIssue_State } from '@krans/proto/krans/sitevisits/v1/issues_pb.js';
import { Evidence_Sensitivity } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { SiteVisit_State } from '@krans/proto/krans/sitevisits/v1/visits_pb.js';
import { labels } from '../../text/language.svelte';

export const groundLabel = labels(Conflict_Ground, {
  NONE: { sv: 'Jag har inget jäv', en: 'I have no conflict of interest' },
  PARTY_OR_AFFECTED: { sv: 'Jag eller någon närstående är part eller berörs av utgången', en: 'I or someone close to me is a party, or affected by the outcome' },
  REPRESENTATIVE: { sv: 'Jag eller någon närstående företräder enheten', en: 'I or someone close to me represents the unit' },
  SUPERVISION: { sv: 'Jag utövar tillsyn över enheten', en: 'I supervise the unit' },
  PRIOR_INSTANCE: { sv: 'Jag har deltagit i ett tidigare beslut i samma sak', en: 'I took part in an earlier decision on the same matter' },
  IMPARTIALITY: { sv: 'Något annat kan rubba förtroendet för min opartiskhet', en: 'Something else may call my impartiality into question' },
  SAME_ADMINISTRATION: { sv: 'Jag arbetar i samma förvaltning', en: 'I work in the same administration' },
  EMPLOYER: { sv: 'Jag är eller har nyligen varit anställd hos enheten', en: 'I am, or recently was, employed by the unit' },
  BUSINESS: { sv: 'Leverantör, kund, konkurrent eller ekonomiskt intresse', en: 'Supplier, customer, competitor or financial interest' },
  CONSULTED: { sv: 'Jag har gett enheten råd eller handledning', en: 'I have advised or coached the unit' },
});

export const assessmentLabel = labels(Assessment_State, {
  DRAFT: { sv: 'Påbörjad', en: 'Begun' },
  LOCKED: { sv: 'Låst', en: 'Locked' },
  EXCUSED: { sv: 'Lämnas inte', en: 'Not given' },
});

export const commentLabel = labels(Comment_Kind, {
  STRENGTH: { sv: 'Styrka', en: 'Strength' },
  IMPROVEMENT: { sv: 'Förbättringsområde', en: 'Opportunity for improvement' },
});

export const itemLabel = labels(ConsensusItem_State, {
  OPEN: { sv: 'Inget förslag', en: 'No proposal' },
  PROPOSED: { sv: 'Föreslaget', en: 'Proposed' },
  AGREED: { sv: 'Överens', en: 'Agreed' },
  AGREED_WITH_DISSENT: { sv: 'Överens, med avvikande mening', en: 'Agreed, with dissent' },
});

export const questionLabel = labels(VisitQuestion_Kind, {
  VERIFY: { sv: 'Verifiera', en: 'Verify' },
  CLARIFY: { sv: 'Klargöra', en: 'Clarify' },
});

export const visitLabel = labels(SiteVisit_State, {
  PLANNED: { sv: 'Planerat, väntar på enheten', en: 'Planned, waiting for the unit' },
  CONFIRMED: { sv: 'Bekräftat av enheten', en: 'Confirmed by the unit' },
  HELD: { sv: 'Genomfört', en: 'Held' },
  CANCELLED: { sv: 'Inställt', en: 'Cancelled' },
});

export const issueKindLabel = labels(VisitIssue_Kind, {
  VERIFY: { sv: 'Verifiera', en: 'Verify' },
  CLARIFY: { sv: 'Klargöra', en: 'Clarify' },
  NEW: { sv: 'Nytt', en: 'New' },
});

export const issueLabel = labels(VisitIssue_State, {
  OPEN: { sv: 'Ingen ansvarig', en: 'Nobody responsible' },
  ASSIGNED: { sv: 'Fördelad', en: 'Assigned' },
  RESOLVED: { sv: 'Besvarad', en: 'Resolved' },
});

export const resultLabel = labels(VisitIssue_Result, {
  VERIFIED: { sv: 'Verifierat', en: 'Verified' },
  CLARIFIED: { sv: 'Klargjort', en: 'Clarified' },
  NOT_SUPPORTED: { sv: 'Utan stöd', en: 'Not supported' },
  NEW_FINDING: { sv: 'Ny iakttagelse', en: 'New finding' },
});

export const sensitivityLabel = labels(Evidence_Sensitivity, {
  OPEN: { sv: 'Öppen', en: 'Open' },
  INTERNAL: { sv: 'Intern', en: 'Internal' },
  CLIENT_SENSITIVE: { sv: 'Rör brukare: publiceras aldrig', en: 'About service users: never published' },
});

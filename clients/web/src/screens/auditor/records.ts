// The kinds of record that Krans keeps, from the schemas: the form of their names, whose journal has them, their fields.
import { fromBinary, getOption, hasOption, toJson, type DescMessage, type JsonValue } from '@bufbuild/protobuf';
import { limits } from '@krans/proto/krans/access/v1/access_pb.js';
import { record } from '@krans/proto/krans/journal/v1/record_pb.js';
import { file_krans_jury_v1_decisions } from '@krans/proto/krans/jury/v1/decisions_pb.js';
import { file_krans_jury_v1_juries } from '@krans/proto/krans/jury/v1/juries_pb.js';
import { file_krans_jury_v1_matters } from '@krans/proto/krans/jury/v1/matters_pb.js';
import { file_krans_scoring_v1_assessments } from '@krans/proto/krans/scoring/v1/assessments_pb.js';
import { file_krans_scoring_v1_conflicts } from '@krans/proto/krans/scoring/v1/conflicts_pb.js';
import { file_krans_scoring_v1_consensus } from '@krans/proto/krans/scoring/v1/consensus_pb.js';
import { file_krans_scoring_v1_examiners } from '@krans/proto/krans/scoring/v1/examiners_pb.js';
import { file_krans_scoring_v1_scorebooks } from '@krans/proto/krans/scoring/v1/scorebooks_pb.js';
import { file_krans_scoring_v1_teams } from '@krans/proto/krans/scoring/v1/teams_pb.js';
import { file_krans_sitevisits_v1_issues } from '@krans/proto/krans/sitevisits/v1/issues_pb.js';
import { file_krans_sitevisits_v1_notes } from '@krans/proto/krans/sitevisits/v1/notes_pb.js';
import { file_krans_sitevisits_v1_visits } from '@krans/proto/krans/sitevisits/v1/visits_pb.js';
import { file_krans_submissions_v1_board_matters } from '@krans/proto/krans/submissions/v1/board_matters_pb.js';
import { file_krans_submissions_v1_cycles } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import { file_krans_submissions_v1_extracts } from '@krans/proto/krans/submissions/v1/extracts_pb.js';
import { file_krans_submissions_v1_organisation } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { file_krans_submissions_v1_participations } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { file_krans_submissions_v1_people } from '@krans/proto/krans/submissions/v1/people_pb.js';
import { file_krans_submissions_v1_submissions } from '@krans/proto/krans/submissions/v1/submissions_pb.js';
import type { Service } from './services';

const files = [
  file_krans_submissions_v1_participations,
  file_krans_submissions_v1_submissions,
  file_krans_submissions_v1_board_matters,
  file_krans_submissions_v1_cycles,
  file_krans_submissions_v1_extracts,
  file_krans_submissions_v1_organisation,
  file_krans_submissions_v1_people,
  file_krans_scoring_v1_assessments,
  file_krans_scoring_v1_conflicts,
  file_krans_scoring_v1_consensus,
  file_krans_scoring_v1_examiners,
  file_krans_scoring_v1_scorebooks,
  file_krans_scoring_v1_teams,
  file_krans_sitevisits_v1_issues,
  file_krans_sitevisits_v1_notes,
  file_krans_sitevisits_v1_visits,
  file_krans_jury_v1_decisions,
  file_krans_jury_v1_juries,
  file_krans_jury_v1_matters,
];

export interface Kind {
  schema: DescMessage;
  shape: string; // "awards/*/cycles/*/jury"; empty where no schema states it
}

function shapeIn(message: DescMessage): string {
  const name = message.fields.find((field) => field.name === 'name');
  return name && hasOption(name, limits) ? getOption(name, limits).resource : '';
}

// The form of a record's name is stated by its own field, or by the request that gets one.
function kindsOf(): Kind[] {
  const gets = files.flatMap((file) => file.services).flatMap((service) => service.methods.filter((method) => method.name.startsWith('Get')));
  const shapes = new Map(gets.map((method) => [method.output.typeName, shapeIn(method.input)]));
  return files
    .flatMap((file) => file.messages)
    .filter((schema) => hasOption(schema, record))
    .map((schema) => ({ schema, shape: shapeIn(schema) || (shapes.get(schema.typeName) ?? '') }));
}

export const kinds = kindsOf();
export const kindOf = (type: string): Kind | undefined => kinds.find(({ schema }) => schema.typeName === type);

// "jury" of "krans.jury.v1.Matter".
export const serviceOf = (type: string) => (type.split('.')[1] ?? '') as Service;

export const kindNamed = (name: string): Kind | undefined =>
  kinds.find(({ shape }) => shape !== '' && new RegExp(`^${shape.replaceAll('*', '[^/]+')}$`).test(name));

export const historyPath = (type: string, name: string) => `/historia/${encodeURIComponent(type)}/${encodeURIComponent(name)}`;

// A record's fields by their paths, as they are stored: "members[0].person" and its text.
export function fieldsOf(schema: DescMessage, payload: Uint8Array): Map<string, string> {
  const fields = new Map<string, string>();
  const walk = (value: JsonValue | undefined, path: string) => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) value.forEach((each, i) => walk(each, `${path}[${i}]`));
    else if (typeof value === 'object') Object.entries(value).forEach(([key, each]) => walk(each, path ? `${path}.${key}` : key));
    else if (path !== 'name' && path !== 'etag') fields.set(path, String(value));
  };
  walk(toJson(schema, fromBinary(schema, payload)), '');
  return fields;
}

export interface Change {
  field: string;
  before: string;
  after: string;
}

// What differs between two versions of a record.
export function changesOf(before: Map<string, string>, after: Map<string, string>): Change[] {
  const fields = new Set([...before.keys(), ...after.keys()]);
  return [...fields].map((field) => ({ field, before: before.get(field) ?? '', after: after.get(field) ?? '' })).filter((change) => change.before !== change.after);
}

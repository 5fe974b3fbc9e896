// Answers of the services that may be read without a network, by person and request, in IndexedDB; gone at sign-out. Only
// what a submission, an assessment or a visit is worked on with: never what is sealed or under embargo.
import { fromBinary, toBinary, type DescMethod, type Message } from '@bufbuild/protobuf';
import type { GenMessage } from '@bufbuild/protobuf/codegenv2';
import { database } from './database';

const readable = new Set([
  'krans.submissions.v1.Cycles/ListCycles',
  'krans.submissions.v1.Cycles/GetCycle',
  'krans.submissions.v1.Cycles/GetCalendar',
  'krans.submissions.v1.Cycles/GetQuestionSet',
  'krans.submissions.v1.Cycles/GetScoringScheme',
  'krans.submissions.v1.People/GetMe',
  'krans.submissions.v1.People/GetPerson',
  'krans.submissions.v1.Organisation/GetUnit',
  'krans.submissions.v1.Participations/GetParticipation',
  'krans.submissions.v1.Submissions/GetDraft',
  'krans.scoring.v1.Teams/GetTeam',
  'krans.scoring.v1.Assessments/ListCases',
  'krans.scoring.v1.Assessments/GetCase',
  'krans.sitevisits.v1.SiteVisits/ListSiteVisits',
  'krans.sitevisits.v1.SiteVisits/GetSiteVisit',
  'krans.sitevisits.v1.VisitIssues/ListVisitIssues',
  'krans.sitevisits.v1.Notes/ListNotes',
  'krans.sitevisits.v1.Notes/ListEvidence',
]);

const nameOf = (method: DescMethod) => `${method.parent.typeName}/${method.name}`;

function keyOf(person: string, method: DescMethod, request: Message): string {
  return [person, nameOf(method), ...toBinary(method.input, request)].join(' ');
}

export async function keep(person: string, method: DescMethod, request: Message, answer: Message): Promise<void> {
  if (person === '' || !readable.has(nameOf(method))) return;
  const bytes = toBinary(method.output, answer);
  await (await database()).put('kept', { bytes, at: new Date() }, keyOf(person, method, request));
}

export async function kept(person: string, method: DescMethod, request: Message): Promise<Message | undefined> {
  if (person === '' || !readable.has(nameOf(method))) return undefined;
  const row = await (await database()).get('kept', keyOf(person, method, request));
  return row && fromBinary(method.output, row.bytes);
}

// One value on the device, as bytes of that form.
function slot<T>(key: string, form: { write: (value: T) => Uint8Array; read: (bytes: Uint8Array) => T }) {
  return {
    async read(): Promise<T | undefined> {
      const row = await (await database()).get('kept', key);
      return row && form.read(row.bytes);
    },
    async write(value: T): Promise<void> {
      await (await database()).put('kept', { bytes: form.write(value), at: new Date() }, key);
    },
    async erase(): Promise<void> {
      await (await database()).delete('kept', key);
    },
  };
}

// What a person has begun to write in a form that is sent at once: on the device until it is sent.
export const sketch = <T extends Message>(person: string, name: string, schema: GenMessage<T>) =>
  slot<T>(`${person} sketch ${name}`, { write: (value) => toBinary(schema, value), read: (bytes) => fromBinary(schema, bytes) });

// The same for what is no message of the schemas, but can be written as JSON.
export const jotting = <T>(person: string, name: string) =>
  slot<T>(`${person} jotting ${name}`, {
    write: (value) => new TextEncoder().encode(JSON.stringify(value)),
    read: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as T,
  });

// The facts that a unit states, as a form holds them: texts, empty where not stated.
import { create } from '@bufbuild/protobuf';
import { BoundSchema, Reason } from '@krans/proto/krans/access/v1/reason_pb.js';
import { EligibilityRule_Code as Rule, type EligibilityRules } from '@krans/proto/krans/submissions/v1/cycles_pb.js';
import type { Unit } from '@krans/proto/krans/submissions/v1/organisation_pb.js';
import { UnitFactsSchema, type UnitFacts } from '@krans/proto/krans/submissions/v1/participations_pb.js';
import { invalid, type FieldViolation } from '../../api/refusal';

export type FactName = Exclude<keyof UnitFacts, '$typeName' | '$unknown' | 'carriedDeficit'>;
export type FactTexts = Record<FactName, string>;
type Kind = 'yesNo' | 'count' | 'money';

interface Question {
  name: FactName;
  kind: Kind;
  rules: Rule[]; // that ask for it
}

// In the order in which they are asked.
export const factQuestions: Question[] = [
  { name: 'cityFinanced', kind: 'yesNo', rules: [Rule.CITY_FINANCED] },
  { name: 'operationalResponsibility', kind: 'yesNo', rules: [Rule.OPERATIONAL_RESPONSIBILITY] },
  { name: 'budgetResponsibility', kind: 'yesNo', rules: [Rule.BUDGET_RESPONSIBILITY] },
  { name: 'staffResponsibility', kind: 'yesNo', rules: [Rule.STAFF_RESPONSIBILITY] },
  { name: 'operationalPlan', kind: 'yesNo', rules: [Rule.OPERATIONAL_PLAN] },
  { name: 'staff', kind: 'count', rules: [Rule.MIN_STAFF] },
  { name: 'placesBoughtSingly', kind: 'yesNo', rules: [Rule.MIN_STOCKHOLM_PLACES] },
  { name: 'places', kind: 'count', rules: [Rule.MIN_STOCKHOLM_PLACES] },
  { name: 'placesStockholm', kind: 'count', rules: [Rule.MIN_STOCKHOLM_PLACES] },
  { name: 'children', kind: 'count', rules: [Rule.MIN_STOCKHOLM_CHILDREN] },
  { name: 'childrenStockholm', kind: 'count', rules: [Rule.MIN_STOCKHOLM_CHILDREN] },
  { name: 'previousResult', kind: 'money', rules: [Rule.NO_RECENT_DEFICIT] },
  { name: 'currentForecast', kind: 'money', rules: [Rule.NO_RECENT_DEFICIT, Rule.FORECAST_BALANCED] },
];

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const factPath = (name: FactName) => `eligibility.facts.${snake(name)}`;

// What the year asks of such a unit, and what it asks only of those who answered yes before.
export function asked(rules: EligibilityRules | undefined, unit: Unit, texts: FactTexts): Question[] {
  const applying = (rules?.rules ?? []).filter(
    ({ unitKinds, operatorKinds }) =>
      (unitKinds.length === 0 || unitKinds.includes(unit.kind)) && (operatorKinds.length === 0 || operatorKinds.includes(unit.operatorKind)),
  );
  return factQuestions.filter(({ name, rules: asking }) => {
    if (!applying.some(({ code }) => asking.includes(code))) return false;
    return !(name === 'places' || name === 'placesStockholm') || texts.placesBoughtSingly === 'yes';
  });
}

export function textsOf(facts: UnitFacts | undefined): FactTexts {
  const text = (value: boolean | number | bigint | undefined) => (value === undefined ? '' : value === true ? 'yes' : value === false ? 'no' : String(value));
  return Object.fromEntries(factQuestions.map(({ name }) => [name, text(facts?.[name])])) as FactTexts;
}

const amount = (text: string) => text.replace(/[\s\u00a0]/g, '').replace('\u2212', '-');
const isWhole = (kind: Kind, text: string) => (kind === 'money' ? /^-?\d{1,15}$/ : /^\d{1,6}$/).test(amount(text));

// What is understood of the texts; the rest is not stated.
export function factsOf(questions: Question[], texts: FactTexts): UnitFacts {
  const facts = create(UnitFactsSchema);
  for (const { name, kind } of questions) {
    const text = texts[name];
    if (text === '' || (kind !== 'yesNo' && !isWhole(kind, text))) continue;
    const value = kind === 'yesNo' ? text === 'yes' : kind === 'money' ? BigInt(amount(text)) : Number(amount(text));
    Object.assign(facts, { [name]: value });
  }
  return facts;
}

// Refuses texts that are not understood and whatever is not answered, together with what is `wrong` already.
export function checked(questions: Question[], texts: FactTexts, wrong: FieldViolation[] = []): UnitFacts {
  const unfit = questions.flatMap(({ name, kind }): FieldViolation[] => {
    if (texts[name] === '') return [{ path: factPath(name), reason: Reason.FIELD_REQUIRED }];
    if (kind === 'yesNo' || isWhole(kind, texts[name])) return [];
    return [{ path: factPath(name), reason: Reason.FIELD_PATTERN, ...(kind === 'count' && { bound: create(BoundSchema, { form: 'whole' }) }) }];
  });
  if (wrong.length + unfit.length > 0) throw invalid([...wrong, ...unfit]);
  return factsOf(questions, texts);
}

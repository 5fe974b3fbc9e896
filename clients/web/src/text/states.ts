// What is missing where something cannot be done as things stand (WRONG_STATE), by what the service says that it needs, or
// by the state where that says more.
import { day, either } from './language.svelte';

interface Sentence {
  sv: string;
  en: string;
}

const byState: Record<string, Sentence> = {
  // The opening of the submissions
  BEFORE_THE_DAY: { sv: 'Bidragen öppnas först när sista dagen har passerat.', en: 'The submissions are opened only once the last day has passed.' },
  NOTHING_SEALED: { sv: 'Det finns inget inlämnat bidrag att öppna.', en: 'No submission has been handed in, so there is nothing to open.' },
  CHANGED_SINCE: {
    sv: 'Bidragen har ändrats sedan öppningen föreslogs. Föreslå den på nytt.',
    en: 'The submissions have changed since the opening was proposed. Propose it anew.',
  },
  // The jury
  'not delivered': {
    sv: 'Alla bidrag i klassen måste vara överlämnade till juryn först. Be processkansliet lämna över dem som saknas.',
    en: 'All submissions of the class must be delivered to the jury first. Ask the process office to deliver those that are missing.',
  },
  withdrawn: {
    sv: 'Någon som föreslås deltar inte längre. Föreslå någon annan. Är klassen redan beslutad tar den som leder ärendet upp det på nytt först.',
    en: 'Somebody who is proposed no longer takes part. Propose somebody else. Where the class is decided, the person presiding takes the matter up again first.',
  },
  undecided: { sv: 'Alla klasser måste vara avgjorda först. Avgör dem som saknas.', en: 'All classes must be decided first. Decide those that are missing.' },
  '0 proposals stand': { sv: 'Det finns inget förslag att besluta om. Lägg ett förslag först.', en: 'There is no proposal to decide on. Make one first.' },
};

const byNeed: Record<string, Sentence> = {
  // Taking part
  PUBLISHED: { sv: 'Året är inte publicerat än. Processkansliet publicerar det.', en: 'The year is not published yet. The process office publishes it.' },
  DRAFT: { sv: 'Året är publicerat och ändras inte längre.', en: 'The year is published and no longer changes.' },
  'REGISTERED,LATE_REGISTERED': { sv: 'Enheten deltar inte i år: anmälan är återtagen eller avslagen.', en: 'The unit does not take part this year: its registration is withdrawn or refused.' },
  DECLARED: {
    sv: 'Behörigheten är avgjord och resultatet tillkännagivet. Nu kan den bara återkallas.',
    en: 'The eligibility is decided and the outcome announced. It can only be revoked now.',
  },
  'DECLARED,REJECTED,REVOKED': { sv: 'Behörigheten är beviljad. Den kan återkallas.', en: 'The eligibility has been granted. It can be revoked.' },
  'VERIFIED,WAIVED': { sv: 'Bara en behörighet som är beviljad kan återkallas.', en: 'Only an eligibility that has been granted can be revoked.' },
  'SEALED,WITHDRAWN': { sv: 'Bidraget är inte inlämnat, eller redan öppnat. Bara ett inlämnat bidrag kan tas tillbaka.', en: 'The submission is not handed in, or is opened already. Only one that is handed in can be taken back.' },
  LATE: { sv: 'Det sena bidraget är redan avgjort.', en: 'The late submission is decided already.' },
  PROPOSED: { sv: 'Öppningen är redan bekräftad, eller inte föreslagen.', en: 'The opening is confirmed already, or has not been proposed.' },
  'an earlier phase of the year': {
    sv: 'Årets process har kommit för långt för det här. Hör med processkansliet.',
    en: 'The process of the year has come too far for this. Ask the process office.',
  },
  // Boards
  PREPARED: { sv: 'Nämnden har redan beslutat i ärendet.', en: 'The board has decided on the matter already.' },
  DECIDED: {
    sv: 'Ärendet har inget beslut att granska: det är inte avgjort, uppskjutet, eller redan granskat.',
    en: 'The matter has no decision to verify: it is not decided, is postponed, or is verified already.',
  },
  // Roles
  'a role that is not revoked': { sv: 'Rollen är redan återkallad.', en: 'The role is revoked already.' },
  'another person in the office, whose role has no end': { sv: 'Det är den sista på processkansliet utan slutdag. Ge rollen till någon annan först, utan slutdag.', en: 'This is the last person of the process office without an end. Grant the role to somebody else first, without an end.' },
  // Conflicts of interest
  'no conflict that shuts the case': { sv: 'Det finns redan ett jäv som stänger ärendet. Processkansliet avgör det.', en: 'There is a conflict of interest already that shuts the case. The process office decides it.' },
  'a ground': { sv: 'Jävet är redan avgjort. Anmäl bara om något nytt har tillkommit, och ange grunden.', en: 'The conflict is decided already. Declare only something new, and give its ground.' },
  'DECLARED or UNDER_REVIEW': { sv: 'Jävet är redan avgjort.', en: 'The conflict is decided already.' },
  // Teams, assessments and consensus
  'the same members and cases while consensus is open': {
    sv: 'Laget har börjat sitt gemensamma omdöme. Medlemmarna, och de bidrag som det gäller, kan inte bytas.',
    en: 'The team has opened its consensus. Its members, and the submissions concerned, cannot be changed.',
  },
  'consensus not open': { sv: 'Laget har börjat sitt gemensamma omdöme, så de egna bedömningarna ändras inte längre.', en: 'The team has opened its consensus, so the assessments of its members no longer change.' },
  'LOCKED or EXCUSED': { sv: 'Bedömningen är inte låst, så den behöver inte öppnas.', en: 'The assessment is not locked, so it need not be reopened.' },
  'DRAFT, or none begun': { sv: 'Bedömningen är redan låst eller undantagen.', en: 'The assessment is locked or excused already.' },
  TEAM_ASSIGNED: { sv: 'Det gemensamma omdömet är redan öppnat.', en: 'The consensus is open already.' },
  'your own assessment, locked': { sv: 'Lås din egen bedömning först.', en: 'Lock your own assessment first.' },
  'every assessment locked or excused, and every conflict decided': {
    sv: 'Alla i laget måste ha låst sina bedömningar, och varje anmält jäv måste vara avgjort.',
    en: 'Everyone in the team must have locked their assessments, and every declared conflict must be decided.',
  },
  'a proposal': { sv: 'Det finns inget förslag till omdöme att ta ställning till än.', en: 'There is no proposed judgement to take a stand on yet.' },
  'a stage that is not agreed': { sv: 'Laget är inte i det här steget: det är inte öppnat, eller redan avslutat.', en: 'The team is not at this stage: it is not opened, or closed already.' },
  'a stage that is not open': { sv: 'Steget efter besöket är redan öppnat.', en: 'The stage after the visit is open already.' },
  CONSENSUS_AGREED: { sv: 'Laget måste först vara överens om alla kriterier före besöket.', en: 'The team must first agree on all criteria before the visit.' },
  'a visit that was held': { sv: 'Platsbesöket måste vara genomfört först.', en: 'The site visit must be held first.' },
  'the stage after the visit, opened': { sv: 'Öppna steget efter besöket först.', en: 'Open the stage after the visit first.' },
  'a scorebook not closed': { sv: 'Utlåtandet är redan stängt.', en: 'The scorebook is closed already.' },
  'no signature of the caller': { sv: 'Du har redan skrivit under.', en: 'You have signed already.' },
  SIGNED: { sv: 'Utlåtandet är inte undertecknat av alla, eller redan överlämnat.', en: 'The scorebook is not signed by all, or is delivered already.' },
  // Site visits
  CONSENSUS: { sv: 'Besöksfrågor delas i laget först när det gemensamma omdömet är öppnat.', en: 'Visit issues are shared in the team only once the consensus is open.' },
  'OPEN or ASSIGNED': { sv: 'Frågan är redan besvarad.', en: 'The issue is resolved already.' },
  'another owner than': { sv: 'Den som ansvarar för frågan är inte längre i laget. Välj en annan ansvarig först.', en: 'The owner of the issue is no longer in the team. Choose another owner first.' },
  KEPT: { sv: 'Anteckningen är borttagen.', en: 'The note has been removed.' },
  PLANNED: { sv: 'Besöket är redan bekräftat, genomfört eller inställt.', en: 'The visit is confirmed, held or cancelled already.' },
  'PLANNED or CONFIRMED': { sv: 'Besöket är redan genomfört eller inställt.', en: 'The visit is held or cancelled already.' },
  CONFIRMED: { sv: 'Besöket är inte bekräftat av enheten, eller redan genomfört.', en: 'The visit is not confirmed by the unit, or is held already.' },
  "a new plan of the team lead's": { sv: 'Någon i planen är inte längre i laget. Lagledaren behöver göra en ny plan.', en: 'Somebody in the plan is no longer in the team. The team lead needs to make a new plan.' },
  'a plan without': { sv: 'Någon i planen är inte längre i laget. Gör en ny plan utan den personen.', en: 'Somebody in the plan is no longer in the team. Make a new plan without that person.' },
  "the visit's day to have come": { sv: 'Besöket kan antecknas som genomfört tidigast {day}.', en: 'The visit can be recorded as held on {day} at the earliest.' },
  // The jury
  'a jury': { sv: 'Juryn är inte utsedd. Ange dess ledamöter först.', en: 'There is no jury. Name its members first.' },
  'a proposal of the last 24 hours': { sv: 'Förslaget är äldre än ett dygn och gäller inte längre. Föreslå på nytt.', en: 'The proposal is more than a day old and no longer holds. Propose anew.' },
  'the members as they were': {
    sv: 'Juryn har börjat sitt arbete. Ersättare kan läggas till sist, men ingen kan tas bort eller byta uppdrag.',
    en: 'The jury has begun its work. Substitutes can be added last, but nobody can be removed or change role.',
  },
  'a decision': { sv: 'Ärendet är inte beslutat, så det kan redan ändras.', en: 'The matter is not decided, so it can be changed already.' },
  PRESENTED: { sv: 'Enheternas namn är redan visade.', en: 'The names of the units are shown already.' },
  NAMED: { sv: 'Enheternas namn måste visas först.', en: 'The names of the units must be shown first.' },
  OPEN: { sv: 'Omröstningen är redan avslutad.', en: 'The vote is closed already.' },
  'the vote of the person presiding': { sv: 'Rösterna är lika många. Den som leder sammanträdet måste rösta, för den rösten avgör.', en: 'The votes are equal. The person presiding must vote, since that vote decides.' },
  one: { sv: 'Flera förslag står mot varandra. Rösta om dem först.', en: 'Several proposals stand against each other. Vote on them first.' },
};

export function stateSentence({ state = '', needs = '' }: Record<string, string>): string | undefined {
  const [need = '', about = ''] = needs.split(':');
  const found = byState[state] ?? byNeed[need];
  return found && either(found.sv, found.en).replace('{day}', /^\d{4}-\d\d-\d\d$/.test(about) ? day(about) : about);
}

// What each refusal means to the person who meets it, and what to do. A reason without a sentence does not compile.
import { Reason, type Bound } from '@krans/proto/krans/access/v1/reason_pb.js';
import { dictionary, fileSize, labels, number } from './language.svelte';

export const reasonSentence = labels(Reason, {
  FIELD_INVALID: {
    sv: 'Något behöver rättas. Gå igenom det som är markerat och försök igen.',
    en: 'Something needs correcting. Go through what is marked and try again.',
  },
  UNAUTHENTICATED: {
    sv: 'Du är inte längre inloggad. Logga in igen; det du skrivit finns kvar.',
    en: 'You are no longer signed in. Sign in again; what you wrote is kept.',
  },
  SIGN_IN_TOO_WEAK: {
    sv: 'Det här kräver att du bekräftar vem du är. Bekräfta och försök igen.',
    en: 'This requires that you confirm who you are. Confirm and try again.',
  },
  NOT_ALLOWED: {
    sv: 'Du har inte rätt att göra det här. Kontakta processkansliet om du borde ha det.',
    en: 'You may not do this. Contact the process office if you should be able to.',
  },
  NOT_FOUND: {
    sv: 'Det du söker finns inte, eller är inte öppet för dig. Kontrollera adressen eller gå till startsidan.',
    en: 'What you are looking for does not exist, or is not open to you. Check the address or go to the start page.',
  },
  ALREADY_EXISTS: { sv: 'Det finns redan. Ladda om sidan för att se det.', en: 'It already exists. Reload the page to see it.' },
  ETAG_MISMATCH: {
    sv: 'Någon annan har ändrat det här sedan du öppnade det. Kopiera det du skrivit, ladda om sidan och försök igen.',
    en: 'Somebody else has changed this since you opened it. Copy what you wrote, reload the page, and try again.',
  },
  REQUEST_ID_REUSED: {
    sv: 'Sparandet gick inte att upprepa. Ladda om sidan, se vad som är sparat och försök igen.',
    en: 'The save could not be repeated. Reload the page, see what is saved, and try again.',
  },
  PHASE_CLOSED: {
    sv: 'Årets process är inte i den fas då det här görs. Se tidplanen, eller fråga processkansliet.',
    en: 'This is not done in the present phase of the year. See the calendar, or ask the process office.',
  },
  GATE_CLOSED: {
    sv: 'Något annat måste bli klart först. Försök igen när det är gjort.',
    en: 'Something else must be done first. Try again when it is done.',
  },
  WRONG_STATE: {
    sv: 'Det här går inte i nuvarande läge. Ladda om sidan och se vad nästa steg är.',
    en: 'This cannot be done as things stand. Reload the page and see what the next step is.',
  },
  SOURCE_SILENT: {
    sv: 'En del av Krans svarar inte just nu. Vänta en minut och försök igen; inget har gått förlorat.',
    en: 'A part of Krans is not answering right now. Wait a minute and try again; nothing is lost.',
  },
  OVERLOADED: { sv: 'Just nu är det många som använder Krans. Vänta en stund och försök igen.', en: 'Many are using Krans right now. Wait a moment and try again.' },
  TOO_LARGE: { sv: 'Det är för stort. Korta texten eller välj en mindre fil.', en: 'It is too large. Shorten the text or choose a smaller file.' },
  MALFORMED: {
    sv: 'Krans förstod inte sidan. Ladda om den; det du skrivit finns kvar.',
    en: 'Krans did not understand the page. Reload it; what you wrote is kept.',
  },
  INTERNAL: {
    sv: 'Något gick fel hos Krans. Försök igen; händer det igen, anmäl felet med numret.',
    en: 'Something went wrong in Krans. Try again; if it happens again, report it with the number.',
  },
  READ_ONLY: {
    sv: 'Krans kan inte spara just nu, till exempel för att lagringen är full. Läs gärna vidare; det du skrivit finns kvar på enheten.',
    en: 'Krans cannot save right now, for instance because storage is full. You may go on reading; what you wrote is kept on this device.',
  },
  POSITION_LOST: {
    sv: 'Krans har återställts från en säkerhetskopia. Ladda om sidan och kontrollera det senaste du gjorde.',
    en: 'Krans was restored from a backup. Reload the page and check what you did last.',
  },
  DEADLINE_PASSED: {
    sv: 'Sista dagen har passerat. Kontakta processkansliet om dispens.',
    en: 'The last day has passed. Contact the process office about a dispensation.',
  },
  UNKNOWN_METHOD: { sv: 'Krans har uppdaterats. Ladda om sidan.', en: 'Krans has been updated. Reload the page.' },
  SECOND_PERSON_NEEDED: {
    sv: 'En annan person måste bekräfta det här. Be en kollega göra det.',
    en: 'A different person must confirm this. Ask a colleague to do it.',
  },
  GATE_WARNS: {
    sv: 'Det är gjort, fast något som året kräver dessförinnan saknas. Se till att det blir klart.',
    en: 'It is done, though something that the year asks for first is missing. See to it that it gets done.',
  },
  STOPPING: { sv: 'Krans startar om. Försök igen om en stund.', en: 'Krans is restarting. Try again in a moment.' },

  NOT_ELIGIBLE: {
    sv: 'Enheten uppfyller inte årets villkor. Se vilka regler det gäller, och vad som skulle ändra svaret.',
    en: 'The unit does not meet the conditions of the year. See which rules, and what would change the answer.',
  },
  ALREADY_REGISTERED: {
    sv: 'Enheten är redan anmäld i år. Öppna den befintliga anmälan.',
    en: 'The unit is already registered this year. Open the registration that exists.',
  },
  ANSWER_MISSING: {
    sv: 'Alla obligatoriska frågor måste besvaras innan bidraget lämnas in.',
    en: 'All required questions must be answered before the submission is handed in.',
  },
  SEALED: {
    sv: 'Bidraget är inlämnat och kan inte ändras. Ta tillbaka det före sista dagen om något behöver ändras.',
    en: 'The submission has been handed in and cannot be changed. Take it back before the last day if it must be.',
  },
  CYCLE_FROZEN: { sv: 'Året är publicerat; dess regler ändras inte längre.', en: 'The year is published; its rules no longer change.' },

  ASSESSMENT_LOCKED: {
    sv: 'Bedömningen är låst. Be processkansliet öppna den om något måste ändras.',
    en: 'The assessment is locked. Ask the process office to reopen it if something must change.',
  },
  ASSESSMENT_INCOMPLETE: {
    sv: 'Alla kriterier måste vara bedömda först. Gå till dem som saknas.',
    en: 'All criteria must be judged first. Go to those that are missing.',
  },
  CONFLICT_UNDECLARED: {
    sv: 'Anmäl först om du har jäv i ärendet, eller att du inte har det.',
    en: 'First declare whether you have a conflict of interest in this case, or that you have none.',
  },
  EXAMINER_NOT_READY: {
    sv: 'Examinatorn saknar förordnande, utbildning, chefens godkännande eller undertecknad uppförandekod. Komplettera det först.',
    en: 'The examiner lacks appointment, training, the manager’s approval or a signed code of conduct. Complete that first.',
  },
  TEAM_INVALID: {
    sv: 'Lagets sammansättning följer inte reglerna. Se vilka, och byt medlem eller bidrag.',
    en: 'The team does not follow the rules. See which, and change a member or a case.',
  },
  DISCUSSION_NOTE_NEEDED: {
    sv: 'Bedömningarna skiljer sig mycket. Skriv vad laget diskuterade innan ni föreslår ett omdöme.',
    en: 'The judgements lie far apart. Write what the team discussed before you propose.',
  },
  NOT_AGREED: {
    sv: 'Laget är inte överens om alla kriterier. Gå till dem som saknas.',
    en: 'The team has not agreed on all criteria. Go to those that are missing.',
  },
  NOT_SIGNED: {
    sv: 'Alla i laget måste skriva under först. Påminn dem som saknas.',
    en: 'Everyone in the team must sign first. Remind those who are missing.',
  },
  ISSUES_OPEN: {
    sv: 'Det finns besöksfrågor utan svar. Besvara dem först.',
    en: 'There are visit issues without an answer. Resolve them first.',
  },
  EVIDENCE_NEEDED: {
    sv: 'En ändring efter besöket måste stödja sig på en sakuppgift. Ange den, och försök igen.',
    en: 'A change after the visit must rest on evidence. Name it, and try again.',
  },

  NO_QUORUM: {
    sv: 'Juryn är inte beslutsför. Anteckna fler närvarande, eller skjut upp ärendet.',
    en: 'The jury is not quorate. Record more members as present, or postpone the matter.',
  },
  EMBARGOED: {
    sv: 'Resultatet får inte tillkännages ännu. Försök igen när publiceringsspärren är över.',
    en: 'The result may not be announced yet. Try again when the embargo is over.',
  },
  VOTE_OPEN: { sv: 'Omröstningen pågår. Avsluta den först.', en: 'The vote is open. Close it first.' },
  DECISION_FINAL: {
    sv: 'Beslutet är fattat och ändras inte. En rättelse görs genom ett nytt beslut.',
    en: 'The decision is taken and does not change. A correction is a new decision.',
  },

  FIELD_REQUIRED: { sv: 'Fyll i detta.', en: 'Fill this in.' },
  FIELD_TOO_LONG: { sv: 'Texten är för lång. Korta den.', en: 'The text is too long. Shorten it.' },
  FIELD_TOO_SHORT: { sv: 'Texten är för kort. Skriv mer.', en: 'The text is too short. Write more.' },
  FIELD_TOO_MANY: { sv: 'Det är för många. Ta bort någon.', en: 'There are too many. Remove some.' },
  FIELD_OUT_OF_RANGE: { sv: 'Det ligger utanför det tillåtna. Ange något annat.', en: 'This is out of range. Give something else.' },
  FIELD_PATTERN: { sv: 'Skriv på det sätt som beskrivningen visar.', en: 'Write it in the way the description shows.' },
  FIELD_OUTPUT_ONLY: { sv: 'Detta bestäms av Krans. Ladda om sidan.', en: 'Krans decides this. Reload the page.' },
  FIELD_IMMUTABLE: { sv: 'Detta kan inte ändras. Ladda om sidan.', en: 'This cannot be changed. Reload the page.' },
  FIELD_UNKNOWN_VALUE: { sv: 'Välj ett av alternativen.', en: 'Choose one of the options.' },
  FIELD_NOT_UTF8: {
    sv: 'Texten innehåller tecken som inte går att spara. Skriv om den.',
    en: 'The text has characters that cannot be saved. Write it anew.',
  },
  FIELD_OFF_GRID: { sv: 'Välj ett av stegen på poängskalan.', en: 'Choose one of the steps of the scale.' },
  FIELD_OUTSIDE_BAND: {
    sv: 'Poängen ligger utanför intervallet. Välj poäng eller intervall så att de stämmer överens.',
    en: 'The score is outside its band. Choose a score or band so that they agree.',
  },
  FIELD_COMMENT_NEEDED: {
    sv: 'Skriv minst en styrka eller ett förbättringsområde innan du sätter poäng.',
    en: 'Write at least one strength or opportunity before you score.',
  },
  FIELD_REFERENCE: { sv: 'Det som anges finns inte. Välj något annat.', en: 'What this names does not exist. Choose something else.' },
  FIELD_DUPLICATE: { sv: 'Detta står redan med. Ta bort det ena.', en: 'This is there already. Remove one of them.' },
  FIELD_NOT_ALLOWED: { sv: 'Detta kan inte anges här. Ta bort det.', en: 'This cannot be given here. Remove it.' },
  FIELD_DATE: { sv: 'Ange en dag som finns, i rätt ordning.', en: 'Give a day that exists, in the right order.' },
  FIELD_FILE_KIND: {
    sv: 'Filen är ingen PDF, PNG eller JPEG, eller heter som något annat. Välj en sådan fil vars namn slutar på .pdf, .png eller .jpg.',
    en: 'The file is no PDF, PNG or JPEG, or is named as something else. Choose such a file whose name ends in .pdf, .png or .jpg.',
  },
});

// What is right where a service says it by numbers or a form.
const t = dictionary({
  sv: {
    tooLong: 'Texten är för lång. Korta den till högst {most} tecken.',
    tooShort: 'Texten är för kort. Skriv minst {least} tecken.',
    tooMany: 'Det är för många. Behåll högst {most}.',
    exactly: 'Ange {most}.',
    between: 'Ange ett tal från {least} till {most}.',
    atLeast: 'Ange ett tal som är minst {least}.',
    atMost: 'Ange ett tal som är högst {most}.',
    steps: 'Poängen sätts i steg om {step} från {least}. Välj ett av dem.',
    outsideBand: 'Poängen ligger utanför intervallet, som går från {least} till {most}. Ändra poängen eller intervallet.',
    date: 'Ange en dag som finns, som 2024-05-31.',
    future: 'Dagen ligger i framtiden. Ange en dag som har varit, eller dagens.',
    dayOfYear: 'Dagen ligger utanför året. Ange en dag under {year}.',
    visitDay: 'Dagen ligger utanför årets tid för platsbesök. Välj en annan; tidplanen säger vilka.',
    beforeFirst: 'Den sista dagen ligger före den första. Ändra någon av dem.',
    month: 'Ange en månad, som 2024-05.',
    time: 'Ange ett klockslag, som 09:30.',
    whole: 'Skriv ett helt tal med siffror, som 24.',
    email: 'Ange en e-postadress.',
    taken: 'Kortnamnet används redan. Välj ett annat.',
    slug: 'Använd bara a–z, 0–9 och bindestreck.',
    line: 'Skriv på en rad, utan styrtecken.',
    text: 'Texten innehåller styrtecken. Skriv om den.',
    file: 'Välj en fil.',
    fileContent: 'Filen är tom. Välj en som har innehåll.',
    fileName: 'Filens namn går inte att använda. Ge filen ett kort namn utan snedstreck, och välj den igen.',
    fileAsChosen: 'Filen har ändrats eller flyttats sedan du valde den. Välj den igen.',
    fileTooLarge: 'Filen är för stor. Välj en som är högst {most}.',
  },
  en: {
    tooLong: 'The text is too long. Shorten it to {most} characters.',
    tooShort: 'The text is too short. Write at least {least} characters.',
    tooMany: 'There are too many. Keep at most {most}.',
    exactly: 'Give {most}.',
    between: 'Give a number from {least} to {most}.',
    atLeast: 'Give a number of at least {least}.',
    atMost: 'Give a number of at most {most}.',
    steps: 'Scores go in steps of {step} from {least}. Choose one of them.',
    outsideBand: 'The score is outside its band, which goes from {least} to {most}. Change the score or the band.',
    date: 'Give a day that exists, as 2024-05-31.',
    future: 'The day is in the future. Give a day that has been, or today.',
    dayOfYear: 'The day is outside the year. Give a day of {year}.',
    visitDay: 'The day is outside the time of the year’s site visits. Choose another; the calendar says which.',
    beforeFirst: 'The last day is before the first. Change one of them.',
    month: 'Give a month, as 2024-05.',
    time: 'Give a time of day, as 09:30.',
    whole: 'Write a whole number in digits, like 24.',
    email: 'Give an e-mail address.',
    taken: 'The short name is in use already. Choose another.',
    slug: 'Use only a–z, 0–9 and hyphens.',
    line: 'Write one line, without control characters.',
    text: 'The text has control characters. Write it anew.',
    file: 'Choose a file.',
    fileContent: 'The file is empty. Choose one that has content.',
    fileName: 'The name of the file cannot be used. Give it a short name without slashes, and choose it again.',
    fileAsChosen: 'The file has changed or moved since you chose it. Choose it again.',
    fileTooLarge: 'The file is too large. Choose one of at most {most}.',
  },
});

const forms = { date: 'date', month: 'month', time: 'time', whole: 'whole', email: 'email', slug: 'slug', taken: 'taken', person: 'slug', line: 'line', text: 'text', file: 'file', fileContent: 'fileContent', fileName: 'fileName', fileAsChosen: 'fileAsChosen' } as const;

// Days that are wrong, as the services say what would be right.
const days = {
  'recorded when it has happened': 'future',
  'not after today': 'future',
  "a day of the year's phase of visits": 'visitDay',
  'not before the day it begins': 'beforeFirst',
  'not before valid_from': 'beforeFirst',
} as const;

function daySentence(description: string): string | undefined {
  if (description in days) return t(days[description as keyof typeof days]);
  const [, year] = /^a day of (\d{4})$/.exec(description) ?? [];
  return year && t('dayOfYear', { year });
}

// What is wrong with a field, and what is right where its bound says so.
export function fieldSentence({ reason, bound, description = '' }: { reason: Reason; bound?: Bound; description?: string }): string {
  const { least, most, step = 0n, form = '' } = bound ?? {};
  const values = {
    least: least === undefined ? '' : number(least),
    most: most === undefined ? '' : number(most),
    step: number(step),
  };
  if (reason === Reason.FIELD_TOO_LONG && most !== undefined) return t('tooLong', values);
  if (reason === Reason.FIELD_TOO_SHORT && least !== undefined) return t('tooShort', values);
  if (reason === Reason.FIELD_TOO_MANY && most !== undefined) return t('tooMany', values);
  if (reason === Reason.FIELD_OFF_GRID && step > 0n) return t('steps', values);
  if (reason === Reason.FIELD_OUTSIDE_BAND && least !== undefined && most !== undefined) return t('outsideBand', values);
  if (reason === Reason.FIELD_OUT_OF_RANGE) {
    if (least !== undefined && most !== undefined) return t(least === most ? 'exactly' : 'between', values);
    if (least !== undefined) return t('atLeast', values);
    if (most !== undefined) return t('atMost', values);
  }
  if (reason === Reason.FIELD_DATE || reason === Reason.FIELD_OUT_OF_RANGE) {
    const sentence = daySentence(description);
    if (sentence) return sentence;
  }
  if (reason === Reason.TOO_LARGE && most !== undefined) return t('fileTooLarge', { most: fileSize(most) });
  return form in forms ? t(forms[form as keyof typeof forms]) : reasonSentence(reason);
}

#include "clients/cli/messages.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace krans::cli {
namespace {

using access::v1::Reason;

struct Row {
  Reason reason;
  Text sentence;
};

const Row kSentences[] = {
    {access::v1::FIELD_INVALID, {"Some of it is not as it must be:", "Något är inte som det ska vara:"}},
    {access::v1::UNAUTHENTICATED,
     {"Krans does not know who you are. Say so with --as PERSON, or sign in again.",
      "Krans vet inte vem du är. Ange det med --as PERSON, eller logga in igen."}},
    {access::v1::SIGN_IN_TOO_WEAK,
     {"This needs a stronger or more recent sign-in[ ({required})]. Sign in again and repeat it.",
      "Detta kräver en starkare eller färskare inloggning[ ({required})]. Logga in igen och gör om det."}},
    {access::v1::NOT_ALLOWED,
     {"You may not do this. `krans whoami` shows your roles; `krans help COMMAND` says who may.",
      "Du får inte göra detta. `krans whoami` visar dina roller; `krans help KOMMANDO` säger vem som får."}},
    {access::v1::NOT_FOUND,
     {"There is no such thing, or it is not yours to see. Look for its name in the list that it belongs to.",
      "Det finns inte, eller är inget du får se. Sök upp namnet i listan där det hör hemma."}},
    {access::v1::ALREADY_EXISTS,
     {"It exists already[: {resource}]. Choose another name, or change the one there is.",
      "Det finns redan[: {resource}]. Välj ett annat namn, eller ändra det som finns."}},
    {access::v1::ETAG_MISMATCH,
     {"Someone has changed it since you saw it. Look at it again, then repeat the command[ with --etag {current}].",
      "Någon har ändrat det sedan du såg det. Titta på det igen och gör sedan om kommandot[ med --etag {current}]."}},
    {access::v1::REQUEST_ID_REUSED,
     {"That --request-id was used for something else. Leave it out, or choose a new one.",
      "Detta --request-id har använts till något annat. Utelämna det, eller välj ett nytt."}},
    {access::v1::PHASE_CLOSED,
     {"The year is not in the phase for this[: {phases}]. `krans cycle calendar YEAR` shows when it opens.",
      "Året är inte i rätt fas för detta[: {phases}]. `krans cycle calendar ÅR` visar när den öppnar."}},
    {access::v1::GATE_CLOSED,
     {"Something must be in place before this[: {needs}][ ({gate})].",
      "Något måste vara på plats innan detta[: {needs}][ ({gate})]."}},
    {access::v1::WRONG_STATE,
     {"This cannot be done as things stand[: it is {state}][. It needs {needs}].",
      "Detta går inte som läget är[: det är {state}][. Det kräver {needs}]."}},
    {access::v1::SOURCE_SILENT,
     {"Another service has not been heard from. Try again in a moment; `krans status` shows which.",
      "En annan tjänst svarar inte. Försök igen om en stund; `krans status` visar vilken."}},
    {access::v1::OVERLOADED,
     {"Too much is going on at once. Try again in a moment.", "För mycket pågår samtidigt. Försök igen om en stund."}},
    {access::v1::TOO_LARGE,
     {"That is too large[; at most {limit}]. Give less at a time.",
      "Det är för stort[; högst {limit}]. Lämna mindre åt gången."}},
    {access::v1::MALFORMED,
     {"The service could not read the request: this `krans` and the service are of different versions.",
      "Tjänsten kunde inte läsa anropet: denna `krans` och tjänsten är av olika versioner."}},
    {access::v1::INTERNAL,
     {"Something went wrong in Krans. Tell the operators[ the number {incident}].",
      "Något gick fel i Krans. Tala med driften[ och uppge numret {incident}]."}},
    {access::v1::READ_ONLY,
     {"The store takes no changes until the operators have reopened it. Nothing was changed.",
      "Databasen tar inte emot ändringar förrän driften har öppnat den igen. Inget ändrades."}},
    {access::v1::POSITION_LOST,
     {"The journal was restored and no longer holds that position. The operators decide how to go on.",
      "Journalen har återställts och har inte kvar den positionen. Driften avgör hur man går vidare."}},
    {access::v1::DEADLINE_PASSED,
     {"The last day for this has passed[: {deadline}]. The process office can decide on an exception.",
      "Sista dagen för detta har passerat[: {deadline}]. Processkontoret kan besluta om undantag."}},
    {access::v1::UNKNOWN_METHOD,
     {"The service does not know this: this `krans` and the service are of different versions.",
      "Tjänsten känner inte till detta: denna `krans` och tjänsten är av olika versioner."}},
    {access::v1::SECOND_PERSON_NEEDED,
     {"Someone else must confirm this: the second of two people, on the same content.",
      "Någon annan måste bekräfta detta: den andra av två personer, på samma innehåll."}},
    {access::v1::GATE_WARNS,
     {"Done, though the year asks for something first[: {needs}][ ({gate})].",
      "Gjort, fast året kräver något dessförinnan[: {needs}][ ({gate})]."}},
    {access::v1::STOPPING,
     {"The service is about to stop. Try again in a moment.", "Tjänsten är på väg att stanna. Försök igen strax."}},

    {access::v1::NOT_ELIGIBLE,
     {"The rules of the year do not allow this[: {rules}]. `krans explain UNIT --cycle YEAR` shows why.",
      "Årets regler tillåter inte detta[: {rules}]. `krans explain ENHET --cycle ÅR` visar varför."}},
    {access::v1::ALREADY_REGISTERED,
     {"The unit is registered for the year already[: {resource}].",
      "Enheten är redan anmäld till året[: {resource}]."}},
    {access::v1::ANSWER_MISSING,
     {"Answer every required question first[: {questions} missing].",
      "Besvara först alla obligatoriska frågor[: {questions} saknas]."}},
    {access::v1::SEALED,
     {"The submission is sealed and can no longer be changed. Before the last day, `krans unseal` takes it back.",
      "Bidraget är förseglat och kan inte längre ändras. Före sista dagen tar `krans unseal` tillbaka det."}},
    {access::v1::CYCLE_FROZEN,
     {"The year is published: its rules can no longer be changed.",
      "Året är publicerat: reglerna kan inte längre ändras."}},

    {access::v1::ASSESSMENT_LOCKED,
     {"The assessment is locked. The process office can reopen it, until consensus opens.",
      "Bedömningen är låst. Processkontoret kan öppna den igen, tills konsensus öppnas."}},
    {access::v1::ASSESSMENT_INCOMPLETE,
     {"Judge every criterion first, or mark it --not-assessable[: {criteria} missing].",
      "Bedöm först alla kriterier, eller märk dem --not-assessable[: {criteria} saknas]."}},
    {access::v1::CONFLICT_UNDECLARED,
     {"First declare whether you have a conflict of interest: `krans conflict declare CASE none`, or the ground.",
      "Anmäl först om du är jävig: `krans conflict declare BIDRAG none`, eller grunden."}},
    {access::v1::EXAMINER_NOT_READY,
     {"The examiner is not ready for a team[: {needs} missing]. `krans examiner save` records what is done.",
      "Examinatorn är inte klar för ett lag[: {needs} saknas]. `krans examiner save` noterar det som gjorts."}},
    {access::v1::TEAM_INVALID,
     {"The team breaks the rules[: {rule}]. Change who is in it, or its cases.",
      "Laget följer inte reglerna[: {rule}]. Ändra vilka som ingår, eller bidragen."}},
    {access::v1::DISCUSSION_NOTE_NEEDED,
     {"The judgements lie far apart: say what the team discussed, with --discussion-note.",
      "Bedömningarna skiljer sig mycket: ange vad laget diskuterade, med --discussion-note."}},
    {access::v1::NOT_AGREED,
     {"The team has not agreed on everything yet[: {criteria} left]. `krans consensus show` says who is awaited.",
      "Laget är inte överens om allt ännu[: {criteria} återstår]. `krans consensus show` visar vem som inväntas."}},
    {access::v1::NOT_SIGNED,
     {"Every member must sign first[: {missing} left]. `krans scorebook sign` signs.",
      "Alla i laget måste skriva under först[: {missing} återstår]. `krans scorebook sign` skriver under."}},
    {access::v1::ISSUES_OPEN,
     {"Resolve every issue of the visit first[; {count} open]. `krans issues CASE` lists them.",
      "Besvara först alla frågor till besöket[; {count} öppna]. `krans issues BIDRAG` visar dem."}},
    {access::v1::EVIDENCE_NEEDED,
     {"Name the evidence from the visit that this rests on, with --evidence. `krans evidence CASE` lists it.",
      "Ange sakuppgiften från besöket som detta vilar på, med --evidence. `krans evidence BIDRAG` visar dem."}},

    {access::v1::NO_QUORUM,
     {"Too few are present who may decide[: {present}][ of the {needs} it takes].",
      "För få beslutande är närvarande[: {present}][ av de {needs} som krävs]."}},
    {access::v1::EMBARGOED,
     {"This is under embargo[ until {until}]. Wait until then.", "Detta är hemligt[ till {until}]. Vänta till dess."}},
    {access::v1::VOTE_OPEN,
     {"A vote is not finished. Close the ballot first: `krans ballot close`.",
      "En omröstning är inte avslutad. Stäng den först: `krans ballot close`."}},
    {access::v1::DECISION_FINAL,
     {"The matter is decided, and the decision is final.", "Ärendet är avgjort och beslutet kan inte ändras."}},

    {access::v1::FIELD_REQUIRED, {"must be given", "måste anges"}},
    {access::v1::FIELD_TOO_LONG,
     {"is too long; shorten it[ to {most} characters]", "är för långt; korta det[ till {most} tecken]"}},
    {access::v1::FIELD_TOO_SHORT,
     {"is too short; say more[: at least {least} characters]", "är för kort; skriv mer[: minst {least} tecken]"}},
    {access::v1::FIELD_TOO_MANY,
     {"is given too many times[; at most {most}]", "är angivet för många gånger[; högst {most}]"}},
    {access::v1::FIELD_OUT_OF_RANGE, {"is out of range[: {range}]", "ligger utanför gränserna[: {range}]"}},
    {access::v1::FIELD_PATTERN, {"does not have the right form[: {form}]", "har inte rätt form[: {form}]"}},
    {access::v1::FIELD_OUTPUT_ONLY, {"is set by Krans; leave it out", "sätts av Krans; utelämna det"}},
    {access::v1::FIELD_IMMUTABLE, {"cannot be changed", "kan inte ändras"}},
    {access::v1::FIELD_UNKNOWN_VALUE, {"is not one of the values there are", "är inte något av de värden som finns"}},
    {access::v1::FIELD_NOT_UTF8, {"is not UTF-8; save the text as UTF-8", "är inte UTF-8; spara texten som UTF-8"}},
    {access::v1::FIELD_OFF_GRID,
     {"is between two steps of the scale[: every {step} from {least}]",
      "ligger mellan två steg på skalan[: var {step}:e från {least}]"}},
    {access::v1::FIELD_OUTSIDE_BAND,
     {"lies outside its band[, {range}]; change the score or --band",
      "ligger utanför intervallet[, {range}]; ändra poängen eller --band"}},
    {access::v1::FIELD_COMMENT_NEEDED, {"must come before band and score", "måste finnas före intervall och poäng"}},
    {access::v1::FIELD_REFERENCE, {"names something that does not exist", "anger något som inte finns"}},
    {access::v1::FIELD_DUPLICATE, {"is given more than once", "är angivet mer än en gång"}},
    {access::v1::FIELD_NOT_ALLOWED, {"may not be given here", "får inte anges här"}},
    {access::v1::FIELD_DATE, {"is not a right day[: {form}]", "är inte en rätt dag[: {form}]"}},
    {access::v1::FIELD_FILE_KIND,
     {"must be a PDF, PNG or JPEG file with a name that says which",
      "ska vara en PDF-, PNG- eller JPEG-fil vars namn säger vilken"}},
};

// Puts the values into `part`; false where one is missing.
bool FillIn(absl::string_view part, const std::map<std::string, std::string>& values, std::string* out) {
  bool all = true;
  while (!part.empty()) {
    const size_t open = part.find('{');
    absl::StrAppend(out, part.substr(0, open));
    if (open == absl::string_view::npos) break;
    const size_t close = part.find('}', open);
    const auto value = values.find(std::string(part.substr(open + 1, close - open - 1)));
    if (value == values.end() || value->second.empty()) {
      all = false;
    } else {
      absl::StrAppend(out, value->second);
    }
    part.remove_prefix(close + 1);
  }
  return all;
}

}  // namespace

const Text* SentenceOf(Reason reason) {
  const auto* row = std::find_if(std::begin(kSentences), std::end(kSentences),
                                 [&](const Row& candidate) { return candidate.reason == reason; });
  return row == std::end(kSentences) ? nullptr : &row->sentence;
}

std::string Say(const Text& sentence, Language language, const std::map<std::string, std::string>& values) {
  absl::string_view rest = sentence.in(language);
  std::string said;
  while (!rest.empty()) {
    const size_t open = rest.find('[');
    FillIn(rest.substr(0, open), values, &said);
    if (open == absl::string_view::npos) break;
    const size_t close = rest.find(']', open);
    std::string part;
    if (FillIn(rest.substr(open + 1, close - open - 1), values, &part)) absl::StrAppend(&said, part);
    rest.remove_prefix(close + 1);
  }
  return said;
}

}  // namespace krans::cli

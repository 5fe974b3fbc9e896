#include "clients/cli/hints.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/messages.h"

namespace krans::cli {
namespace {

using access::v1::Bound;

// What services say of fields, in the order of the first.
constexpr std::pair<absl::string_view, absl::string_view> kSwedish[] = {
    {"a PDF, PNG or JPEG file", "en PDF-, PNG- eller JPEG-fil"},
    {"a body that exists", "en nämnd som finns"},
    {"a calendar day", "en dag som finns"},
    {"a class of the year", "en av årets klasser"},
    {"a criterion of the scheme", "ett av skalans kriterier"},
    {"a criterion of the year's scheme", "ett av årets kriterier"},
    {"a day of the year's phase of visits", "en dag då årets platsbesök görs"},
    {"a ground", "en jävsgrund"},
    {"a member of the jury", "en ledamot av domarkommittén"},
    {"a member of the team, declared free of conflict", "någon i laget som har anmält sig fri från jäv"},
    {"a name that ends in .pdf, .png or .jpg, as the file is",
     "ett namn som slutar på .pdf, .png eller .jpg, som filen är"},
    {"a name without slashes", "ett namn utan snedstreck"},
    {"a next_page_token of the same list", "ett next_page_token från samma lista"},
    {"a part that is stored", "en del som finns lagrad"},
    {"a participation of the cycle", "ett bidrag i årets omgång"},
    {"a participation of the matter", "ett av ärendets bidrag"},
    {"a participation of this year and this body that takes part, or that the body refused",
     "ett deltagande i år under denna nämnd som inte har lämnat"},
    {"a person", "en person"},
    {"a person who exists", "en person som finns"},
    {"a person who is known", "en person som finns"},
    {"a record type of this service", "en av tjänstens posttyper"},
    {"a score, or not_assessable", "poäng, eller att det inte kan bedömas"},
    {"a unit that exists", "en enhet som finns"},
    {"an auditor has no other role, and nobody else audits",
     "en revisor har ingen annan roll, och ingen annan reviderar"},
    {"an auditor is never examiner", "en revisor är aldrig examinator"},
    {"an issue of the same case", "en fråga till samma bidrag"},
    {"another body that exists", "en annan nämnd som finns"},
    {"another proposal", "ett annat förslag"},
    {"at least one is needed", "minst ett behövs"},
    {"at least one, before band and score", "minst en, före intervall och poäng"},
    {"begins with a body that exists", "börjar med en nämnd som finns"},
    {"begins with a unit that exists", "börjar med en enhet som finns"},
    {"each case once", "varje bidrag en gång"},
    {"each member once", "varje ledamot en gång"},
    {"each participation once, as winner or as mention", "varje bidrag en gång, som vinnare eller hedersomnämnande"},
    {"each person once", "varje person en gång"},
    {"each piece of evidence once", "varje sakuppgift en gång"},
    {"ends with a member of the team", "slutar med id för någon i laget"},
    {"ends with the code of one of the year's criteria", "slutar med koden för ett av årets kriterier"},
    {"ends with the code of one of the year's questions", "slutar med koden för en av årets frågor"},
    {"ends with the id of a person", "slutar med en persons id"},
    {"ends with the id of a unit that exists today", "slutar med id för en enhet som finns i dag"},
    {"evidence of the note's own case", "en sakuppgift om anteckningens eget bidrag"},
    {"evidence of the same case", "en sakuppgift om samma bidrag"},
    {"evidence of this case", "en sakuppgift om detta bidrag"},
    {"given by the process office only", "ges bara av processkontoret"},
    {"given for a registrar only", "anges bara för en registrator"},
    {"goes from min to max in whole steps", "går från min till max i hela steg"},
    {"low to high, from min to max", "från låg till hög, från min till max"},
    {"must be UTF-8", ""},
    {"must be given", ""},
    {"must be one of its values", ""},
    {"named once", "nämns en gång"},
    {"no auditor, examiner of the year or member of the office",
     "ingen revisor, ingen av årets examinatorer och ingen på processkontoret"},
    {"no personal identity numbers", "inga personnummer"},
    {"no successor of this unit", "ingen efterträdare till enheten"},
    {"nobody of the process office, and no auditor", "ingen på processkontoret och ingen revisor"},
    {"not after the ceremony", "inte efter prisutdelningen"},
    {"not after today", "inte efter i dag"},
    {"not before it opens", "inte innan den öppnar"},
    {"not before the day it begins", "inte före dagen då den börjar"},
    {"not before the registration's day", "inte före anmälans dag"},
    {"not before valid_from", "inte före första dagen"},
    {"not together with not_assessable", "inte tillsammans med att det inte kan bedömas"},
    {"nothing: the year has no classes", "inget: året har inga klasser"},
    {"of the dissent", "skälet till avvikande mening"},
    {"one chair", "en ordförande"},
    {"one declares only for oneself", "man anmäler bara för egen del"},
    {"one deputy", "en vice ordförande"},
    {"one of VERIFIED, WAIVED, REJECTED, REVOKED", "något av VERIFIED, WAIVED, REJECTED, REVOKED"},
    {"one of the acts that the year knows", "en av de åtgärder som året känner"},
    {"one of the ballot's two proposals", "ett av omröstningens två förslag"},
    {"one of the year's classes", "en av årets klasser"},
    {"one's own conflict is declared, not raised", "egen jäv anmäls med declare, inte raise"},
    {"only after the visit", "först efter besöket"},
    {"only before the visit", "bara före besöket"},
    {"only where nobody wins", "bara när ingen vinner"},
    {"only with a dissent", "bara med avvikande mening"},
    {"recorded when it has happened", "antecknas när det har skett"},
    {"says something", "säger något"},
    {"set by the service only", ""},
    {"the band is chosen before the score", "intervallet väljs före poängen"},
    {"the body whose registrar it is", "nämnden som registratorn hör till"},
    {"the code of one of the scheme's bands", "koden för ett av skalans intervall"},
    {"the hash of what was proposed and decided", "kontrollsumman för det som föreslogs och beslutades"},
    {"a proposal of the matter", "ett av ärendets förslag"},
    {"the proposal that stands", "förslaget som kvarstår"},
    {"the role's id is the person's and the body's together", "rollens id är personens och nämndens tillsammans"},
    {"the rule has no number", "regeln har inget tal"},
    {"the rule's number", "regelns tal"},
    {"the scorebook's own", "bedömningsunderlagets egen"},
    {"the year asks for no presentation", "året kräver ingen presentation"},
    {"the year does not let a member abstain", "året låter ingen ledamot avstå"},
    {"the year's calendar", "årets kalender"},
    {"who is recused may not be present", "den som är jävig får inte vara närvarande"},
    {"why nobody wins", "varför ingen vinner"},
    {"why this is the judgement", "varför omdömet är detta"},
};

constexpr std::pair<absl::string_view, Text> kForms[] = {
    {"date", {"as 2024-05-31", "som 2024-05-31"}},
    {"email", {"an e-mail address", "en e-postadress"}},
    {"line", {"one line, without control characters", "en rad, utan styrtecken"}},
    {"month", {"a month, as 2024-05", "en månad, som 2024-05"}},
    {"person", {"a person's id: a-z, 0-9 and -", "en persons id: a-z, 0-9 och -"}},
    {"request_id", {"8 to 64 of A-Z, a-z, 0-9 and -", "8 till 64 av A-Z, a-z, 0-9 och -"}},
    {"sha256", {"64 of 0-9 and a-f", "64 av 0-9 och a-f"}},
    {"slug", {"a-z, 0-9 and -", "a-z, 0-9 och -"}},
    {"text", {"without control characters", "utan styrtecken"}},
    {"time", {"a time of day, as 09:30", "ett klockslag, som 09:30"}},
};

template <typename Table>
auto Find(const Table& table, absl::string_view key) {
  return std::find_if(std::begin(table), std::end(table), [&](const auto& row) { return row.first == key; });
}

std::string FormIn(const std::string& form, Language language) {
  // Of a name, a person gives the parts.
  const auto* row = Find(kForms, absl::StrContains(form, "/") ? "slug" : absl::string_view(form));
  return row == std::end(kForms) ? form : std::string(row->second.in(language));
}

std::string RangeOf(const Bound& bound) {
  if (!bound.has_most()) return absl::StrCat("≥ ", bound.least());
  if (!bound.has_least()) return absl::StrCat("≤ ", bound.most());
  if (bound.least() == bound.most()) return absl::StrCat(bound.most());
  return absl::StrCat(bound.least(), "–", bound.most());
}

std::map<std::string, std::string> ValuesOf(const Bound& bound, Language language) {
  std::map<std::string, std::string> values;
  if (bound.has_least()) values["least"] = absl::StrCat(bound.least());
  if (bound.has_most()) values["most"] = absl::StrCat(bound.most());
  if (bound.has_least() || bound.has_most()) values["range"] = RangeOf(bound);
  if (bound.step() > 0) values["step"] = absl::StrCat(bound.step());
  if (!bound.form().empty()) values["form"] = FormIn(bound.form(), language);
  return values;
}

}  // namespace

std::string Complaint(const google::rpc::BadRequest::FieldViolation& violation, const Bound& bound, Language language) {
  access::v1::Reason reason = access::v1::REASON_UNSPECIFIED;
  access::v1::Reason_Parse(violation.reason(), &reason);
  const Text* sentence = SentenceOf(reason);
  if (sentence == nullptr) return violation.description();
  std::string said = Say(*sentence, language, ValuesOf(bound, language));
  const auto* row = Find(kSwedish, violation.description());
  const bool known = row != std::end(kSwedish);
  if (bound.ByteSizeLong() > 0 || (known && row->second.empty())) return said;
  const std::string hint(language == Language::kEnglish ? absl::string_view(violation.description())
                         : known                        ? row->second
                                                        : "");
  return hint.empty() ? said : absl::StrCat(said, " (", hint, ")");
}

bool IsTranslatedHint(absl::string_view description) { return Find(kSwedish, description) != std::end(kSwedish); }

}  // namespace krans::cli

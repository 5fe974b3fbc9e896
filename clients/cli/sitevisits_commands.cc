#include <vector>

#include "clients/cli/command.h"

namespace krans::cli {
namespace {

constexpr char kVisit[] = "awards/@/cycles/*/participations/*/visits/*";
constexpr char kIssue[] = "awards/@/cycles/*/participations/*/visitIssues/*";
constexpr char kEvidence[] = "awards/@/cycles/*/participations/*/evidence/*";

Argument Visit(const char* path) {
  return {.name = "VISIT",
          .path = path,
          .shape = kVisit,
          .required = true,
          .help = {"year, unit and visit, as 2024/ungdomsjouren/1", "år, enhet och besök, som 2024/ungdomsjouren/1"}};
}

Argument Issue(const char* path) {
  return {.name = "ISSUE",
          .path = path,
          .shape = kIssue,
          .required = true,
          .help = {"year, unit and issue, as 2024/ungdomsjouren/1", "år, enhet och fråga, som 2024/ungdomsjouren/1"}};
}

Argument Note() {
  return {
      .name = "NOTE", .required = true, .help = {"your short name for the note", "ditt korta namn på anteckningen"}};
}

// `first`, and the flags for a fact, whose fields stand under "evidence.".
std::vector<Argument> Fact(std::vector<Argument> first) {
  first.push_back(
      {.name = "--kind",
       .path = "evidence.kind",
       .required = true,
       .help = {"interview, observation, document or data", "interview, observation, document eller data"}});
  first.push_back({.name = "--fact",
                   .path = "evidence.fact",
                   .required = true,
                   .help = {"the fact, never naming a client", "sakuppgiften, aldrig med namn på en brukare"}});
  first.push_back({.name = "--source-role",
                   .path = "evidence.source_role",
                   .required = true,
                   .help = {"who said or showed it, by role", "vem som sa eller visade det, med roll"}});
  first.push_back({.name = "--sensitivity",
                   .path = "evidence.sensitivity",
                   .required = true,
                   .help = {"open, internal or client_sensitive", "open, internal eller client_sensitive"}});
  first.push_back({.name = "--criterion",
                   .path = "evidence.criteria",
                   .help = {"what it bears on; may be repeated", "vad den rör; kan upprepas"}});
  return first;
}

}  // namespace

std::vector<Command> SiteVisitsCommands() {
  return {
      {.words = "visits",
       .method = "krans.sitevisits.v1.SiteVisits/ListSiteVisits",
       .help = {"Lists the visits that you may see.", "Visar de platsbesök som du får se."},
       .arguments = {CycleArgument("parent")},
       .columns = {"name", "state", "date", "place", "participants"},
       .example = "krans visits 2024"},
      {.words = "visit show",
       .method = "krans.sitevisits.v1.SiteVisits/GetSiteVisit",
       .help = {"Shows a visit and its agenda.", "Visar ett platsbesök och dess program."},
       .arguments = {Visit("name")},
       .example = "krans visit show 2024/ungdomsjouren/1"},
      {.words = "visit plan",
       .method = "krans.sitevisits.v1.SiteVisits/PlanVisit",
       .help = {"Plans a visit, or changes it until it is held.",
                "Planerar ett besök, eller ändrar det tills det hållits."},
       .arguments = {Visit("visit.name"),
                     {.name = "--date", .path = "visit.date", .required = true, .help = {"the day", "dagen"}},
                     {.name = "--place", .path = "visit.place", .help = {"where", "var"}},
                     {.name = "--participant",
                      .path = "visit.participants",
                      .shape = kPerson,
                      .help = {"of the team; may be repeated", "ur laget; kan upprepas"}},
                     {.name = "--at",
                      .path = "visit.agenda[].time",
                      .help = {"an item of the agenda begins; then --topic", "en programpunkt börjar; sedan --topic"}},
                     {.name = "--topic", .path = "^.topic", .help = {"its topic", "vad den gäller"}},
                     {.name = "--group", .path = "^.group", .help = {"whom the team meets", "vilka laget möter"}}},
       .example = "krans visit plan 2024/ungdomsjouren/1 --date 2024-10-09 --at 09:00 --topic Rundvandring"},
      {.words = "visit confirm",
       .method = "krans.sitevisits.v1.SiteVisits/ConfirmVisit",
       .help = {"The unit confirms the plan it saw.", "Enheten bekräftar planen som den såg."},
       .arguments = {Visit("name")},
       .example = "krans visit confirm 2024/ungdomsjouren/1 --etag 1"},
      {.words = "visit hold",
       .method = "krans.sitevisits.v1.SiteVisits/HoldVisit",
       .help = {"Records that the visit was held.", "Noterar att besöket hållits."},
       .arguments = {Visit("name")},
       .example = "krans visit hold 2024/ungdomsjouren/1"},
      {.words = "visit cancel",
       .method = "krans.sitevisits.v1.SiteVisits/CancelVisit",
       .help = {"Cancels a visit.", "Ställer in ett besök."},
       .arguments = {Visit("name"), ReasonArgument()},
       .example = "krans visit cancel 2024/ungdomsjouren/1 --reason \"Sjukdom\""},
      {.words = "issues",
       .method = "krans.sitevisits.v1.VisitIssues/ListVisitIssues",
       .help = {"Lists what a visit is to find out.", "Visar frågorna till ett besök."},
       .arguments = {CaseArgument("parent")},
       .columns = {"name", "kind", "criterion", "question", "owner", "state", "result"},
       .example = "krans issues 2024/ungdomsjouren"},
      {.words = "issue show",
       .method = "krans.sitevisits.v1.VisitIssues/GetVisitIssue",
       .help = {"Shows an issue of a visit.", "Visar en fråga till ett besök."},
       .arguments = {Issue("name")},
       .example = "krans issue show 2024/ungdomsjouren/1"},
      {.words = "issue save",
       .method = "krans.sitevisits.v1.VisitIssues/SaveVisitIssue",
       .help = {"Raises or changes an issue for the visit.", "Väcker eller ändrar en fråga till besöket."},
       .arguments =
           {Issue("issue.name"),
            {.name = "--kind",
             .path = "issue.kind",
             .required = true,
             .help = {"verify, clarify or new", "verify, clarify eller new"}},
            {.name = "--criterion",
             .path = "issue.criterion",
             .required = true,
             .help = {"the criterion", "kriteriet"}},
            {.name = "--question", .path = "issue.question", .required = true, .help = {"the question", "frågan"}},
            {.name = "--strategy", .path = "issue.strategy", .help = {"how to find out", "hur ni tar reda på det"}},
            {.name = "--owner", .path = "issue.owner", .shape = kPerson, .help = {"who", "vem"}}},
       .example = "krans issue save 2024/ungdomsjouren/1 --kind verify --criterion k1 --question \"Når alla?\""},
      {.words = "issue resolve",
       .method = "krans.sitevisits.v1.VisitIssues/ResolveVisitIssue",
       .help = {"Records what was found.", "Noterar vad som framkom."},
       .arguments = {Issue("name"),
                     {.name = "RESULT",
                      .path = "result",
                      .required = true,
                      .help = {"verified, clarified, not_supported or new_finding",
                               "verified, clarified, not_supported eller new_finding"}},
                     {.name = "--finding", .path = "finding", .required = true, .help = {"what", "vad"}},
                     {.name = "--evidence",
                      .path = "evidence",
                      .shape = kEvidence,
                      .help = {"what shows it; may be repeated", "vad som visar det; kan upprepas"}}},
       .example =
           "krans issue resolve 2024/ungdomsjouren/1 verified --finding \"Ja\" --evidence 2024/ungdomsjouren/e1"},
      {.words = "evidence",
       .method = "krans.sitevisits.v1.Notes/ListEvidence",
       .help = {"Lists the facts of a visit.", "Visar sakuppgifterna från ett besök."},
       .arguments = {CaseArgument("parent")},
       .columns = {"name", "kind", "fact", "source_role", "sensitivity", "captured_by"},
       .example = "krans evidence 2024/ungdomsjouren"},
      {.words = "evidence show",
       .method = "krans.sitevisits.v1.Notes/GetEvidence",
       .help = {"Shows a fact of a visit.", "Visar en sakuppgift från ett besök."},
       .arguments = {{.name = "EVIDENCE",
                      .path = "name",
                      .shape = kEvidence,
                      .required = true,
                      .help = {"year, unit and fact, as 2024/ungdomsjouren/e1",
                               "år, enhet och uppgift, som 2024/ungdomsjouren/e1"}}},
       .example = "krans evidence show 2024/ungdomsjouren/e1"},
      {.words = "evidence save",
       .method = "krans.sitevisits.v1.Notes/SaveEvidence",
       .help = {"Saves a fact for the team.", "Sparar en sakuppgift för laget."},
       .arguments = Fact({{.name = "EVIDENCE",
                           .path = "evidence.name",
                           .shape = kEvidence,
                           .required = true,
                           .help = {"year, unit and fact, as 2024/ungdomsjouren/e1",
                                    "år, enhet och uppgift, som 2024/ungdomsjouren/e1"}}}),
       .example = "krans evidence save 2024/ungdomsjouren/e1 --kind interview --fact \"Enkät varje termin\" "
                  "--source-role handläggare --sensitivity internal"},
      {.words = "notes",
       .method = "krans.sitevisits.v1.Notes/ListNotes",
       .help = {"Lists your own notes on a case.", "Visar dina egna minnesanteckningar om ett bidrag."},
       .arguments = {CaseArgument("parent")},
       .columns = {"name", "text", "issue", "state"},
       .example = "krans notes 2024/ungdomsjouren"},
      {.words = "note save",
       .method = "krans.sitevisits.v1.Notes/SaveNote",
       .help = {"Saves a note that only you see.", "Sparar en anteckning som bara du ser."},
       .arguments = {CaseArgument(""),
                     Note(),
                     {.name = "--text", .path = "note.text", .required = true, .help = {"the text", "texten"}},
                     {.name = "--issue", .path = "note.issue", .shape = kIssue, .help = {"the issue", "frågan"}}},
       .fills = {{"note.name", "{CASE}/notes/{me}/items/{NOTE}"}},
       .example = "krans note save 2024/ungdomsjouren n1 --text \"Kolla rutinen\""},
      {.words = "note transfer",
       .method = "krans.sitevisits.v1.Notes/TransferNote",
       .help = {"Makes a note's facts evidence and discards the note.",
                "För över en antecknings sakuppgifter och kastar anteckningen."},
       .arguments = Fact({CaseArgument(""),
                          Note(),
                          {.name = "EVIDENCE",
                           .required = true,
                           .help = {"short name of the new fact", "kort namn på den nya uppgiften"}}}),
       .fills = {{"name", "{CASE}/notes/{me}/items/{NOTE}"}, {"evidence.name", "{CASE}/evidence/{EVIDENCE}"}},
       .example = "krans note transfer 2024/ungdomsjouren n1 e2 --kind observation --fact \"Rutinen finns\" "
                  "--source-role handläggare --sensitivity internal"},
      {.words = "note discard",
       .method = "krans.sitevisits.v1.Notes/DiscardNote",
       .help = {"Discards a note for good.", "Kastar en anteckning för gott."},
       .arguments = {CaseArgument(""), Note()},
       .fills = {{"name", "{CASE}/notes/{me}/items/{NOTE}"}},
       .example = "krans note discard 2024/ungdomsjouren n1"},
  };
}

}  // namespace krans::cli

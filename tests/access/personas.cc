#include "tests/access/personas.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace krans::proof {
namespace {

using access::v1::Relation;

Persona Someone(std::string name, std::string person, std::set<Relation> relations) {
  Persona persona{std::move(name), person, std::move(relations)};
  persona.relations.insert({access::v1::ANYONE, access::v1::SIGNED_IN});
  persona.as.person = std::move(person);
  return persona;
}

std::vector<Persona> MakePersonas() {
  std::vector<Persona> all;
  all.push_back({"anonymous", "", {access::v1::ANYONE}});
  all.push_back({"service", "", {access::v1::ANYONE, access::v1::SERVICE}});
  all.back().as.service = "jury";
  auto add = [&](const char* name, const char* person, std::set<Relation> relations) -> Persona& {
    return all.emplace_back(Someone(name, person, std::move(relations)));
  };
  add("stranger", "sten", {});
  add("office", "olle", {access::v1::OFFICE, access::v1::OFFICE_UNBARRED});
  add("former-office-revoked", "fia", {});
  add("former-office-expired", "fred", {});
  add("office-in-conflict", "oda", {access::v1::OFFICE}).barred_from_case = true;
  add("auditor", "alva", {access::v1::AUDITOR});
  add("auditor-in-conflict", "axel", {access::v1::AUDITOR}).barred_from_case = true;
  add("registrar", "rut", {access::v1::REGISTRAR});
  add("registrar-of-another-body", "roy", {});
  add("manager", "maja", {access::v1::UNIT_MANAGER});
  add("manager-of-another-unit", "nils", {});
  add("examiner-of-no-team", "disa", {access::v1::EXAMINER});
  add("examiner-dismissed", "dag", {}).dismissed = true;
  add("member-undeclared", "ebbe", {access::v1::EXAMINER, access::v1::ASSIGNED});
  const std::set<Relation> observer = {access::v1::EXAMINER, access::v1::ASSIGNED, access::v1::TEAM_MEMBER};
  add("observer", "ove", observer);
  std::set<Relation> member = observer;
  member.insert({access::v1::TEAM_SCORER, access::v1::OWN_ASSESSMENT, access::v1::OWN_NOTE});
  add("member", "bo", member);
  member.insert(access::v1::TEAM_LEAD);
  add("lead", "anna", member);
  // Assigned, by the team; with the conflict, of nothing that is the case's.
  add("member-under-review", "uri", {access::v1::EXAMINER, access::v1::ASSIGNED}).barred_from_case = true;
  add("member-recused", "ria", {access::v1::EXAMINER, access::v1::ASSIGNED}).barred_from_case = true;
  add("juror", "jon", {access::v1::JURY_MEMBER, access::v1::JUROR});
  add("chair", "carl", {access::v1::JURY_MEMBER, access::v1::JUROR, access::v1::JURY_CHAIR});
  add("deputy", "dora", {access::v1::JURY_MEMBER, access::v1::JUROR, access::v1::JURY_CHAIR});
  add("juror-recused", "rolf", {access::v1::JURY_MEMBER}).barred_from_matter = true;
  add("juror-competing", "kim", {access::v1::JURY_MEMBER}).barred_from_matter = true;
  Persona& jarl = add("juror-in-conflict", "jarl", {access::v1::JURY_MEMBER});
  jarl.barred_from_case = true;
  jarl.barred_from_matter = true;
  for (Persona& persona : all) persona.barred_from_matter |= persona.barred_from_case;
  // The same people, signed in too weakly or too long ago.
  add("stranger-weak", "sten", {}).as.acr = "loa2";
  add("office-weak", "olle", {access::v1::OFFICE, access::v1::OFFICE_UNBARRED}).as.acr = "loa2";
  add("chair-hours-ago", "carl", {access::v1::JURY_MEMBER, access::v1::JUROR, access::v1::JURY_CHAIR})
      .as.since_sign_in = absl::Hours(1);
  return all;
}

}  // namespace

const std::vector<Persona>& Personas() {
  static const std::vector<Persona> all = MakePersonas();
  return all;
}

const Persona& PersonaOf(const std::string& name) {
  auto found = std::find_if(Personas().begin(), Personas().end(), [&](const Persona& p) { return p.name == name; });
  if (found == Personas().end()) abort();
  return *found;
}

}  // namespace krans::proof

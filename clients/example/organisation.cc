#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

using submissions::v1::CycleFile;

absl::Status PlayOrganisation(const v1::Example& example, Player& player) {
  const std::string office = OfficeOf(example)[0];
  for (const auto& body : example.bodies()) {
    submissions::v1::SaveBodyRequest request;
    *request.mutable_body() = body;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& person : example.people()) {
    submissions::v1::SavePersonRequest request;
    *request.mutable_person() = person;
    KRANS_RETURN(player.Do<submissions::v1::SavePersonRequest>(office, request, [&](auto* save) -> absl::Status {
      if (cycle::LastSegment(person.name()) != office) return absl::OkStatus();
      submissions::v1::GetPersonRequest get;
      get.set_name(person.name());
      KRANS_ASSIGN(const auto made, player.Read<submissions::v1::Person>(office, get));
      save->mutable_person()->set_etag(made.etag());
      return absl::OkStatus();
    }));
  }
  for (const auto& role : example.roles()) {
    submissions::v1::GrantRoleRequest request;
    *request.mutable_role() = role;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& unit : example.units()) {
    submissions::v1::SaveUnitRequest request;
    *request.mutable_unit() = unit;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& target : example.targets()) {
    submissions::v1::SaveTargetRequest request;
    *request.mutable_target() = target;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& distinction : example.distinctions()) {
    submissions::v1::SaveDistinctionRequest request;
    *request.mutable_distinction() = distinction;
    KRANS_RETURN(player.Do(office, request));
  }
  return absl::OkStatus();
}

absl::Status PlayYear(const std::string& office, const CycleFile& file, Player& player) {
  submissions::v1::ImportCycleRequest import;
  *import.mutable_file() = file;
  KRANS_RETURN(player.Do(office, import));
  submissions::v1::PublishCycleRequest publish;
  publish.set_name(file.cycle().name());
  return player.Do(office, publish);
}

absl::Status SetRegistration(const std::string& office, const CycleFile& file,
                             submissions::v1::PhaseWindow::Override override, Player& player) {
  submissions::v1::SetPhaseRequest request;
  request.set_name(file.calendar().name());
  request.set_phase(access::v1::REGISTRATION);
  request.set_override(override);
  request.set_reason("Uppgifter från ett tidigare år läses in");
  return player.Do(office, request);
}

// Registers what earlier years' documents state, with the year opened for it and closed again.
absl::Status PlayEarlier(const v1::Example& example, const CycleFile& file, Player& player) {
  const std::string office = OfficeOf(example)[0];
  KRANS_RETURN(SetRegistration(office, file, submissions::v1::PhaseWindow::OPEN, player));
  for (const auto& request : example.earlier()) {
    if (cycle::CycleOf(request.name()) != file.cycle().name()) continue;
    KRANS_RETURN(player.Do(office, request));
  }
  for (const auto& eligibility : example.earlier_eligibility()) {
    if (cycle::CycleOf(eligibility.name()) != file.cycle().name()) continue;
    submissions::v1::DeclareEligibilityRequest request;
    *request.mutable_eligibility() = eligibility;
    KRANS_RETURN(player.Do(ManagerOf(example, cycle::UnitOf(eligibility.name())), request));
  }
  return SetRegistration(office, file, submissions::v1::PhaseWindow::OVERRIDE_UNSPECIFIED, player);
}

}  // namespace

void AddOrganisation(const Material& material, Programme& programme) {
  programme.Add("2024-01-08T09:00:00",
                [&material](Player& player) { return PlayOrganisation(material.example, player); });
  for (const CycleFile& file : material.earlier_years) {
    programme.Add("2024-01-08T10:00:00", [&material, &file](Player& player) -> absl::Status {
      KRANS_RETURN(PlayYear(OfficeOf(material.example)[0], file, player));
      return PlayEarlier(material.example, file, player);
    });
  }
  programme.Add("2024-01-22T09:00:00",
                [&material](Player& player) { return PlayYear(OfficeOf(material.example)[0], material.year, player); });
}

}  // namespace krans::example

#include "clients/example/example.h"

#include <fstream>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

using scoring::v1::Membership;

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  if (!in) return absl::InvalidArgumentError(absl::StrCat(path, " is missing"));
  return content.str();
}

// Adds the file to `message`, and its text to `text`.
absl::Status Merge(const std::string& path, google::protobuf::Message* message, std::string* text) {
  KRANS_ASSIGN(const std::string content, ReadFile(path));
  if (!google::protobuf::TextFormat::MergeFromString(content, message)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " does not parse"));
  }
  absl::StrAppend(text, content);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Material> ReadMaterial(const std::string& deploy) {
  Material material;
  for (const char* name : {"organisation", "earlier", "entries", "boards", "evaluation", "jury"}) {
    KRANS_RETURN(Merge(absl::StrCat(deploy, "/example/", name, ".textproto"), &material.example, &material.text));
  }
  for (const char* name :
       {"cycles/2012", "cycles/2014", "cycles/2019", "example/2020", "example/2021", "example/2022"}) {
    KRANS_RETURN(
        Merge(absl::StrCat(deploy, "/", name, ".textproto"), &material.earlier_years.emplace_back(), &material.text));
  }
  KRANS_RETURN(Merge(absl::StrCat(deploy, "/example/2024.textproto"), &material.year, &material.text));
  for (const v1::BoardMeeting& meeting : material.example.meetings()) {
    if (meeting.extract().empty()) continue;
    std::string& content = material.extracts[meeting.extract()];
    KRANS_ASSIGN(content, ReadFile(absl::StrCat(deploy, "/example/", meeting.extract())));
    absl::StrAppend(&material.text, content);
  }
  return material;
}

std::vector<std::string> OfficeOf(const v1::Example& example) {
  std::vector<std::string> office = {std::string(cycle::LastSegment(example.people(0).name()))};
  for (const submissions::v1::Role& role : example.roles()) {
    if (role.kind() == submissions::v1::Role::OFFICE) office.emplace_back(cycle::LastSegment(role.person()));
  }
  return office;
}

std::string RegistrarOf(const v1::Example& example, absl::string_view body) {
  for (const submissions::v1::Role& role : example.roles()) {
    if (role.kind() == submissions::v1::Role::REGISTRAR && role.body() == body) {
      return std::string(cycle::LastSegment(role.person()));
    }
  }
  return "";
}

std::string ManagerOf(const v1::Example& example, absl::string_view unit) {
  for (const submissions::v1::Unit& each : example.units()) {
    if (each.name() == unit) return std::string(cycle::LastSegment(each.manager()));
  }
  return "";
}

std::string ParticipationName(const v1::Example& example, const v1::Entry& entry) {
  return absl::StrCat(example.cycle(), "/participations/", entry.unit());
}

const scoring::v1::Team* TeamOf(const v1::Example& example, absl::string_view participation) {
  for (const scoring::v1::Team& team : example.teams()) {
    for (const std::string& each : team.participations()) {
      if (each == participation) return &team;
    }
  }
  return nullptr;
}

std::vector<std::string> VoicesOf(const v1::Example& example, absl::string_view participation) {
  std::vector<std::string> voices;
  const scoring::v1::Team* team = TeamOf(example, participation);
  if (team == nullptr) return voices;
  for (const Membership& member : team->members()) {
    const std::string person(cycle::LastSegment(member.person()));
    const std::string conflict = absl::StrCat(participation, "/conflicts/", person);
    bool free = true;
    for (const auto& each : example.conflicts()) free &= each.name() != conflict;
    if (free) voices.push_back(person);
  }
  return voices;
}

std::string LeadOf(const v1::Example& example, absl::string_view participation) {
  for (const Membership& member : TeamOf(example, participation)->members()) {
    if (member.role() == Membership::LEAD) return std::string(cycle::LastSegment(member.person()));
  }
  return "";
}

std::string ChairOf(const v1::Example& example) {
  for (const jury::v1::JuryMember& member : example.jury().members()) {
    if (member.role() == jury::v1::JuryMember::CHAIR) return std::string(cycle::LastSegment(member.person()));
  }
  return "";
}

}  // namespace krans::example

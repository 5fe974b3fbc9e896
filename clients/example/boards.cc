#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

absl::Status PlayPreparation(const v1::Example& example, const v1::BoardMeeting& meeting, Player& player) {
  submissions::v1::SaveBoardMatterRequest request;
  *request.mutable_matter() = meeting.matter();
  return player.Do(RegistrarOf(example, meeting.matter().body()), request);
}

absl::Status PlayExtract(const Material& material, const v1::BoardMeeting& meeting, Player& player) {
  const std::string registrar = RegistrarOf(material.example, meeting.matter().body());
  submissions::v1::SaveExtractRequest request;
  request.mutable_extract()->set_name(absl::StrCat(meeting.matter().name(), "/extract"));
  request.mutable_extract()->set_file_name(meeting.extract());
  return player.Do<submissions::v1::SaveExtractRequest>(
      registrar, request, [&](submissions::v1::SaveExtractRequest* whole) -> absl::Status {
        submissions::v1::SaveExtractPartRequest part;
        part.set_name(whole->extract().name());
        part.set_content(material.extracts.at(meeting.extract()));
        KRANS_ASSIGN(const auto saved, player.Read<submissions::v1::SavedPart>(registrar, part));
        whole->mutable_extract()->add_parts(saved.part());
        return absl::OkStatus();
      });
}

absl::Status PlayVerification(const v1::Example& example, const v1::BoardMeeting& meeting, Player& player) {
  submissions::v1::VerifyMinutesRequest request;
  request.set_name(meeting.matter().name());
  return player.Do(OfficeOf(example)[1], request);
}

}  // namespace

void AddBoards(const Material& material, Programme& programme) {
  const v1::Example& example = material.example;
  for (const v1::BoardMeeting& meeting : example.meetings()) {
    programme.Add(meeting.prepared(),
                  [&example, &meeting](Player& player) { return PlayPreparation(example, meeting, player); });
    if (!meeting.has_decision()) continue;
    programme.Add(meeting.recorded(), [&example, &meeting](Player& player) {
      return player.Do(RegistrarOf(example, meeting.matter().body()), meeting.decision());
    });
    if (!meeting.extract().empty()) {
      programme.Add(meeting.recorded(),
                    [&material, &meeting](Player& player) { return PlayExtract(material, meeting, player); });
    }
    programme.Add("2024-06-10T10:00:00",
                  [&example, &meeting](Player& player) { return PlayVerification(example, meeting, player); });
  }
}

}  // namespace krans::example

#include "clients/example/example.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

absl::Status PlayPreparation(const v1::Example& example, const v1::BoardMeeting& meeting, Player& player) {
  submissions::v1::SaveBoardMatterRequest request;
  *request.mutable_matter() = meeting.matter();
  return player.Do(RegistrarOf(example, meeting.matter().body()), request);
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
    programme.Add("2024-06-10T10:00:00",
                  [&example, &meeting](Player& player) { return PlayVerification(example, meeting, player); });
  }
}

}  // namespace krans::example

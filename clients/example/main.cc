// usage: krans-play DIR DEPLOY [UNTIL]
// Plays the example award of DEPLOY/example on the deployment in DIR, from where an earlier player ended; with UNTIL,
// what happens before that time (2024-09-02T12:00:00).
#include <cstdio>
#include <string>

#include "clients/example/example.h"
#include "krans/jury/v1/decisions.pb.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

absl::Status Play(const std::string& dir, const std::string& deploy, const std::string& until) {
  KRANS_ASSIGN(const Material material, ReadMaterial(deploy));
  KRANS_ASSIGN(const auto player, Player::Open(dir, material.text));
  Programme programme;
  AddOrganisation(material, programme);
  AddEntries(material, programme);
  AddBoards(material, programme);
  AddEvaluation(material, programme);
  AddVisits(material, programme);
  AddJury(material, programme);
  KRANS_RETURN(programme.Play(*player, until));

  jury::v1::ListOutcomesRequest request;
  request.set_parent(material.example.cycle());
  KRANS_ASSIGN(const auto outcomes, player->Read<jury::v1::ListOutcomesResponse>("", request));
  int winners = 0, mentions = 0, participants = 0, none = 0;
  for (const jury::v1::AnnouncedClass& each : outcomes.classes()) {
    winners += each.winners_size();
    mentions += each.mentions_size();
    participants += each.participants_size();
    none += each.class_outcome().no_award();
  }
  std::printf("play steps=%d classes=%d winners=%d mentions=%d participants=%d no_award=%d\n", player->done(),
              outcomes.classes_size(), winners, mentions, participants, none);
  return absl::OkStatus();
}

}  // namespace
}  // namespace krans::example

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fputs("usage: krans-play DIR DEPLOY [UNTIL]\n", stderr);
    return 2;
  }
  const absl::Status status = krans::example::Play(argv[1], argv[2], argc == 4 ? argv[3] : "");
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\nRun the same command again to go on from there.\n", std::string(status.message()).c_str());
  return 1;
}

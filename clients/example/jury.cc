#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/example/example.h"
#include "krans/jury/v1/decisions.pb.h"
#include "krans/jury/v1/juries.pb.h"
#include "krans/jury/v1/matters.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"

namespace krans::example {
namespace {

std::string MatterName(const v1::Example& example, const v1::ClassMatter& matter) {
  return absl::StrCat(example.cycle(), "/matters/", matter.class_code());
}

absl::Status PlayMembers(const v1::Example& example, Player& player) {
  jury::v1::SaveJuryRequest request;
  *request.mutable_jury() = example.jury();
  return player.Do(OfficeOf(example)[0], request);
}

bool IsRecused(const v1::ClassMatter& matter, const std::string& person) {
  return std::any_of(matter.recused().begin(), matter.recused().end(),
                     [&](const v1::Recused& each) { return cycle::PersonName(each.person()) == person; });
}

// Every juror who may reads the dossiers of the matter: by letter or by name, as it stands.
absl::Status ReadDossiers(const v1::Example& example, const v1::ClassMatter& matter, Player& player) {
  jury::v1::ListDossiersRequest list;
  list.set_parent(MatterName(example, matter));
  for (const auto& member : example.jury().members()) {
    if (IsRecused(matter, member.person())) continue;
    const auto person = cycle::LastSegment(member.person());
    KRANS_RETURN(player.Read<jury::v1::ListDossiersResponse>(person, list).status());
  }
  return absl::OkStatus();
}

// Who is disqualified leaves; the rest are called in, read the dossiers by letter, and only then see names.
absl::Status PlayOpening(const v1::Example& example, const v1::ClassMatter& matter, Player& player) {
  const std::string name = MatterName(example, matter);
  jury::v1::PresentMatterRequest present;
  present.set_name(name);
  KRANS_RETURN(player.Do(OfficeOf(example)[0], present));
  for (const v1::Recused& recused : matter.recused()) {
    jury::v1::RecuseRequest recuse;
    recuse.set_name(name);
    recuse.set_ground(recused.ground());
    KRANS_RETURN(player.Do<jury::v1::RecuseRequest>(recused.person(), recuse, nullptr, "NOT_FOUND"));
  }
  jury::v1::RecordAttendanceRequest attendance;
  attendance.set_name(name);
  for (const auto& member : example.jury().members()) {
    if (!IsRecused(matter, member.person())) attendance.add_present(member.person());
  }
  KRANS_RETURN(player.Do(ChairOf(example), attendance));
  jury::v1::RevealNamesRequest reveal;
  reveal.set_name(name);
  return player.Do<jury::v1::RevealNamesRequest>(
      ChairOf(example), reveal, [&](jury::v1::RevealNamesRequest*) { return ReadDossiers(example, matter, player); });
}

absl::Status PlayBallot(const v1::Example& example, const v1::ClassMatter& matter, Player& player) {
  jury::v1::OpenBallotRequest open;
  jury::v1::Ballot& ballot = *open.mutable_ballot();
  ballot.set_name(MatterName(example, matter) + "/ballots/1");
  ballot.set_first(matter.proposals(0).proposal().name());
  ballot.set_second(matter.proposals(1).proposal().name());
  KRANS_RETURN(player.Do(ChairOf(example), open));
  for (const v1::ClassProposal& proposal : matter.proposals()) {
    for (const std::string& voter : proposal.voters()) {
      jury::v1::CastVoteRequest vote;
      vote.mutable_vote()->set_name(absl::StrCat(ballot.name(), "/votes/", voter));
      vote.mutable_vote()->set_proposal(proposal.proposal().name());
      KRANS_RETURN(player.Do(voter, vote));
    }
  }
  jury::v1::CloseBallotRequest close;
  close.set_name(ballot.name());
  return player.Do(ChairOf(example), close);
}

// Before anything is proposed, all have read the dossiers by name. The first proposal of every class is the one that
// the jury ends with.
absl::Status PlayDecision(const v1::Example& example, const v1::ClassMatter& matter, Player& player) {
  for (int i = 0; i < matter.proposals_size(); ++i) {
    const v1::ClassProposal& each = matter.proposals(i);
    jury::v1::ProposeRequest propose;
    *propose.mutable_proposal() = each.proposal();
    KRANS_RETURN(player.Do<jury::v1::ProposeRequest>(each.proposed_by(), propose, [&](jury::v1::ProposeRequest*) {
      return i == 0 ? ReadDossiers(example, matter, player) : absl::OkStatus();
    }));
  }
  if (matter.proposals_size() > 1) KRANS_RETURN(PlayBallot(example, matter, player));
  jury::v1::DecideRequest decide;
  decide.set_name(MatterName(example, matter));
  decide.set_proposal(matter.proposals(0).proposal().name());
  return player.Do(ChairOf(example), decide);
}

absl::Status AddHash(const v1::Example& example, Player& player, jury::v1::ConfirmAnnouncementRequest* request) {
  jury::v1::GetAnnouncementRequest get;
  get.set_name(request->name());
  KRANS_ASSIGN(const auto announcement, player.Read<jury::v1::Announcement>(ChairOf(example), get));
  request->set_content_hash(announcement.content_hash());
  return absl::OkStatus();
}

// The chair is the second person; on the day before, in vain.
absl::Status PlayAnnouncement(const v1::Example& example, bool embargoed, Player& player) {
  using jury::v1::ConfirmAnnouncementRequest;
  ConfirmAnnouncementRequest confirm;
  confirm.set_name(example.cycle() + "/announcement");
  const auto complete = [&](ConfirmAnnouncementRequest* request) { return AddHash(example, player, request); };
  if (embargoed) return player.DoInVain<ConfirmAnnouncementRequest>(ChairOf(example), confirm, "EMBARGOED", complete);
  return player.Do<ConfirmAnnouncementRequest>(ChairOf(example), confirm, complete);
}

}  // namespace

void AddJury(const Material& material, Programme& programme) {
  const v1::Example& example = material.example;
  programme.Add("2024-10-28T09:00:00", [&example](Player& player) { return PlayMembers(example, player); });
  for (const v1::ClassMatter& matter : example.matters()) {
    programme.Add("2024-11-07T09:00:00",
                  [&example, &matter](Player& player) { return PlayOpening(example, matter, player); });
    programme.Add("2024-11-07T13:00:00",
                  [&example, &matter](Player& player) { return PlayDecision(example, matter, player); });
  }
  programme.Add("2024-11-25T19:00:00", [&example](Player& player) {
    jury::v1::ProposeAnnouncementRequest propose;
    propose.set_name(example.cycle() + "/announcement");
    return player.Do(OfficeOf(example)[0], propose);
  });
  programme.Add("2024-11-25T23:59:59", [&example](Player& player) { return PlayAnnouncement(example, true, player); });
  programme.Add("2024-11-26T18:00:00", [&example](Player& player) { return PlayAnnouncement(example, false, player); });
}

}  // namespace krans::example

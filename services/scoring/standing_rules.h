#ifndef KRANS_SERVICES_SCORING_STANDING_RULES_H_
#define KRANS_SERVICES_SCORING_STANDING_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/conflicts.pb.h"
#include "krans/scoring/v1/teams.pb.h"

namespace krans::scoring {

// Where a member of a team stands in one of its cases.
struct Standing {
  std::string person;  // the id
  v1::Membership::Role role = v1::Membership::ROLE_UNSPECIFIED;
  v1::Conflict::State conflict = v1::Conflict::STATE_UNSPECIFIED;        // STATE_UNSPECIFIED: not declared
  v1::Assessment::State assessment = v1::Assessment::STATE_UNSPECIFIED;  // STATE_UNSPECIFIED: none begun
};

// Leads and examiners: their assessments are waited for, and their words needed. A trainee scores alone and is not
// counted; an observer does not score (cycle::Scores).
bool Counts(v1::Membership::Role role);

// Whether the team speaks together on the case: its individual assessments are closed for good (I-14).
bool IsConsensusOpen(v1::Evaluation::State state);

// I-12: whether the member may see anything of their colleagues' assessments, or what is made of them. Only once
// consensus is open and their own is locked; an observer, who has none, once it is open. Never who was excused.
bool SeesColleagues(v1::Membership::Role role, v1::Assessment::State own, v1::Evaluation::State evaluation);

// Whose word and signature the case needs (I-17): who counts, has locked, and is not recused. One whose conflict waits
// for its decision is still waited for, so nobody is talked over by a conflict that is later cleared.
std::vector<std::string> Voices(const std::vector<Standing>& standings);

// I-13: OK where every assessment that counts is locked or excused, no conflict of who counts waits for a decision, and
// there is a voice. Otherwise one WRONG_STATE, always the same, so it tells the one who asks nothing of the others.
absl::Status CheckComplete(const std::vector<Standing>& standings);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_STANDING_RULES_H_

#ifndef KRANS_TESTS_SUBMISSIONS_AWARD_H_
#define KRANS_TESTS_SUBMISSIONS_AWARD_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "tests/rpc/house.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {

inline constexpr char kYear[] = "awards/k/cycles/2024";
inline constexpr char kKruton[] = "awards/k/cycles/2024/participations/kruton";

// The award of 2024 through the submissions service's door, on the first of March until the clock is moved.
//
//   eva, bo   the office          alva   auditor           olle   nobody in particular
//   rut       registrar of bodies/sodermalm                 sam    registrar of bodies/soc
//   maja      manager of units/kruton (sodermalm)           nils   manager of units/annan (soc)
class AwardTest : public testing::Test {
 protected:
  AwardTest();

  // Calls "Participations/Register" or another method as `person`, with the request in text form: "OK", or all that
  // the refusal says. What is refused leaves no entry in the journal.
  std::string Call(const std::string& person, const std::string& method, const std::string& request);

  // The answer to the last call that was OK.
  template <typename T>
  T Answer() const {
    T answer;
    if (!answer.ParseFromString(answer_)) ADD_FAILURE() << "not such an answer";
    return answer;
  }

  template <typename T>
  void Put(const std::string& record) {
    const absl::Status status = house_.Put(Parse<T>(record));
    if (!status.ok()) ADD_FAILURE() << status;
  }

  void MoveTo(const std::string& time) { house_.Wait(At(time) - house_.now()); }

  // Opens the phase whatever the calendar says.
  void OpenPhase(const std::string& phase);

  // Kruton registered, with answers to both questions and a presentation.
  void WriteDraft();

  rpc::House house_;
  absl::Status checked_;

 private:
  std::string answer_;
};

}  // namespace krans::submissions

#endif  // KRANS_TESTS_SUBMISSIONS_AWARD_H_

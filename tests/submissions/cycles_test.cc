#include <future>
#include <string>

#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/submissions/module.h"
#include "storage/store.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

class CyclesTest : public AwardTest {
 protected:
  // A city document's year as a request.
  static std::string Import(const std::string& year) {
    v1::ImportCycleRequest request;
    *request.mutable_file() =
        ParseFile<v1::CycleFile>(absl::StrCat(KRANS_SOURCE "/deploy/cycles/", year, ".textproto"));
    return request.DebugString();
  }
};

TEST_F(CyclesTest, TheCitysYearsAreImportedPublishedAndFrozen) {
  for (const char* year : {"2012", "2014", "2019", "2024"}) {
    const std::string name = absl::StrCat("name: \"awards/kvalitetsutmarkelsen/cycles/", year, "\"");
    ASSERT_EQ(Call("eva", "Cycles/ImportCycle", Import(year)), "OK") << year;
    EXPECT_EQ(Answer<v1::Cycle>().state(), v1::Cycle::DRAFT);
    ASSERT_EQ(Call("eva", "Cycles/ImportCycle", Import(year)), "OK") << "a draft is imported as often as one likes";
    ASSERT_EQ(Call("eva", "Cycles/PublishCycle", name), "OK") << year;
    EXPECT_EQ(Answer<v1::Cycle>().rules_version(), 1);
    EXPECT_EQ(Call("eva", "Cycles/ImportCycle", Import(year)), "CYCLE_FROZEN state=PUBLISHED");
    EXPECT_EQ(Call("eva", "Cycles/PublishCycle", name), "WRONG_STATE needs=DRAFT state=PUBLISHED");
  }
  ASSERT_EQ(Call("olle", "Cycles/ListCycles", R"(parent: "awards/kvalitetsutmarkelsen")"), "OK");
  EXPECT_EQ(Answer<v1::ListCyclesResponse>().cycles_size(), 4);
}

TEST_F(CyclesTest, EveryPartIsReadByItsName) {
  ASSERT_EQ(Call("eva", "Cycles/ImportCycle", Import("2019")), "OK");
  const std::string year = R"(name: "awards/kvalitetsutmarkelsen/cycles/2019)";
  EXPECT_EQ(Call("olle", "Cycles/GetCycle", absl::StrCat(year, "\"")), "OK");
  EXPECT_EQ(Call("olle", "Cycles/GetCalendar", absl::StrCat(year, "/calendar\"")), "OK");
  EXPECT_EQ(Call("olle", "Cycles/GetEligibilityRules", absl::StrCat(year, "/eligibilityRules\"")), "OK");
  EXPECT_EQ(Call("olle", "Cycles/GetQuestionSet", absl::StrCat(year, "/questions\"")), "NOT_FOUND") << "unstated";
  EXPECT_EQ(Call("olle", "Cycles/GetScoringScheme", absl::StrCat(year, "/scheme\"")), "NOT_FOUND") << "unstated";
}

TEST_F(CyclesTest, ANewImportTakesAwayWhatItLeavesOut) {
  const std::string with = R"(file { cycle { name: "awards/k/cycles/2025" year: 2025 display_name: "2025" }
      calendar { name: "awards/k/cycles/2025/calendar" }
      questions { name: "awards/k/cycles/2025/questions" questions { code: "q" text_sv: "?" max_length: 9 } } })";
  const std::string without = R"(file { cycle { name: "awards/k/cycles/2025" year: 2025 display_name: "2025" } })";
  ASSERT_EQ(Call("eva", "Cycles/ImportCycle", with), "OK");
  ASSERT_EQ(Call("eva", "Cycles/GetQuestionSet", R"(name: "awards/k/cycles/2025/questions")"), "OK");
  ASSERT_EQ(Call("eva", "Cycles/ImportCycle", without), "OK");
  EXPECT_EQ(Call("eva", "Cycles/GetQuestionSet", R"(name: "awards/k/cycles/2025/questions")"), "NOT_FOUND");
  EXPECT_EQ(Call("eva", "Cycles/PublishCycle", R"(name: "awards/k/cycles/2025")"),
            "FIELD_INVALID calendar:FIELD_REQUIRED");
}

TEST_F(CyclesTest, OnlyTheOfficeChangesAYear) {
  for (const char* other : {"maja", "rut", "alva", "olle"}) {
    EXPECT_EQ(Call(other, "Cycles/ImportCycle", Import("2019")), "NOT_ALLOWED") << other;
    EXPECT_EQ(Call(other, "Cycles/PublishCycle", R"(name: "awards/k/cycles/2024")"), "NOT_ALLOWED") << other;
    EXPECT_EQ(Call(other, "Cycles/SetPhase",
                   R"(name: "awards/k/cycles/2024/calendar" phase: JURY override: OPEN reason: "x")"),
              "NOT_ALLOWED")
        << other;
  }
}

TEST_F(CyclesTest, TheOfficeOpensAndClosesAPhaseWithAReason) {
  const std::string name = absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"");
  EXPECT_EQ(
      Call("eva", "Cycles/SetPhase", R"(name: "awards/k/cycles/2024/calendar" phase: REGISTRATION override: CLOSED)"),
      "FIELD_INVALID reason:FIELD_REQUIRED");
  for (const char* phase : {"REGISTRATION", "SUBMISSION"}) {
    ASSERT_EQ(
        Call("eva", "Cycles/SetPhase",
             absl::StrCat(R"(name: "awards/k/cycles/2024/calendar" override: CLOSED reason: "x" phase: )", phase)),
        "OK");
  }
  EXPECT_EQ(Call("maja", "Participations/Register", name), "PHASE_CLOSED");
  ASSERT_EQ(Call("eva", "Cycles/SetPhase", R"(name: "awards/k/cycles/2024/calendar" phase: REGISTRATION reason: "x")"),
            "OK");
  EXPECT_EQ(Call("maja", "Participations/Register", name), "OK");
}

TEST_F(CyclesTest, PartsOfAnotherYearAreRefused) {
  EXPECT_EQ(Call("eva", "Cycles/ImportCycle",
                 R"(file { cycle { name: "awards/k/cycles/2025" year: 2025 display_name: "2025" }
                    calendar { name: "awards/k/cycles/2024/calendar" } })"),
            "FIELD_INVALID file.calendar.name:FIELD_REFERENCE");
}

TEST(ModuleTest, BeginsWithOnePersonInTheOffice) {
  rpc::House house("submissions", "krans.submissions.v1");
  const rpc::ServiceModule module = Module();
  std::promise<absl::Status> done;
  house.store().Write(
      {"operator", "init", house.now(), ""},
      [&](storage::WriteTransaction& state) -> absl::Status {
        KRANS_RETURN(module.Init(state, "eva"));
        KRANS_ASSIGN(const v1::Role role, state.Get<v1::Role>("roles/eva-office"));
        EXPECT_EQ(role.kind(), v1::Role::OFFICE);
        EXPECT_EQ(role.from(), "2026-09-01");
        return state.Get<v1::Person>(role.person()).status();
      },
      [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
  EXPECT_EQ(done.get_future().get(), absl::OkStatus());
}

TEST(ModuleTest, DoesNotStartWithoutItsKey) {
  const rpc::TemporaryFolder folder;
  EXPECT_EQ(Module().LoadKeys(folder.path()).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace krans::submissions

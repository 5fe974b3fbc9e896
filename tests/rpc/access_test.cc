#include "services/rpc/access.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"
#include "tests/rpc/notes.pb.h"

namespace krans::rpc {
namespace {

using access::v1::Rule;

// No state at all: these tests decide by the caller alone.
class Nothing : public storage::ReadTransaction {
 public:
  absl::StatusOr<std::string> GetBlob(absl::string_view) const override { return absl::NotFoundError("nothing"); }
  absl::Status GetMessage(absl::string_view, google::protobuf::Message*) const override {
    return absl::NotFoundError("nothing");
  }
  absl::Status ScanMessages(
      const google::protobuf::Descriptor&, absl::string_view, absl::string_view,
      const std::function<absl::StatusOr<bool>(absl::string_view, absl::string_view)>&) const override {
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<std::string>> IndexNames(const google::protobuf::Descriptor&, absl::string_view,
                                                      absl::Span<const std::string>) const override {
    return std::vector<std::string>();
  }
};

Access::Holds Is(std::string person) {
  return [person](const Caller& caller, absl::string_view, const storage::ReadTransaction&) -> absl::StatusOr<bool> {
    return caller.person == person;
  };
}

Rule Of(std::initializer_list<access::v1::Relation> relations) {
  Rule rule;
  for (auto relation : relations) rule.add_relations(relation);
  return rule;
}

Caller Person(std::string person) { return {.person = std::move(person)}; }
Caller Service(std::string service) { return {.service = std::move(service)}; }

class AccessTest : public testing::Test {
 protected:
  AccessTest() {
    access_.Relate(access::v1::OFFICE, "", Is("olle"));
    access_.Relate(access::v1::JUROR, "jury", Is("jonna"));
    access_.Bar("scoring", Is("barred"));
    access_.SetFreshness([this](absl::string_view source) { return source != silent_; });
  }
  absl::StatusOr<bool> Related(const Rule& rule, const Caller& caller, absl::string_view resource = "books/a") {
    return access_.Related(rule, caller, resource, state_);
  }

  Nothing state_;
  Access access_;
  std::string silent_;
};

TEST_F(AccessTest, KnowsAnyoneSignedInAndServiceBeforehand) {
  EXPECT_TRUE(*Related(Of({access::v1::ANYONE}), Caller()));
  EXPECT_FALSE(*Related(Of({access::v1::SIGNED_IN}), Caller()));
  EXPECT_TRUE(*Related(Of({access::v1::SIGNED_IN}), Person("anna")));
  EXPECT_FALSE(*Related(Of({access::v1::SIGNED_IN}), Service("scoring")));
  EXPECT_TRUE(*Related(Of({access::v1::SERVICE}), Service("scoring")));
  EXPECT_FALSE(*Related(Of({access::v1::SERVICE}), Person("anna")));
}

TEST_F(AccessTest, OneRelationIsEnough) {
  const Rule rule = Of({access::v1::OFFICE, access::v1::JUROR});
  EXPECT_TRUE(*Related(rule, Person("olle")));
  EXPECT_TRUE(*Related(rule, Person("jonna")));
  EXPECT_FALSE(*Related(rule, Person("anna")));
}

TEST_F(AccessTest, UnspecifiedHoldsForNobody) {
  EXPECT_FALSE(*Related(Of({access::v1::RELATION_UNSPECIFIED}), Person("olle")));
}

TEST_F(AccessTest, ABarTakesEveryRelationAway) {
  access_.Relate(access::v1::OFFICE, "", Is("barred"));
  EXPECT_FALSE(*Related(Of({access::v1::OFFICE, access::v1::ANYONE, access::v1::SIGNED_IN}), Person("barred")));
}

TEST_F(AccessTest, ServicesAndListsAreNotBarred) {
  access_.Bar("", [](const Caller&, absl::string_view, const storage::ReadTransaction&) { return true; });
  EXPECT_TRUE(*Related(Of({access::v1::SERVICE}), Service("scoring")));
  EXPECT_TRUE(*Related(Of({access::v1::SIGNED_IN}), Person("anna"), ""));
  EXPECT_FALSE(*Related(Of({access::v1::SIGNED_IN}), Person("anna")));
}

TEST_F(AccessTest, ASilentSourceAnswersForTheRelationsThatNeedIt) {
  silent_ = "jury";
  const Rule rule = Of({access::v1::JUROR, access::v1::OFFICE});
  EXPECT_EQ(ReasonOf(Related(rule, Person("jonna")).status()), access::v1::SOURCE_SILENT);
  EXPECT_EQ(ReasonOf(Related(rule, Person("anna")).status()), access::v1::SOURCE_SILENT);
  EXPECT_TRUE(*Related(rule, Person("olle")));
}

TEST_F(AccessTest, ASilentBarClosesEverythingForPeople) {
  silent_ = "scoring";
  EXPECT_EQ(ReasonOf(Related(Of({access::v1::OFFICE}), Person("olle")).status()), access::v1::SOURCE_SILENT);
  EXPECT_TRUE(*Related(Of({access::v1::SERVICE}), Service("jury")));
}

TEST_F(AccessTest, WhatDoesNotExistIsNoRelationAndNoLicenceToPassABar) {
  const Access::Holds missing = [](const Caller&, absl::string_view, const storage::ReadTransaction& state) {
    return absl::StatusOr<bool>(state.GetMessage("x", nullptr));
  };
  access_.Relate(access::v1::AUDITOR, "", missing);
  EXPECT_TRUE(*Related(Of({access::v1::AUDITOR, access::v1::OFFICE}), Person("olle")));
  access_.Bar("", missing);
  EXPECT_FALSE(Related(Of({access::v1::OFFICE}), Person("olle")).ok());
}

TEST_F(AccessTest, NamesThePhasesThatWouldBeOpen) {
  Rule rule;
  rule.add_phases(access::v1::INDIVIDUAL);
  rule.add_phases(access::v1::CONSENSUS);
  std::set<access::v1::Phase> open = {access::v1::JURY};
  access_.OpenPhases("", [&open](absl::string_view, const storage::ReadTransaction&, absl::Time) { return open; });
  const absl::Status closed = access_.CheckPhase(rule, "books/a", state_, absl::Now());
  EXPECT_EQ(ReasonOf(closed), access::v1::PHASE_CLOSED);
  EXPECT_THAT(ToRpcStatus(closed, "").SerializeAsString(), testing::HasSubstr("INDIVIDUAL,CONSENSUS"));
  open.insert(access::v1::CONSENSUS);
  EXPECT_TRUE(access_.CheckPhase(rule, "books/a", state_, absl::Now()).ok());
  EXPECT_TRUE(access_.CheckPhase(Rule(), "books/a", state_, absl::Now()).ok());
}

TEST_F(AccessTest, PhasesOfASilentSourceAreClosed) {
  Rule rule;
  rule.add_phases(access::v1::JURY);
  access_.OpenPhases("submissions", [](absl::string_view, const storage::ReadTransaction&, absl::Time) {
    return std::set<access::v1::Phase>{access::v1::JURY};
  });
  silent_ = "submissions";
  EXPECT_EQ(ReasonOf(access_.CheckPhase(rule, "books/a", state_, absl::Now())), access::v1::SOURCE_SILENT);
}

TEST_F(AccessTest, SaysWhichRelationsNobodyDefined) {
  EXPECT_THAT(access_.Undefined(Of({access::v1::OFFICE, access::v1::TEAM_LEAD, access::v1::SIGNED_IN})),
              testing::ElementsAre(access::v1::TEAM_LEAD));
}

TEST_F(AccessTest, FindsRulesInTheSchema) {
  ASSERT_NE(notes::v1::Note::descriptor(), nullptr);
  const Rule* rule = FindRule("krans.notes.v1.Notes/SaveNote");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->resource(), "note.name");
  EXPECT_EQ(FindRule("krans.notes.v1.Notes/NoSuchMethod"), nullptr);
}

TEST_F(AccessTest, MayReadGoesByReadingMethodsOnly) {
  EXPECT_FALSE(access_.MayRead("krans.notes.v1.Notes/SaveNote", Person("olle"), "books/a", state_).ok());
  EXPECT_TRUE(*access_.MayRead("krans.notes.v1.Notes/GetNote", Person("olle"), "books/a/notes/b", state_));
  EXPECT_FALSE(*access_.MayRead("krans.notes.v1.Notes/GetNote", Person("anna"), "books/a/notes/b", state_));
}

}  // namespace
}  // namespace krans::rpc

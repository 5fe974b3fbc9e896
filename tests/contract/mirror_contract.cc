#include <future>

#include "gmock/gmock.h"
#include "tests/contract/foreign.pb.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

using foreign::v1::Fact;
using testing::ElementsAre;
using testing::IsEmpty;

const Position kFirst{1, 10, std::string(32, 'a')};
const Position kSecond{1, 12, std::string(32, 'b')};

Copy MakeCopy(const std::string& name, const std::string& subject) {
  Fact fact;
  fact.set_name(name);
  fact.set_etag("7");
  fact.set_subject(subject);
  return Copy{Fact::descriptor(), name, fact.SerializeAsString()};
}

TEST_P(StoreContract, MirrorsCopiesWithTheirIndexAndNoEntry) {
  Open();
  EXPECT_EQ(*store_->Mirrored("upstream"), Position());
  ASSERT_TRUE(
      Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/1", "x"), MakeCopy("facts/2", "x")}).ok());
  EXPECT_EQ(store_->Head().position, 0);
  EXPECT_EQ(Get<Fact>(*store_, "facts/1")->etag(), "7");
  EXPECT_THAT(Indexed<Fact>(*store_, "subject", {"x"}), ElementsAre("facts/1", "facts/2"));
  ASSERT_TRUE(Mirror(*store_, "upstream", kFirst, kSecond,
                     {MakeCopy("facts/1", "y"), Copy{Fact::descriptor(), "facts/2", ""},
                      Copy{Fact::descriptor(), "facts/3", ""}})
                  .ok());
  Open();
  EXPECT_EQ(*store_->Mirrored("upstream"), kSecond);
  EXPECT_EQ(*store_->Mirrored("other"), Position());
  EXPECT_THAT(Indexed<Fact>(*store_, "subject", {"x"}), IsEmpty());
  EXPECT_THAT(Indexed<Fact>(*store_, "subject", {"y"}), ElementsAre("facts/1"));
  EXPECT_EQ(Faults(*store_), "");
}

TEST_P(StoreContract, AppliesAFollowedEntryExactlyOnce) {
  Open();
  ASSERT_TRUE(Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/1", "x")}).ok());
  EXPECT_TRUE(absl::IsAborted(Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/1", "again")})));
  const Position skipped{1, 11, std::string(32, 'c')};
  EXPECT_TRUE(absl::IsAborted(Mirror(*store_, "upstream", skipped, kSecond, {MakeCopy("facts/1", "later")})));
  const Position other_hash{1, 10, std::string(32, 'z')};
  EXPECT_TRUE(absl::IsAborted(Mirror(*store_, "upstream", other_hash, kSecond, {MakeCopy("facts/1", "later")})));
  EXPECT_EQ(*store_->Mirrored("upstream"), kFirst);
  EXPECT_EQ(Get<Fact>(*store_, "facts/1")->subject(), "x");
}

TEST_P(StoreContract, RefusesToMirrorWhatItOwnsOrCannotRead) {
  Open();
  const Copy own{own::v1::Note::descriptor(), "notes/1", MakeNote("notes/1").SerializeAsString()};
  EXPECT_TRUE(absl::IsInvalidArgument(Mirror(*store_, "upstream", Position(), kFirst, {own})));
  const Copy garbage{Fact::descriptor(), "facts/1", "\xff\xff\xff"};
  EXPECT_TRUE(
      absl::IsInvalidArgument(Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/2", "x"), garbage})));
  Copy misnamed = MakeCopy("facts/1", "x");
  misnamed.name = "facts/2";
  EXPECT_TRUE(absl::IsInvalidArgument(Mirror(*store_, "upstream", Position(), kFirst, {misnamed})));
  EXPECT_EQ(*store_->Mirrored("upstream"), Position());
  EXPECT_TRUE(absl::IsNotFound(Get<Fact>(*store_, "facts/2").status()));
}

TEST_P(StoreContract, RefusesToWriteWhatItOnlyMirrors) {
  Open();
  ASSERT_TRUE(Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/1", "x")}).ok());
  Fact fact;
  fact.set_name("facts/1");
  EXPECT_TRUE(absl::IsInvalidArgument(Put(*store_, fact).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(Write(*store_, [](WriteTransaction& txn) { return txn.Delete<Fact>("facts/1"); })));
}

TEST_P(StoreContract, ForgetsASourceSoThatItIsFollowedFromTheStart) {
  Open();
  ASSERT_TRUE(Put(*store_, MakeNote("notes/1", "anna")).ok());
  ASSERT_TRUE(
      Mirror(*store_, "upstream", Position(), kFirst, {MakeCopy("facts/1", "x"), MakeCopy("facts/2", "x")}).ok());
  const auto forget = [&](const std::string& source, const std::string& package, const std::string& reason) {
    std::promise<absl::Status> done;
    store_->Forget({"operator:anna", "forget", absl::UnixEpoch(), reason}, source, package,
                   [&](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  };
  EXPECT_TRUE(absl::IsInvalidArgument(forget("upstream", "krans.foreign.v1", "")));
  EXPECT_TRUE(absl::IsInvalidArgument(forget("upstream", "krans.own.v1", "restored")));
  EXPECT_TRUE(absl::IsFailedPrecondition(forget("other", "krans.foreign.v1", "restored")));
  ASSERT_TRUE(forget("upstream", "krans.foreign.v1", "restored").ok());
  Open();
  EXPECT_EQ(*store_->Mirrored("upstream"), Position());
  EXPECT_TRUE(absl::IsNotFound(Get<Fact>(*store_, "facts/1").status()));
  EXPECT_THAT(Indexed<Fact>(*store_, "subject", {"x"}), IsEmpty());
  EXPECT_THAT(Indexed<own::v1::Note>(*store_, "author", {"anna"}), ElementsAre("notes/1"));
  EXPECT_EQ(EntryAt(*store_, 2).kind(), journal::v1::DROPPED);
  EXPECT_EQ(EntryAt(*store_, 2).reason(), "restored");
  EXPECT_EQ(Faults(*store_), "");
  ASSERT_TRUE(Mirror(*store_, "upstream", Position(), kSecond, {MakeCopy("facts/1", "x")}).ok());
  EXPECT_THAT(Indexed<Fact>(*store_, "subject", {"x"}), ElementsAre("facts/1"));
  EXPECT_EQ(Faults(*store_), "");
}

}  // namespace
}  // namespace krans::storage

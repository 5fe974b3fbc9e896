#include "services/submissions/sealed_box.h"

#include <string>

#include "gtest/gtest.h"
#include "tests/submissions/parse.h"

namespace krans::submissions {
namespace {

constexpr char kContent[] = R"(name: "p/opened" answers { name: "p/answers/q1" text: "what we wrote" }
                               presentation { name: "p/presentation" text: "we" })";

TEST(SealedBoxTest, GivesBackWhatWasPutIn) {
  const BoxMaker boxes(rpc::SymmetricKey{1});
  const auto content = Parse<v1::OpenedSubmission>(kContent);
  const auto box = boxes.Close("p/submission/box", content);
  ASSERT_TRUE(box.ok());
  EXPECT_EQ(box->SerializeAsString().find("wrote"), std::string::npos);
  const auto opened = boxes.Open(*box, ContentHash(content));
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->answers(0).text(), "what we wrote");
  EXPECT_EQ(opened->content_hash(), ContentHash(content));
}

TEST(SealedBoxTest, IsDifferentEachTime) {
  const BoxMaker boxes(rpc::SymmetricKey{1});
  const auto content = Parse<v1::OpenedSubmission>(kContent);
  EXPECT_NE(boxes.Close("b", content)->ciphertext(), boxes.Close("b", content)->ciphertext());
}

TEST(SealedBoxTest, RefusesAnotherKeyAnotherPlaceAnotherHashAndEveryChangedByte) {
  const BoxMaker boxes(rpc::SymmetricKey{1});
  const auto content = Parse<v1::OpenedSubmission>(kContent);
  const std::string hash = ContentHash(content);
  const v1::SealedBox box = *boxes.Close("p/submission/box", content);
  EXPECT_TRUE(absl::IsDataLoss(BoxMaker(rpc::SymmetricKey{2}).Open(box, hash).status()));
  EXPECT_TRUE(absl::IsDataLoss(boxes.Open(box, std::string(64, '0')).status()));
  v1::SealedBox moved = box;
  moved.set_name("q/submission/box");
  EXPECT_TRUE(absl::IsDataLoss(boxes.Open(moved, hash).status()));
  for (size_t i = 0; i < box.ciphertext().size(); ++i) {
    v1::SealedBox changed = box;
    (*changed.mutable_ciphertext())[i] ^= 1;
    EXPECT_TRUE(absl::IsDataLoss(boxes.Open(changed, hash).status())) << i;
  }
  v1::SealedBox cut = box;
  cut.set_ciphertext(box.ciphertext().substr(0, 15));
  EXPECT_TRUE(absl::IsDataLoss(boxes.Open(cut, hash).status()));
  cut = box;
  cut.clear_nonce();
  EXPECT_TRUE(absl::IsDataLoss(boxes.Open(cut, hash).status()));
}

TEST(SealedBoxTest, HashesTheContentAlone) {
  auto content = Parse<v1::OpenedSubmission>(kContent);
  const std::string hash = ContentHash(content);
  content.set_etag("3");
  content.set_content_hash(hash);
  EXPECT_EQ(ContentHash(content), hash);
  content.mutable_answers(0)->set_text("something else");
  EXPECT_NE(ContentHash(content), hash);
}

}  // namespace
}  // namespace krans::submissions

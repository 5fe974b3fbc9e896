#include "services/gateway/sessions.h"

#include "gtest/gtest.h"
#include "services/rpc/assertion.h"

namespace krans::gateway {
namespace {

class SessionsTest : public testing::Test {
 protected:
  std::string Begin(const std::string& person, const std::string& acr = "loa2") {
    return sessions_.Begin({person, "Anna Berg", acr, now_});
  }
  rpc::Assertion AssertionOf(const std::string& cookie) {
    return verifier_.Verify(sessions_.Enter(cookie).value().token, now_).value();
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  absl::Time wall_ = absl::FromUnixSeconds(1'800'000'000);
  const rpc::PrivateKey key_ = rpc::PrivateKey::Generate().value();
  rpc::Verifier verifier_{{{"krans-gateway", "k", std::string(rpc::kPeople), key_.Public()}}, "scoring"};
  Sessions sessions_{{"krans-gateway", "k", std::string(rpc::kPeople), key_},
                     {.idle = absl::Minutes(30), .absolute = absl::Hours(8), .most = 3},
                     [this] { return wall_; },
                     [this] { return now_; }};
};

TEST_F(SessionsTest, AnAssertionSaysWhoSignedInAndHow) {
  const std::string cookie = Begin("anna-berg", "loa3");
  const rpc::Assertion assertion = AssertionOf(cookie);
  EXPECT_EQ(assertion.subject, "anna-berg");
  EXPECT_EQ(assertion.acr, "loa3");
  EXPECT_EQ(assertion.authenticated, now_);
  EXPECT_FALSE(assertion.session.empty());
  EXPECT_EQ(cookie.find(assertion.session), std::string::npos);
}

TEST_F(SessionsTest, AnAssertionIsShownAgainForHalfItsLife) {
  const std::string cookie = Begin("anna");
  const std::string token = sessions_.Enter(cookie)->token;
  now_ += absl::Seconds(24);
  EXPECT_EQ(sessions_.Enter(cookie)->token, token);
  now_ += absl::Seconds(2);
  EXPECT_NE(sessions_.Enter(cookie)->token, token);
}

TEST_F(SessionsTest, NobodyHasASessionWithoutItsCookie) {
  Begin("anna");
  for (const char* cookie : {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
    EXPECT_FALSE(sessions_.Enter(cookie).has_value());
    EXPECT_FALSE(sessions_.Look(cookie).has_value());
    EXPECT_FALSE(sessions_.Renew(cookie, "loa3", now_).has_value());
    sessions_.End(cookie);
  }
  EXPECT_EQ(sessions_.size(), 1);
}

TEST_F(SessionsTest, EndsWhenItIsIdleAndLookingDoesNotProlongIt) {
  const std::string cookie = Begin("anna");
  wall_ += absl::Minutes(29);
  EXPECT_TRUE(sessions_.Enter(cookie).has_value());
  wall_ += absl::Minutes(29);
  EXPECT_TRUE(sessions_.Look(cookie).has_value());
  wall_ += absl::Minutes(1);
  EXPECT_FALSE(sessions_.Look(cookie).has_value());
  EXPECT_FALSE(sessions_.Enter(cookie).has_value());
  EXPECT_EQ(sessions_.size(), 0);
}

TEST_F(SessionsTest, EndsAfterEightHoursHoweverBusy) {
  std::string cookie = Begin("anna");
  for (int i = 0; i < 32; ++i) {
    EXPECT_TRUE(sessions_.Enter(cookie).has_value()) << i;
    cookie = sessions_.Renew(cookie, "loa3", now_).value();
    wall_ += absl::Minutes(15);
  }
  EXPECT_FALSE(sessions_.Enter(cookie).has_value());
}

TEST_F(SessionsTest, AStepUpIsAnotherCookieAndAStrongerAssertion) {
  const std::string cookie = Begin("anna");
  sessions_.Saw(cookie, "seen");
  EXPECT_FALSE(sessions_.Look(cookie)->has_strong_until());
  now_ += absl::Minutes(10);
  const std::string stronger = sessions_.Renew(cookie, "loa3", now_).value();
  EXPECT_NE(stronger, cookie);
  EXPECT_FALSE(sessions_.Enter(cookie).has_value());
  EXPECT_EQ(AssertionOf(stronger).acr, "loa3");
  EXPECT_EQ(AssertionOf(stronger).authenticated, now_);
  EXPECT_EQ(sessions_.Enter(stronger)->position, "seen");
  EXPECT_EQ(sessions_.Look(stronger)->strong_until().seconds(), absl::ToUnixSeconds(now_ + absl::Minutes(5)));
  now_ += absl::Minutes(6);
  EXPECT_FALSE(sessions_.Look(stronger)->has_strong_until());
}

TEST_F(SessionsTest, SigningOutEndsItAtOnce) {
  const std::string cookie = Begin("anna");
  sessions_.End(cookie);
  EXPECT_FALSE(sessions_.Enter(cookie).has_value());
}

TEST_F(SessionsTest, OneTooManyEndsTheOneThatWouldHaveEndedFirst) {
  const std::string first = Begin("anna");
  wall_ += absl::Minutes(1);
  const std::string second = Begin("bo");
  wall_ += absl::Minutes(1);
  const std::string third = Begin("carl");
  sessions_.Enter(first);
  Begin("dag");
  EXPECT_EQ(sessions_.size(), 3);
  EXPECT_TRUE(sessions_.Look(first).has_value());
  EXPECT_FALSE(sessions_.Look(second).has_value());
  EXPECT_TRUE(sessions_.Look(third).has_value());
}

TEST_F(SessionsTest, MintsAgainWhenTheAwardsClockIsSetBack) {
  const std::string cookie = Begin("anna", "loa3");
  sessions_.Enter(cookie);
  now_ -= absl::Hours(24 * 30);
  EXPECT_EQ(AssertionOf(cookie).subject, "anna");
}

}  // namespace
}  // namespace krans::gateway

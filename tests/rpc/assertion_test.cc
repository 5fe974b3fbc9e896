#include "services/rpc/assertion.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "services/rpc/mint.h"
#include "tests/rpc/forgery.h"

namespace krans::rpc {
namespace {

class AssertionTest : public testing::Test {
 protected:
  std::string Token(const std::function<void(Forgery*)>& change) const {
    Forgery forgery;
    change(&forgery);
    return forgery.Sign(keys_.people);
  }

  absl::StatusOr<Assertion> Verify(const std::string& token) const { return verifier_.Verify(token, Now()); }

  bool Accepts(const std::function<void(Forgery*)>& change) const { return Verify(Token(change)).ok(); }

  Signer People() const { return {"krans", "people-1", std::string(kPeople), keys_.people}; }
  Signer Jury() const { return {"service:jury", "jury-1", "service:jury", keys_.jury}; }

  const Keys keys_;
  const Verifier verifier_{keys_.Trusted(), "scoring"};
};

std::string At(int64_t seconds) { return absl::StrCat(kNowSeconds + seconds); }

TEST_F(AssertionTest, SaysWhoIsCalling) {
  const auto assertion = Verify(Token([](Forgery* forgery) {
    forgery->Claim("sid", Quoted("s-1"));
    forgery->Claim("acr", Quoted("loa3"));
    forgery->Claim("auth_time", At(-200));
  }));
  ASSERT_TRUE(assertion.ok());
  EXPECT_EQ(assertion->subject, "anna-berg");
  EXPECT_EQ(assertion->session, "s-1");
  EXPECT_EQ(assertion->acr, "loa3");
  EXPECT_EQ(assertion->issued, Now());
  EXPECT_EQ(assertion->expires, Now() + absl::Seconds(60));
  EXPECT_EQ(assertion->authenticated, Now() - absl::Seconds(200));
}

TEST_F(AssertionTest, LeavesEmptyWhatIsNotSaid) {
  const auto assertion = Verify(Token([](Forgery*) {}));
  ASSERT_TRUE(assertion.ok());
  EXPECT_EQ(assertion->session, "");
  EXPECT_EQ(assertion->acr, "");
  EXPECT_EQ(assertion->authenticated, absl::InfinitePast());
}

// The limits of the rules from inside; hostile_assertion_test.cc has them from outside.
TEST_F(AssertionTest, Accepts8KiB) {  // 1
  auto padded = [&](size_t bytes) {
    return Token([&](Forgery* forgery) { forgery->Claim("pad", Quoted(std::string(bytes, 'p'))); });
  };
  size_t bytes = 5000;
  while (padded(bytes + 1).size() <= 8192) ++bytes;
  EXPECT_TRUE(Verify(padded(bytes)).ok());
  EXPECT_FALSE(Verify(padded(bytes + 1)).ok());
}

TEST_F(AssertionTest, AcceptsClaimsItDoesNotKnowUpToFourLevels) {  // 2
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("x", R"([[{"a":1.5e3}]])"); }));
}

TEST_F(AssertionTest, AcceptsEs256WithItsOneHeader) {  // 3, 4, 5, 6, 14
  EXPECT_TRUE(
      Accepts([](Forgery* forgery) { forgery->header_text = [](std::string json) { return " " + json + "\n"; }; }));
}

TEST_F(AssertionTest, AcceptsEachIssuerWithItsOwnKey) {  // 7, 12
  Forgery forgery;
  forgery.Header("kid", Quoted("jury-1"));
  forgery.Claim("iss", Quoted("service:jury"));
  forgery.Claim("sub", Quoted("service:jury"));
  EXPECT_TRUE(Verify(forgery.Sign(keys_.jury)).ok());
}

TEST_F(AssertionTest, AcceptsTwoKeysOfOneIssuer) {  // 12
  std::vector<TrustedKey> trusted = keys_.Trusted();
  trusted.push_back({"krans", "people-2", std::string(kPeople), keys_.stranger.Public()});
  const Verifier verifier(trusted, "scoring");
  Forgery forgery;
  forgery.Header("kid", Quoted("people-2"));
  EXPECT_TRUE(verifier.Verify(forgery.Sign(keys_.stranger), Now()).ok());
  EXPECT_FALSE(verifier.Verify(forgery.Sign(keys_.people), Now()).ok());
}

TEST_F(AssertionTest, AcceptsItselfOrEveryServiceAsAudience) {  // 8
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("aud", Quoted("scoring")); }));
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("aud", Quoted("krans")); }));
}

TEST_F(AssertionTest, RefusesAServiceThatSpeaksToEveryService) {
  Forgery forgery;
  forgery.Header("kid", Quoted("jury-1"));
  forgery.Claim("iss", Quoted("service:jury"));
  forgery.Claim("sub", Quoted("service:jury"));
  forgery.Claim("aud", Quoted("krans"));
  EXPECT_FALSE(Verify(forgery.Sign(keys_.jury)).ok());
}

TEST_F(AssertionTest, RefusesAPersonFromAServiceKey) {
  for (const char* subject : {"anna-berg", "people", "jury", "service:scoring", "service:jury:x"}) {
    Forgery forgery;
    forgery.Header("kid", Quoted("jury-1"));
    forgery.Claim("iss", Quoted("service:jury"));
    forgery.Claim("sub", Quoted(subject));
    EXPECT_FALSE(Verify(forgery.Sign(keys_.jury)).ok()) << subject;
  }
}

TEST_F(AssertionTest, AcceptsClocksSixtySecondsApart) {  // 9
  EXPECT_TRUE(Accepts([](Forgery* forgery) {
    forgery->Claim("iat", At(60));
    forgery->Claim("exp", At(120));
  }));
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("nbf", At(60)); }));
}

TEST_F(AssertionTest, AcceptsAPersonOf64Characters) {  // 10
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("sub", Quoted(std::string(64, 'z'))); }));
  EXPECT_TRUE(Accepts([](Forgery* forgery) { forgery->Claim("sub", Quoted("0-9")); }));
}

TEST_F(AssertionTest, KnowsHowStrongASignInIs) {  // 11
  auto signed_in = [](const char* acr, absl::Duration ago, access::v1::SignIn needed) {
    Caller caller;
    caller.acr = acr;
    caller.now = Now();
    caller.authenticated = Now() - ago;
    return SignedIn(caller, needed);
  };
  EXPECT_TRUE(signed_in("", absl::InfiniteDuration(), access::v1::SIGN_IN_UNSPECIFIED));
  EXPECT_TRUE(signed_in("loa3", absl::InfiniteDuration(), access::v1::STRONG));
  EXPECT_TRUE(signed_in("loa4", absl::Minutes(5), access::v1::FRESH));
  EXPECT_FALSE(signed_in("", absl::ZeroDuration(), access::v1::STRONG));
  EXPECT_FALSE(signed_in("loa2", absl::ZeroDuration(), access::v1::STRONG));
  EXPECT_FALSE(signed_in("LOA3", absl::ZeroDuration(), access::v1::STRONG));
  EXPECT_FALSE(signed_in("loa3", absl::Minutes(5) + absl::Seconds(1), access::v1::FRESH));
  EXPECT_FALSE(signed_in("loa2", absl::ZeroDuration(), access::v1::FRESH));
  EXPECT_FALSE(signed_in("loa3", absl::InfiniteDuration(), access::v1::FRESH));
  EXPECT_FALSE(signed_in("loa4", absl::ZeroDuration(), static_cast<access::v1::SignIn>(17)));
}

TEST_F(AssertionTest, ChecksASignatureOnceAndTheTimeAlways) {
  const std::string token = Token([](Forgery*) {});
  for (int second = 0; second < 60; ++second) EXPECT_TRUE(verifier_.Verify(token, Now() + absl::Seconds(second)).ok());
  EXPECT_EQ(verifier_.signatures_checked(), 1);
  std::string why;
  EXPECT_FALSE(verifier_.Verify(token, Now() + absl::Seconds(60), &why).ok());
  EXPECT_EQ(why, "expired");
  EXPECT_FALSE(verifier_.Verify(token, Now() - absl::Seconds(61), &why).ok());
  EXPECT_EQ(why, "not valid yet");
  EXPECT_TRUE(verifier_.Verify(token, Now()).ok());
  EXPECT_EQ(verifier_.signatures_checked(), 1);
}

TEST_F(AssertionTest, RemembersNoRefusedToken) {
  Forgery forgery;
  forgery.Claim("sub", Quoted("Anna"));
  const std::string token = forgery.Sign(keys_.people);
  EXPECT_FALSE(Verify(token).ok());
  EXPECT_FALSE(Verify(token).ok());
  EXPECT_EQ(verifier_.signatures_checked(), 2);
}

TEST_F(AssertionTest, ANewKeyIsBelievedAndARemovedOneNoMoreEvenForARememberedToken) {
  Verifier verifier({keys_.Trusted().front()}, "scoring");
  const std::string of_people = Mint(People(), {.subject = "anna-berg", .audience = "scoring"}, Now()).value();
  const std::string of_jury = Mint(Jury(), {.subject = "service:jury", .audience = "scoring"}, Now()).value();
  EXPECT_TRUE(verifier.Verify(of_people, Now()).ok());
  EXPECT_FALSE(verifier.Verify(of_jury, Now()).ok());
  verifier.Trust(keys_.Trusted());
  EXPECT_TRUE(verifier.Verify(of_people, Now()).ok());
  EXPECT_TRUE(verifier.Verify(of_jury, Now()).ok());
  verifier.Trust({keys_.Trusted().back()});
  EXPECT_NE(verifier.Verify(of_people, Now()).ok(), verifier.Verify(of_jury, Now()).ok());
}

TEST_F(AssertionTest, KeysThatAreTheSameForgetNothing) {
  Verifier verifier(keys_.Trusted(), "scoring");
  const std::string token = Token([](Forgery*) {});
  EXPECT_TRUE(verifier.Verify(token, Now()).ok());
  verifier.Trust(keys_.Trusted());
  EXPECT_TRUE(verifier.Verify(token, Now()).ok());
  EXPECT_EQ(verifier.signatures_checked(), 1);
}

TEST_F(AssertionTest, ForgetsTheOldestTokenWhenItRemembersTooMany) {
  std::vector<std::string> tokens;
  for (size_t i = 0; i <= Verifier::kRemembered; ++i) {
    tokens.push_back(Mint(People(), {.subject = "anna-berg", .audience = "scoring"}, Now()).value());
    ASSERT_TRUE(Verify(tokens.back()).ok());
  }
  const int64_t checked = verifier_.signatures_checked();
  EXPECT_TRUE(Verify(tokens[1]).ok());
  EXPECT_TRUE(Verify(tokens.back()).ok());
  EXPECT_EQ(verifier_.signatures_checked(), checked);
  EXPECT_TRUE(Verify(tokens[0]).ok());
  EXPECT_EQ(verifier_.signatures_checked(), checked + 1);
}

TEST_F(AssertionTest, VerifiesOnManyThreads) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 20; ++i) {
    tokens.push_back(Mint(People(), {.subject = absl::StrCat("p", i), .audience = "krans"}, Now()).value());
  }
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 400; ++i) {
        const auto assertion = Verify(tokens[i % 20]);
        right += assertion.ok() && assertion->subject == absl::StrCat("p", i % 20);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 8 * 400);
}

TEST_F(AssertionTest, MintsWhatItVerifies) {
  const Claims claims = {.subject = "anna-berg",
                         .audience = "scoring",
                         .session = "s/1",
                         .acr = "http://id.elegnamnden.se/loa/1.0/loa3",
                         .authenticated = Now() - absl::Minutes(3),
                         .life = absl::Seconds(20)};
  const std::string token = Mint(People(), claims, Now()).value();
  const auto assertion = Verify(token);
  ASSERT_TRUE(assertion.ok());
  EXPECT_EQ(assertion->subject, claims.subject);
  EXPECT_EQ(assertion->session, claims.session);
  EXPECT_EQ(assertion->acr, claims.acr);
  EXPECT_EQ(assertion->authenticated, claims.authenticated);
  EXPECT_EQ(assertion->expires, Now() + absl::Seconds(20));
  EXPECT_NE(Mint(People(), claims, Now()).value(), token);
  EXPECT_TRUE(Verify(Mint(Jury(), {.subject = "service:jury", .audience = "scoring"}, Now()).value()).ok());
  EXPECT_TRUE(
      Verify(Mint(People(), {.subject = "b", .audience = "krans"}, Now() + absl::Milliseconds(900)).value()).ok());
}

TEST_F(AssertionTest, MintsNothingThatNobodyWouldAccept) {
  const Claims good = {.subject = "anna-berg", .audience = "scoring"};
  auto refused = [&](const std::function<void(Claims*)>& change) {
    Claims claims = good;
    change(&claims);
    return Mint(People(), claims, Now()).status().code() == absl::StatusCode::kInvalidArgument;
  };
  EXPECT_FALSE(refused([](Claims*) {}));
  EXPECT_TRUE(refused([](Claims* claims) { claims->subject = "service:jury"; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->subject = ""; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->audience = ""; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->audience = "scoring\",\"x\":\""; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->session = "a\"b"; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->acr = "a b"; }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->life = absl::Seconds(61); }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->life = absl::ZeroDuration(); }));
  EXPECT_TRUE(refused([](Claims* claims) { claims->authenticated = Now() + absl::Seconds(61); }));
  EXPECT_FALSE(Mint(Jury(), {.subject = "service:jury", .audience = "krans"}, Now()).ok());
  EXPECT_FALSE(Mint(Jury(), {.subject = "anna-berg", .audience = "scoring"}, Now()).ok());
}

}  // namespace
}  // namespace krans::rpc

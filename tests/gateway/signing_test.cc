#include "services/gateway/signing.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

using testing::HasSubstr;

class SigningTest : public testing::Test {
 protected:
  Answer Session(const std::string& cookie) {
    return edge_.Ask(RequestText("GET", "/session", {{"Cookie", absl::StrCat(kSessionCookie, "=", cookie)}}));
  }

  Edge edge_;
};

TEST_F(SigningTest, NobodyIsSignedInAtFirst) {
  const Answer answer = edge_.Ask(RequestText("GET", "/session", {}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"signedIn":false,"actAs":true,"person":"","displayName":"","signsIn":false,"now":"2026-09-01T12:00:00Z"})");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
}

TEST_F(SigningTest, ThePeopleOfTheExampleAreListed) {
  const Answer answer = edge_.Ask(RequestText("GET", "/session/people", {}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"({"person":"anna","displayName":"Anna","doesSv":"","doesEn":""})"));
}

TEST_F(SigningTest, ActingAsOneOfThemIsACookieThatScriptsDoNotSee) {
  const Answer answer = edge_.Post("/session/act-as", R"({"person":"anna"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("signedIn":true,"actAs":true,"person":"anna","displayName":"Anna")"));
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("strongUntil")));
  EXPECT_THAT(answer.header("set-cookie"),
              testing::MatchesRegex("__Host-krans=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax"));
  const std::string cookie = edge_.ActAs("anna");
  EXPECT_THAT(Session(cookie).body, HasSubstr(R"("person":"anna")"));
}

TEST_F(SigningTest, NobodyElseIsActedAs) {
  for (const char* body : {R"({"person":"eva"})", R"({"person":""})", "{}", "", "[]", "{", R"({"persona":"anna"})"}) {
    const Answer answer = edge_.Post("/session/act-as", body);
    EXPECT_GE(answer.status, 400) << body;
    EXPECT_EQ(answer.headers.count("set-cookie"), 0);
  }
  EXPECT_EQ(
      edge_.Ask(RequestText("POST", "/session/act-as", Edge::Headers("", "text/plain"), R"({"person":"anna"})")).status,
      415);
  EXPECT_EQ(edge_.Ask(RequestText("GET", "/session/act-as", {})).status, 405);
}

TEST_F(SigningTest, ADecisionTakesAStepUp) {
  const std::string destroy = "/api/krans.notes.v1.Notes/DestroyNote";
  const std::string note = R"({"name":"books/a/notes/b"})";
  const std::string olle = edge_.ActAs("olle");
  Answer answer = edge_.Post(destroy, note, olle);
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("stronger or more recent sign-in"));
  answer = edge_.Post("/session/step-up", "{}", olle);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("strongUntil"));
  const std::string set = answer.header("set-cookie");
  const std::string stronger = set.substr(13, 43);
  EXPECT_NE(stronger, olle);
  EXPECT_EQ(edge_.Post(destroy, note, olle).status, 401);
  EXPECT_NE(edge_.Post(destroy, note, stronger).status, 401);
  EXPECT_EQ(edge_.Post("/session/step-up", "{}").status, 401);
}

TEST_F(SigningTest, SigningOutEndsTheSessionAndTheCookie) {
  const std::string anna = edge_.ActAs("anna");
  const Answer answer = edge_.Post("/session/sign-out", "{}", anna);
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.header("set-cookie"), HasSubstr("Max-Age=0"));
  EXPECT_THAT(Session(anna).body, HasSubstr(R"("signedIn":false)"));
  EXPECT_EQ(edge_.Post("/api/krans.notes.v1.Notes/GetNote", R"({"name":"books/a/notes/b"})", anna).status, 401);
}

TEST_F(SigningTest, ActingAsSomebodyElseEndsTheSessionBefore) {
  const std::string anna = edge_.ActAs("anna");
  EXPECT_EQ(edge_.Post("/session/act-as", R"({"person":"olle"})", anna).status, 200);
  EXPECT_THAT(Session(anna).body, HasSubstr(R"("signedIn":false)"));
}

}  // namespace
}  // namespace krans::gateway

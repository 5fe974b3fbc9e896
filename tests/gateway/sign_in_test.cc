#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/gateway/connect.h"
#include "services/gateway/provider.h"
#include "tests/gateway/edge.h"

namespace krans::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr char kNode[] = KRANS_IDENTITY "/node_modules/.bin/node";

int PortIn(const std::string& url) { return std::stoi(url.substr(url.find(':', 7) + 1)); }

// A browser that follows redirects on this machine and keeps each site's cookies.
class Browser {
 public:
  Answer Get(const std::string& url) {
    const size_t path = url.find('/', 8);
    const std::string site = url.substr(0, path);
    std::vector<std::string> pairs;
    for (const auto& [name, value] : cookies_[site]) pairs.push_back(absl::StrCat(name, "=", value));
    std::vector<std::pair<std::string, std::string>> headers = {{"Host", site.substr(7)},
                                                                {"Sec-Fetch-Site", "cross-site"}};
    if (!pairs.empty()) headers.emplace_back("Cookie", absl::StrJoin(pairs, "; "));
    Wire wire(PortIn(url));
    wire.Send(RequestText("GET", url.substr(path), headers));
    Answer answer = wire.ReadAnswer();
    const auto [first, last] = answer.headers.equal_range("set-cookie");
    for (auto set = first; set != last; ++set) {
      const std::string pair = set->second.substr(0, set->second.find(';'));
      const size_t equals = pair.find('=');
      cookies_[site][pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return answer;
  }

  // Goes where it is sent until `stop` is where it is sent next; returns that address.
  std::string Follow(std::string url, const std::string& stop) {
    for (int i = 0; i < 10; ++i) {
      const Answer answer = Get(url);
      std::string next = answer.header("location");
      if (next.empty()) return absl::StrCat(answer.status, " ", answer.body);
      if (next[0] == '/') next = url.substr(0, url.find('/', 8)) + next;
      if (absl::StartsWith(next, stop)) return next;
      url = next;
    }
    return "too many redirects";
  }

  void Forget(const std::string& site) { cookies_.erase(site); }

  std::string cookie(const std::string& site, const std::string& name) { return cookies_[site][name]; }

 private:
  std::map<std::string, std::map<std::string, std::string>> cookies_;
};

class SignInTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kNode)) GTEST_SKIP() << KRANS_IDENTITY "/install has not been run";
    // A port for the gateway that the provider knows beforehand: nobody else takes one that was just let go.
    {
      auto first = HttpServer::Start({.most_body_bytes = [](const Request&) { return 0; }}, [](auto) {});
      port_ = (*first)->port();
    }
    Person("anna", "loa2");
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    node_ = fork();
    if (node_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      FILE* quiet = freopen("/dev/null", "w", stderr);
      if (quiet == nullptr) _exit(1);
      execl(kNode, "node", KRANS_IDENTITY "/provider.js", std::to_string(port_).c_str(), PersonFile().c_str(), nullptr);
      _exit(1);
    }
    close(ends[1]);
    out_ = fdopen(ends[0], "r");
    char line[200];
    while (issuer_.empty() && fgets(line, sizeof(line), out_) != nullptr) {
      if (absl::StartsWith(line, "http")) issuer_ = std::string(absl::StripAsciiWhitespace(line));
    }
    ASSERT_FALSE(issuer_.empty());

    std::ofstream(folder_.path() + "/secret") << "a secret: of %20 signs\n";
    std::filesystem::permissions(folder_.path() + "/secret", std::filesystem::perms::owner_read);
    std::ofstream(folder_.path() + "/provider.textproto")
        << "issuer: \"" << issuer_ << "\" client_id: \"krans\" strong_acr: \"loa3\" client_secret_file: \""
        << folder_.path() << "/secret\"";
    GatewayOptions options = edge_.Options();
    options.people = "";
    options.identity_provider = folder_.path() + "/provider.textproto";
    options.port = port_;
    options.clock = absl::Now;
    options.log = [this](absl::string_view text) { log_ += std::string(text) + "\n"; };
    auto gateway = Gateway::Start(options, edge_.signer());
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    site_ = absl::StrCat("http://localhost:", port_);
  }

  void TearDown() override {
    gateway_.reset();
    if (node_ > 0) {
      kill(node_, SIGKILL);
      waitpid(node_, nullptr, 0);
    }
    if (out_ != nullptr) fclose(out_);
  }

  std::string PersonFile() const { return folder_.path() + "/person"; }

  // Whom the provider signs in from now on.
  void Person(const std::string& id, const std::string& acr) { std::ofstream(PersonFile()) << id << " " << acr; }

  std::string SignIn(const std::string& query = "?return=/uppdrag") {
    const std::string back =
        browser_.Follow(absl::StrCat(site_, "/session/sign-in", query), site_ + "/session/callback");
    EXPECT_THAT(back, StartsWith(site_ + "/session/callback"));
    return back;
  }

  // What a page of ours is told of the session.
  std::string Session() { return SessionOf(browser_.cookie(site_, kSessionCookie)); }
  std::string SessionOf(const std::string& cookie) {
    Wire wire(port_);
    wire.Send(RequestText("GET", "/session", {{"Cookie", absl::StrCat(kSessionCookie, "=", cookie)}}));
    return wire.ReadAnswer().body;
  }

  rpc::TemporaryFolder folder_;
  Edge edge_;
  int port_ = 0;
  pid_t node_ = 0;
  FILE* out_ = nullptr;  // of the provider, which ends where nobody reads it
  std::string issuer_, site_, log_;
  std::unique_ptr<Gateway> gateway_;
  Browser browser_;
};

TEST_F(SignInTest, LeadsToTheProviderAndBackToThePage) {
  const Answer answer = browser_.Get(SignIn());
  EXPECT_EQ(answer.status, 303) << log_;
  EXPECT_EQ(answer.header("location"), "/uppdrag") << log_;
  EXPECT_THAT(Session(), HasSubstr(R"("signedIn":true,"actAs":false,"person":"anna","displayName":"Person anna")"));
  EXPECT_THAT(Session(), HasSubstr(R"("signsIn":true)"));
}

TEST_F(SignInTest, AStepUpIsStrongAndFresh) {
  browser_.Get(SignIn());
  Person("anna", "loa3");
  const std::string before = browser_.cookie(site_, kSessionCookie);
  EXPECT_EQ(browser_.Get(SignIn("?return=/beslut&step-up=1")).header("location"), "/beslut") << log_;
  const std::string after = browser_.cookie(site_, kSessionCookie);
  EXPECT_NE(after, before);
  EXPECT_THAT(SessionOf(before), HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(SessionOf(after), HasSubstr("strongUntil"));
}

TEST_F(SignInTest, AStepUpThatIsNotStrongIsNone) {
  browser_.Get(SignIn());
  EXPECT_EQ(browser_.Get(SignIn("?step-up=1")).header("location"), "/?sign-in=failed");
  EXPECT_THAT(log_, HasSubstr("not fresh and strong"));
}

TEST_F(SignInTest, AStepUpBySomebodyElseIsNone) {
  browser_.Get(SignIn());
  const std::string before = browser_.cookie(site_, kSessionCookie);
  browser_.Forget(issuer_);
  Person("eva", "loa3");
  EXPECT_EQ(browser_.Get(SignIn("?step-up=1")).header("location"), "/?sign-in=failed");
  EXPECT_THAT(log_, HasSubstr("somebody else"));
  EXPECT_EQ(browser_.cookie(site_, kSessionCookie), before);
  EXPECT_THAT(Session(), HasSubstr(R"("person":"anna")"));
}

TEST_F(SignInTest, SigningInAsSomebodyElseEndsTheSessionBefore) {
  browser_.Get(SignIn());
  const std::string before = browser_.cookie(site_, kSessionCookie);
  browser_.Forget(issuer_);
  Person("eva", "loa2");
  browser_.Get(SignIn());
  EXPECT_THAT(SessionOf(before), HasSubstr(R"("signedIn":false)"));
  EXPECT_THAT(Session(), HasSubstr(R"("person":"eva")"));
}

TEST_F(SignInTest, TheAnswerIsForTheBrowserThatAskedAndOnlyOnce) {
  const std::string back = SignIn();
  Browser other;
  EXPECT_EQ(other.Get(back).header("location"), "/?sign-in=failed");
  EXPECT_THAT(log_, HasSubstr("another browser"));
  EXPECT_EQ(browser_.Get(back).header("location"), "/?sign-in=failed");
  const std::string again = SignIn();
  EXPECT_EQ(browser_.Get(again).header("location"), "/uppdrag") << log_;
  EXPECT_EQ(browser_.Get(again).header("location"), "/?sign-in=failed");
}

TEST_F(SignInTest, AForgedAnswerIsNone) {
  SignIn();
  for (const char* query : {"", "?code=x", "?state=x&code=x", "?error=access_denied"}) {
    const Answer answer = browser_.Get(absl::StrCat(site_, "/session/callback", query));
    EXPECT_EQ(answer.header("location"), "/?sign-in=failed") << query;
    EXPECT_EQ(browser_.cookie(site_, kSessionCookie), "");
  }
  std::string wrong = SignIn();
  wrong.replace(wrong.find("code=") + 5, 4, "AAAA");
  EXPECT_EQ(browser_.Get(wrong).header("location"), "/?sign-in=failed");
  wrong = SignIn();
  wrong.replace(wrong.find("iss=") + 4, 4, "evil");
  EXPECT_EQ(browser_.Get(wrong).header("location"), "/?sign-in=failed");
}

TEST_F(SignInTest, NobodyIsLedToAnotherSite) {
  for (const char* path : {"//evil.example", "https://evil.example", "/%5Cevil.example", "evil", "/a%0d%0ab"}) {
    EXPECT_THAT(browser_.Get(SignIn(absl::StrCat("?return=", path))).header("location"), "/") << path;
  }
}

TEST_F(SignInTest, APersonWhoseIdIsNoneOfOursIsRefused) {
  Person("Anna.Berg@example", "loa3");
  EXPECT_EQ(browser_.Get(SignIn()).header("location"), "/?sign-in=failed");
  EXPECT_THAT(log_, HasSubstr("none of ours"));
}

TEST_F(SignInTest, WithoutTheProviderNobodySignsIn) {
  kill(node_, SIGKILL);
  waitpid(node_, nullptr, 0);
  node_ = 0;
  EXPECT_EQ(browser_.Get(site_ + "/session/sign-in").header("location"), "/?sign-in=failed");
}

}  // namespace
}  // namespace krans::gateway

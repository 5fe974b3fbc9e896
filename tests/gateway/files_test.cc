#include "services/gateway/files.h"

#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "services/submissions/module.h"
#include "storage/hash.h"
#include "tests/gateway/edge.h"
#include "tests/submissions/award.h"

namespace krans::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

using HttpAnswer = gateway::Answer;  // AwardTest has another of that name

constexpr char kPath[] = "/files/awards/k/cycles/2024/boardMatters/m1/extract";

// The submissions service of AwardTest behind a gateway. Kruton's board has decided.
class FilesTest : public submissions::AwardTest {
 protected:
  FilesTest() {
    EXPECT_EQ(Call("maja", "Participations/Register",
                   absl::StrCat("name: \"", submissions::kKruton, "\" class_code: \"preschool\"")),
              "OK");
    PutMatter("DECIDED");
    auto server = rpc::Server::Start(&house_.door(), {.service = "submissions",
                                                      .services = submissions::Module().services,
                                                      .clock = [this] { return house_.now(); }});
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const std::string people = folder_.path() + "/people.textproto";
    std::ofstream(people)
        << R"(people { person: "rut" display_name: "Rut" } people { person: "eva" display_name: "Eva" }
                                people { person: "sam" display_name: "Sam" })";
    GatewayOptions options;
    options.addresses = {{"submissions", absl::StrCat("127.0.0.1:", server_->port())}};
    options.people = people;
    options.clock = [this] { return house_.now(); };
    options.metrics = &metrics_;
    options.log = [](absl::string_view) {};
    auto gateway = Gateway::Start(std::move(options), house_.SignerOf("people"));
    EXPECT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    for (const char* person : {"rut", "eva", "sam"}) cookies_[person] = ActAs(person);
  }

  void PutMatter(const std::string& state) {
    Put<submissions::v1::BoardMatter>(absl::StrCat(
        "name: \"awards/k/cycles/2024/boardMatters/m1\" body: \"bodies/sodermalm\" act: APPROVAL state: ", state,
        " result: APPROVED participations: \"", submissions::kKruton, "\""));
  }

  HttpAnswer Ask(const std::string& request) {
    Wire wire(gateway_->port());
    EXPECT_TRUE(wire.Send(request));
    return wire.ReadAnswer();
  }

  std::string ActAs(const std::string& person) {
    const HttpAnswer answer =
        Ask(RequestText("POST", "/session/act-as", Edge::Headers(""), absl::StrCat(R"({"person":")", person, R"("})")));
    const std::string cookie = answer.header("set-cookie");
    const size_t begin = cookie.find('=') + 1;
    return cookie.substr(begin, cookie.find(';') - begin);
  }

  std::vector<std::pair<std::string, std::string>> Headers(const std::string& person) {
    return {{"Sec-Fetch-Site", "same-origin"}, {"Cookie", absl::StrCat(kSessionCookie, "=", cookies_[person])}};
  }

  HttpAnswer Send(const std::string& person, const std::string& content, const std::string& query = "?file_name=p.pdf",
                  const std::vector<std::pair<std::string, std::string>>& more = {}) {
    auto headers = Headers(person);
    headers.insert(headers.end(), more.begin(), more.end());
    return Ask(RequestText("PUT", absl::StrCat(kPath, query), headers, content));
  }

  HttpAnswer Fetch(const std::string& person) { return Ask(RequestText("GET", kPath, Headers(person))); }

  rpc::TemporaryFolder folder_;
  rpc::Metrics metrics_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<Gateway> gateway_;
  std::map<std::string, std::string> cookies_;
};

// A PDF by its beginning, no two parts of which are alike.
std::string Pdf(size_t size) {
  std::string content = "%PDF-1.7\n";
  while (content.size() < size) absl::StrAppend(&content, content.size(), std::string(500, '\0'));
  content.resize(size);
  return content;
}

TEST_F(FilesTest, AFileIsFetchedAsItWasSentWhateverItsSize) {
  int etag = 0;
  for (const size_t size : {size_t{5}, kPartBytes, kPartBytes + 1, 3 * kPartBytes - 1, kMostFileBytes}) {
    const std::string content = Pdf(size);
    const HttpAnswer sent = Send("rut", content, "?file_name=Protokoll%20%C2%A7%207.pdf",
                                 {{"If-Match", etag == 0 ? "" : absl::StrCat("\"", etag, "\"")}});
    ASSERT_EQ(sent.status, 200) << size << sent.body;
    ++etag;
    EXPECT_THAT(sent.body, HasSubstr(absl::StrCat(R"("size":")", size, "\"")));
    EXPECT_THAT(sent.body, HasSubstr(absl::BytesToHexString(storage::Sha256({content}))));
    const HttpAnswer fetched = Fetch("eva");
    EXPECT_EQ(fetched.status, 200);
    EXPECT_TRUE(fetched.body == content) << size;
    EXPECT_EQ(fetched.header("content-disposition"), "attachment; filename*=UTF-8''Protokoll%20%C2%A7%207.pdf");
    EXPECT_EQ(fetched.header("content-type"), "application/pdf");
    EXPECT_EQ(fetched.header("cache-control"), "no-store");
    EXPECT_EQ(fetched.header("x-content-type-options"), "nosniff");
    bool sandboxed = false;
    for (const auto& [name, value] : fetched.headers) {
      sandboxed |= name == "content-security-policy" && value == "default-src 'none'; sandbox";
    }
    EXPECT_TRUE(sandboxed);
  }
}

TEST_F(FilesTest, OneThatIsTooLargeIsRefusedBeforeItIsSent) {
  auto headers = Headers("rut");
  headers.emplace_back("Content-Length", absl::StrCat(kMostFileBytes + 1));
  EXPECT_EQ(Ask(RequestText("PUT", kPath, headers)).status, 413);
  EXPECT_EQ(Fetch("rut").status, 404);
}

TEST_F(FilesTest, TheRefusalsAreThoseOfTheService) {
  EXPECT_EQ(Fetch("eva").status, 404) << "nothing was sent in yet";
  EXPECT_EQ(Send("sam", Pdf(2 * kPartBytes)).status, 404) << "another board's registrar";
  EXPECT_EQ(Send("eva", Pdf(9)).status, 403);
  EXPECT_EQ(
      Ask(RequestText("PUT", absl::StrCat(kPath, "?file_name=p.pdf"), {{"Sec-Fetch-Site", "same-origin"}}, "x")).status,
      401);
  const HttpAnswer text = Send("rut", "Protokoll");
  EXPECT_EQ(text.status, 400);
  EXPECT_THAT(text.body, HasSubstr("\"code\":\"invalid_argument\""));
  EXPECT_EQ(Send("rut", "").status, 400) << "an empty file";
  EXPECT_EQ(Send("rut", Pdf(9), "?file_name=p.png").status, 400);
  EXPECT_EQ(Send("rut", Pdf(9), "").status, 400) << "a file without a name";
  ASSERT_EQ(Send("rut", Pdf(9)).status, 200);
  EXPECT_EQ(Send("rut", Pdf(10)).status, 409) << "there is one already";
  EXPECT_EQ(Fetch("sam").status, 404);
  PutMatter("VERIFIED");
  EXPECT_EQ(Send("rut", Pdf(10), "?file_name=p.pdf", {{"If-Match", "\"1\""}}).status, 400);
  EXPECT_EQ(Fetch("eva").body, Pdf(9));
}

TEST_F(FilesTest, WhatIsSentAgainAfterALostAnswerChangesNothing) {
  const std::string query = "?file_name=p.pdf&request_id=0123456789abcdef";
  const HttpAnswer first = Send("rut", Pdf(1000), query);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(Send("rut", Pdf(1000), query).body, first.body);
}

TEST_F(FilesTest, AConnectionThatEndsInTheMiddleLeavesNothing) {
  const std::string content = Pdf(3 * kPartBytes);
  const std::string request = RequestText("PUT", absl::StrCat(kPath, "?file_name=p.pdf"), Headers("rut"), content);
  {
    Wire wire(gateway_->port());
    ASSERT_TRUE(wire.Send(request.substr(0, request.size() - kPartBytes - 1)));
  }
  EXPECT_EQ(Fetch("rut").status, 404);
  EXPECT_EQ(Send("rut", content).status, 200);
}

TEST_F(FilesTest, TheAnswerToWhatIsRefusedEarlyIsReadByWhoeverIsStillSending) {
  Wire wire(gateway_->port());
  const std::string request =
      RequestText("PUT", absl::StrCat(kPath, "?file_name=p.pdf"), Headers("sam"), Pdf(20 * kPartBytes));
  ASSERT_TRUE(wire.Send(request));
  EXPECT_EQ(wire.ReadAnswer().status, 404);
  ASSERT_TRUE(wire.Send(RequestText("GET", kPath, Headers("sam"))));
  EXPECT_EQ(wire.ReadAnswer().status, 404) << "on the same connection";
}

TEST_F(FilesTest, AnotherSitesPageSendsNothing) {
  auto headers = Headers("rut");
  headers[0].second = "cross-site";
  EXPECT_EQ(Ask(RequestText("PUT", absl::StrCat(kPath, "?file_name=p.pdf"), headers, Pdf(9))).status, 403);
  EXPECT_EQ(Ask(RequestText("GET", kPath, headers)).status, 403);
  EXPECT_EQ(Fetch("rut").status, 404);
}

TEST_F(FilesTest, AnExtractOfNoPartsIsAnErrorAndNotHalfAnAnswer) {
  Put<submissions::v1::Extract>(R"(name: "awards/k/cycles/2024/boardMatters/m1/extract" file_name: "p.pdf")");
  EXPECT_EQ(Fetch("rut").status, 500);
}

TEST_F(FilesTest, OnlyExtractsAreFiles) {
  for (const char* path : {"/files", "/files/", "/files/people/rut", "/files/awards/k/cycles/2024"}) {
    EXPECT_EQ(Ask(RequestText("GET", path, Headers("rut"))).status, 404) << path;
  }
  EXPECT_EQ(Ask(RequestText("GET", "/files/nothing/extract", Headers("rut"))).status, 400);
  EXPECT_EQ(Ask(RequestText("POST", kPath, Headers("rut"), "x")).status, 405);
  EXPECT_EQ(Ask(RequestText("GET", "/openapi.json", {})).status, 200);
  EXPECT_THAT(Ask(RequestText("GET", "/openapi.json", {})).body, HasSubstr("\"/files/{name}\""));
}

}  // namespace
}  // namespace krans::gateway

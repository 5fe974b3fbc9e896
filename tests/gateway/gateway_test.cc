#include "services/gateway/gateway.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "tests/gateway/edge.h"
#include "tests/rpc/notes.h"

namespace krans::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

const char kGet[] = "/api/krans.notes.v1.Notes/GetNote";
const char kNote[] = R"({"name":"books/a/notes/b"})";

// The payloads of a stream's envelopes, and the end's after a bar.
std::string Envelopes(const std::string& body) {
  std::string text;
  for (size_t at = 0; at + 5 <= body.size();) {
    const size_t size = static_cast<unsigned char>(body[at + 3]) << 8 | static_cast<unsigned char>(body[at + 4]);
    absl::StrAppend(&text, body[at] == 2 ? "|" : " ", body.substr(at + 5, size));
    at += 5 + size;
  }
  return text;
}

class GatewayTest : public testing::Test {
 protected:
  Edge edge_;
};

TEST_F(GatewayTest, AnswersACallInJsonAndInBinary) {
  const std::string anna = edge_.ActAs("anna");
  Answer answer = edge_.Post(kGet, kNote, anna);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "application/json");
  EXPECT_EQ(answer.body, R"({"name":"books/a/notes/b","etag":"1","text":"först","owner":"anna"})");

  notes::v1::GetNoteRequest request;
  request.set_name("books/a/notes/b");
  answer = edge_.Ask(RequestText("POST", kGet, Edge::Headers(anna, "application/proto"), request.SerializeAsString()));
  notes::v1::Note note;
  ASSERT_TRUE(note.ParseFromString(answer.body));
  EXPECT_EQ(note.text(), "först");
  EXPECT_EQ(answer.header("content-type"), "application/proto");
}

TEST_F(GatewayTest, AGetReadsAndDoesNothingElse) {
  const std::string cookie = absl::StrCat(kSessionCookie, "=", edge_.ActAs("anna"));
  Answer answer = edge_.Ask(
      RequestText("GET", absl::StrCat(kGet, "?connect=v1&encoding=json&message=%7B%22name%22:%22books/a/notes/b%22%7D"),
                  {{"Cookie", cookie}}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("först"));
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  for (const char* method : {"SaveNote", "CreateNote", "StreamNotes"}) {
    answer = edge_.Ask(RequestText(
        "GET", absl::StrCat("/api/krans.notes.v1.Notes/", method, "?connect=v1&encoding=json&message=%7B%7D"),
        {{"Cookie", cookie}}));
    EXPECT_EQ(answer.status, 405) << method;
    EXPECT_EQ(answer.header("allow"), "POST");
  }
  EXPECT_EQ(edge_.Ask(RequestText("DELETE", kGet, {})).status, 405);
}

TEST_F(GatewayTest, ARefusalHasItsCodeItsSentenceAndItsDetails) {
  Answer answer = edge_.Post(kGet, kNote);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.header("content-type"), "application/json");
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"unauthenticated")"));

  const std::string olle = edge_.ActAs("olle");
  answer = edge_.Post("/api/krans.notes.v1.Notes/CreateNote", "{}", olle);
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr(R"("type":"google.rpc.BadRequest")"));
  answer = edge_.Post("/api/krans.notes.v1.Notes/CreateNote", R"({"parent":"books/a","text":"b"})", olle);
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"already_exists")"));
  answer = edge_.Post(kGet, R"({"name":"books/a/notes/missing"})", olle);
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"not_found")"));
}

TEST_F(GatewayTest, TheWarningOfAGateComesWithTheAnswerAndWithItsRepetition) {
  const std::string anna = edge_.ActAs("anna");
  const char save[] = "/api/krans.notes.v1.Notes/SaveNote";
  const char warned[] = R"({"note":{"name":"books/a/notes/b","etag":"2","text":"warn"},"requestId":"request-2"})";
  Answer answer =
      edge_.Post(save, R"({"note":{"name":"books/a/notes/b","etag":"1","text":"two"},"requestId":"request-1"})", anna);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.count("trailer-krans-warning-bin"), 0);
  for (int i = 0; i < 2; ++i) {
    answer = edge_.Post(save, warned, anna);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(R"("text":"warn")"));
    std::string bytes;
    ASSERT_TRUE(absl::Base64Unescape(answer.header("trailer-krans-warning-bin"), &bytes));
    google::rpc::Status warning;
    ASSERT_TRUE(warning.ParseFromString(bytes));
    google::rpc::ErrorInfo info;
    ASSERT_EQ(warning.details_size(), 1);
    ASSERT_TRUE(warning.details(0).UnpackTo(&info));
    EXPECT_EQ(info.reason(), "GATE_WARNS");
    EXPECT_EQ(info.metadata().at("gate"), "G1");
  }
}

TEST_F(GatewayTest, OnlyWhatPeopleMayCallIsThere) {
  const std::string olle = edge_.ActAs("olle");
  for (const char* path : {"/api/krans.notes.v1.Notes/NoSuch", "/api/krans.journal.v1.Journal/Head",
                           "/api/notes/krans.journal.v1.Journal/Watch", "/api/notes/krans.notes.v1.Notes/GetNote",
                           "/api/grpc.health.v1.Health/Check", "/api/", "/api/a/b/c/d", "/api"}) {
    const Answer answer = edge_.Post(path, "{}", olle);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"unimplemented")")) << path;
  }
  EXPECT_EQ(edge_.Post("/api/elsewhere/krans.journal.v1.Journal/Head", "{}", olle).status, 501);
  EXPECT_EQ(edge_
                .Post("/api/notes/krans.journal.v1.Journal/History",
                      R"({"type":"krans.notes.v1.Note","name":"books/a/notes/b"})", olle)
                .status,
            200);
}

TEST_F(GatewayTest, RefusesTypesItDoesNotKnow) {
  for (const char* type : {"text/plain", "application/grpc", "application/connect+json",
                           "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"}) {
    const Answer answer = edge_.Ask(RequestText("POST", kGet, Edge::Headers("", type), kNote));
    EXPECT_EQ(answer.status, 415) << type;
    EXPECT_EQ(answer.header("accept-post"), "application/proto, application/json");
  }
  EXPECT_EQ(edge_.Ask(RequestText("POST", "/api/krans.notes.v1.Notes/StreamNotes", Edge::Headers(""), kNote)).status,
            415);
}

TEST_F(GatewayTest, RefusesCompressionAndOtherVersions) {
  auto headers = Edge::Headers("");
  headers.emplace_back("Content-Encoding", "gzip");
  EXPECT_EQ(edge_.Ask(RequestText("POST", kGet, headers, kNote)).status, 501);
  const std::string anna = edge_.ActAs("anna");
  headers = {{"Sec-Fetch-Site", "same-origin"},
             {"Content-Type", "application/json"},
             {"Cookie", absl::StrCat(kSessionCookie, "=", anna)}};
  EXPECT_EQ(edge_.Ask(RequestText("POST", kGet, headers, kNote)).status, 400);
  headers.emplace_back("Connect-Protocol-Version", "2");
  EXPECT_EQ(edge_.Ask(RequestText("POST", kGet, headers, kNote)).status, 400);
}

TEST_F(GatewayTest, ADeadlineThatHasPassedIsOne) {
  const std::string anna = edge_.ActAs("anna");
  auto headers = Edge::Headers(anna);
  headers.emplace_back("Connect-Timeout-Ms", "0");
  const Answer answer = edge_.Ask(RequestText("POST", kGet, headers, kNote));
  EXPECT_EQ(answer.status, 504);
  EXPECT_THAT(answer.body, HasSubstr("deadline_exceeded"));
}

TEST_F(GatewayTest, AServiceThatDoesNotAnswerIsUnavailable) {
  const std::string anna = edge_.ActAs("anna");
  edge_.StopService();
  const Answer answer = edge_.Post(kGet, kNote, anna);
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("unavailable"));
  EXPECT_THAT(answer.body, Not(HasSubstr("127.0.0.1")));
  EXPECT_EQ(edge_.Ask(RequestText("GET", "/health", {})).status, 503);
}

TEST_F(GatewayTest, AStreamComesInEnvelopesAndEndsWhole) {
  const std::string olle = edge_.ActAs("olle");
  Answer answer =
      edge_.Ask(RequestText("POST", "/api/krans.notes.v1.Notes/StreamNotes",
                            Edge::Headers(olle, "application/connect+json"), Envelope(R"({"parent":"books/a"})")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-type"), "application/connect+json");
  EXPECT_EQ(Envelopes(answer.body), R"( {"name":"books/a"} {"name":"books/a"} {"name":"books/a"}|{})");
}

TEST_F(GatewayTest, ARefusedStreamSaysSoAtItsEnd) {
  const std::string anna = edge_.ActAs("anna");
  for (const std::string& body : {Envelope(R"({"parent":"books/a"})"), std::string("garbage"), std::string(),
                                  Envelope("{"), std::string("\0\xff\xff\xff\xff", 5)}) {
    const Answer answer = edge_.Ask(RequestText("POST", "/api/krans.notes.v1.Notes/StreamNotes",
                                                Edge::Headers(anna, "application/connect+json"), body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(Envelopes(answer.body), testing::StartsWith(R"(|{"error":{"code":")"));
  }
}

TEST_F(GatewayTest, TellsAPageWhatChangesAndOnlyWhatItsPersonMayRead) {
  Wire wire(edge_.port());
  wire.Send(RequestText("POST", "/api/krans.gateway.v1.Changes/Watch",
                        Edge::Headers(edge_.ActAs("anna"), "application/connect+json"), Envelope("{}")));
  std::string seen;
  while (seen.find("{}") == std::string::npos) seen += wire.Read();
  const std::string olle = edge_.ActAs("olle");
  for (const char* note : {R"({"parent":"books/a","text":"hers","owner":"sten"})",
                           R"({"parent":"books/a","text":"mine","owner":"anna"})"}) {
    EXPECT_EQ(edge_.Post("/api/krans.notes.v1.Notes/CreateNote", note, olle).status, 200);
  }
  while (seen.find("notes/mine") == std::string::npos) seen += wire.Read();
  EXPECT_THAT(seen, Not(HasSubstr("hers")));
}

TEST_F(GatewayTest, AClosedBrowserEndsItsStreamAtTheService) {
  const std::string olle = edge_.ActAs("olle");
  {
    std::vector<std::unique_ptr<Wire>> tabs;
    for (int i = 0; i < 8; ++i) {
      tabs.push_back(std::make_unique<Wire>(edge_.port()));
      tabs.back()->Send(RequestText("POST", "/api/krans.gateway.v1.Changes/Watch",
                                    Edge::Headers(olle, "application/connect+proto"), Envelope("")));
      EXPECT_THAT(tabs.back()->Read(), HasSubstr("200 OK"));
      while (edge_.server().streams() <= i) std::this_thread::yield();
    }
  }
  while (edge_.server().streams() > 0) std::this_thread::yield();
}

TEST_F(GatewayTest, AStreamEndsWithItsSession) {
  const std::string olle = edge_.ActAs("olle");
  Wire wire(edge_.port());
  wire.Send(RequestText("POST", "/api/krans.gateway.v1.Changes/Watch", Edge::Headers(olle, "application/connect+json"),
                        Envelope("{}")));
  std::string seen;
  while (seen.find("{}") == std::string::npos) seen += wire.Read();
  EXPECT_EQ(edge_.Post("/session/sign-out", "{}", olle).status, 200);
  const std::string again = edge_.ActAs("olle");
  edge_.Post("/api/krans.notes.v1.Notes/CreateNote", R"({"parent":"books/a","text":"c"})", again);
  while (seen.find("error") == std::string::npos) seen += wire.Read();
  EXPECT_THAT(seen, HasSubstr("unavailable"));
  EXPECT_THAT(seen, Not(HasSubstr("notes/c")));
}

TEST_F(GatewayTest, WhoeverWroteReadsWhatTheyWrote) {
  const std::string olle = edge_.ActAs("olle");
  for (int i = 0; i < 10; ++i) {
    const std::string name = absl::StrCat("n", i);
    EXPECT_EQ(edge_
                  .Post("/api/krans.notes.v1.Notes/CreateNote",
                        absl::StrCat(R"({"parent":"books/a","owner":"olle","text":")", name, R"("})"), olle)
                  .status,
              200);
    EXPECT_EQ(edge_.Post(kGet, absl::StrCat(R"({"name":"books/a/notes/)", name, R"("})"), olle).status, 200);
  }
}

TEST_F(GatewayTest, EveryAnswerHasTheSecurityHeaders) {
  const std::string anna = edge_.ActAs("anna");
  for (const std::string& request :
       {RequestText("GET", "/", {}), RequestText("GET", "/missing.js", {}), RequestText("GET", "/health", {}),
        RequestText("GET", "/session", {}), RequestText("POST", kGet, Edge::Headers(anna), kNote),
        RequestText("POST", kGet, {}, kNote), RequestText("GET", "/", {{"Host", "example.com"}}),
        RequestText("POST", "/", {}, "x"), std::string("garbage\r\n\r\n"), RequestText("PUT", "/api/x", {}),
        RequestText("GET", "/", {{"X", std::string(20'000, 'x')}})}) {
    const Answer answer = edge_.Ask(request);
    EXPECT_GE(answer.status, 200) << request.substr(0, 60);
    EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("default-src 'self'")) << request.substr(0, 60);
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("referrer-policy"), "same-origin");
    EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(answer.headers.count("server"), 0);
  }
}

TEST_F(GatewayTest, AnotherSitesPageGetsNothingDone) {
  const std::string olle = edge_.ActAs("olle");
  const std::string cookie = absl::StrCat(kSessionCookie, "=", olle);
  const std::string body = R"({"parent":"books/a","text":"forged"})";
  const std::vector<std::vector<std::pair<std::string, std::string>>> forgeries = {
      {{"Sec-Fetch-Site", "cross-site"}},
      {{"Sec-Fetch-Site", "same-site"}},
      {{"Sec-Fetch-Site", "none"}},
      {{"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "same-origin"}},
      {{"Origin", "http://evil.example"}},
      {{"Origin", "null"}},
      {{"Origin", "http://localhost.evil.example"}},
      {},
  };
  for (const auto& forgery : forgeries) {
    for (const char* target :
         {"/api/krans.notes.v1.Notes/CreateNote", "/session/sign-out", "/session/step-up", "/session/act-as"}) {
      auto headers = forgery;
      headers.insert(headers.end(),
                     {{"Cookie", cookie}, {"Content-Type", "application/json"}, {"Connect-Protocol-Version", "1"}});
      EXPECT_EQ(edge_.Ask(RequestText("POST", target, headers, body)).status, 403) << target;
    }
  }
  EXPECT_EQ(edge_.Post(kGet, R"({"name":"books/a/notes/forged"})", olle).status, 404);
  const Answer read =
      edge_.Ask(RequestText("GET", absl::StrCat(kGet, "?encoding=json&message=%7B%22name%22:%22books/a/notes/b%22%7D"),
                            {{"Cookie", cookie}, {"Sec-Fetch-Site", "cross-site"}}));
  EXPECT_EQ(read.status, 403);
}

TEST_F(GatewayTest, AnotherNameThatLeadsHereGetsNothing) {
  for (const char* host : {"rebound.example.com", "127.0.0.1.example.com:80", ""}) {
    EXPECT_EQ(edge_.Ask(RequestText("GET", "/session/people", {{"Host", host}})).status, 421) << host;
  }
}

TEST_F(GatewayTest, EveryPathTakesOnlyWhatItNeeds) {
  for (const auto& [target, most] : {std::pair(kGet, 4 << 20), {"/session/act-as", 16 << 10}, {"/", 0}}) {
    auto headers = Edge::Headers("");
    headers.emplace_back("Content-Length", absl::StrCat(most + 1));
    EXPECT_EQ(edge_.Ask(RequestText("POST", target, headers)).status, 413) << target;
  }
  const std::string anna = edge_.ActAs("anna");
  const std::string name(2 << 20, 'x');
  const Answer answer = edge_.Post(kGet, absl::StrCat(R"({"name":")", name, R"("})"), anna);
  EXPECT_EQ(answer.status, 429);
  EXPECT_THAT(answer.body, HasSubstr("resource_exhausted"));
}

TEST_F(GatewayTest, SaysWhetherItsServicesAnswer) {
  const Answer answer = edge_.Ask(RequestText("GET", "/health", {}));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"notes\":true}\n");
}

TEST_F(GatewayTest, WhatIsOnlyReadTakesNoOtherMethod) {
  for (const char* path : {"/health", "/openapi", "/openapi.json"}) {
    for (const char* method : {"DELETE", "POST", "PUT"}) {
      const Answer answer = edge_.Ask(RequestText(method, path, {}));
      EXPECT_EQ(answer.status, 405) << method << " " << path;
      EXPECT_EQ(answer.header("allow"), "GET, HEAD");
    }
  }
}

TEST_F(GatewayTest, ActingAsSomebodyIsForLoopbackAlone) {
  GatewayOptions options = edge_.Options();
  options.address = "0.0.0.0";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
  options.address = "::";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
  options.address = "127.0.0.1";
  options.origin = "https://krans.example.se";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
  options.origin = "";
  options.addresses["scoring"] = "192.0.2.1:7102";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
  options = edge_.Options();
  options.identity_provider = "provider";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
  options = edge_.Options();
  options.people = "";
  options.address = "0.0.0.0";
  EXPECT_TRUE(absl::IsFailedPrecondition(Gateway::Start(options, edge_.signer()).status()));
}

TEST_F(GatewayTest, WithoutExamplePeopleNobodyIsActedAs) {
  GatewayOptions options = edge_.Options();
  options.people = "";
  auto gateway = Gateway::Start(options, edge_.signer());
  ASSERT_TRUE(gateway.ok()) << gateway.status();
  for (const auto& [method, target] : {std::pair("GET", "/session/people"),
                                       {"POST", "/session/act-as"},
                                       {"POST", "/session/step-up"},
                                       {"GET", "/session/sign-in"},
                                       {"GET", "/session/callback?state=x&code=x"}}) {
    Wire wire((*gateway)->port());
    wire.Send(RequestText(method, target, Edge::Headers(""), R"({"person":"olle"})"));
    EXPECT_EQ(wire.ReadAnswer().status, 404) << target;
  }
}

}  // namespace
}  // namespace krans::gateway

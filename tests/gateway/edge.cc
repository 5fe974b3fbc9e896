#include "tests/gateway/edge.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"
#include "krans/gateway/v1/changes.pb.h"
#include "krans/journal/v1/journal.pb.h"
#include "tests/rpc/notes.h"

namespace krans::gateway {
namespace {

void AddFile(const google::protobuf::FileDescriptor& file, std::set<std::string>* seen,
             google::protobuf::FileDescriptorSet* set) {
  if (!seen->insert(file.name()).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), seen, set);
  file.CopyTo(set->add_file());
}

}  // namespace

std::string NotesSchema() {
  std::set<std::string> seen;
  google::protobuf::FileDescriptorSet set;
  AddFile(*notes::v1::Note::descriptor()->file(), &seen, &set);
  AddFile(*journal::v1::Position::descriptor()->file(), &seen, &set);
  AddFile(*v1::WatchResponse::descriptor()->file(), &seen, &set);
  return set.SerializeAsString();
}

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

Wire::Wire(int port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
}

Wire::~Wire() { Close(); }

void Wire::Close() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

bool Wire::Send(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

std::string Wire::Read() {
  std::string bytes = std::exchange(left_, "");
  if (!bytes.empty()) return bytes;
  bytes.resize(64 << 10);
  const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
  bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
  return bytes;
}

Answer Wire::ReadAnswer() {
  std::string bytes;
  size_t end = std::string::npos;
  while ((end = bytes.find("\r\n\r\n")) == std::string::npos) {
    const std::string more = Read();
    if (more.empty()) return {};
    bytes += more;
  }
  Answer answer;
  const std::vector<std::string> lines = absl::StrSplit(bytes.substr(0, end), "\r\n");
  EXPECT_TRUE(lines[0].size() > 12 && absl::SimpleAtoi(lines[0].substr(9, 3), &answer.status)) << bytes;
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> parts = absl::StrSplit(lines[i], absl::MaxSplits(": ", 1));
    answer.headers.emplace(absl::AsciiStrToLower(parts[0]), parts[1]);
  }
  bytes.erase(0, end + 4);
  auto fill = [&](size_t size) {
    while (bytes.size() < size) {
      const std::string more = Read();
      if (more.empty()) return false;
      bytes += more;
    }
    return true;
  };
  if (answer.header("transfer-encoding") == "chunked") {
    for (;;) {
      size_t line = 0;
      while ((line = bytes.find("\r\n")) == std::string::npos) {
        if (!fill(bytes.size() + 1)) return answer;
      }
      const size_t size = std::stoul(bytes.substr(0, line), nullptr, 16);
      if (!fill(line + 2 + size + 2)) return answer;
      answer.body += bytes.substr(line + 2, size);
      bytes.erase(0, line + 2 + size + 2);
      if (size == 0) break;
    }
  } else {
    size_t size = 0;
    EXPECT_TRUE(answer.headers.count("content-length") == 0 ||
                absl::SimpleAtoi(answer.header("content-length"), &size));
    fill(size);
    answer.body = bytes.substr(0, size);
    bytes.erase(0, size);
  }
  left_ = bytes;
  return answer;
}

std::string RequestText(absl::string_view method, absl::string_view target,
                        const std::vector<std::pair<std::string, std::string>>& headers, absl::string_view body) {
  std::string text = absl::StrCat(method, " ", target, " HTTP/1.1\r\n");
  bool host = false;
  for (const auto& [name, value] : headers) {
    absl::StrAppend(&text, name, ": ", value, "\r\n");
    host |= name == "Host";
  }
  if (!host) absl::StrAppend(&text, "Host: localhost\r\n");
  if (!body.empty()) absl::StrAppend(&text, "Content-Length: ", body.size(), "\r\n");
  absl::StrAppend(&text, "\r\n", body);
  return text;
}

Edge::Edge(HttpOptions http) : house_("notes", "krans.notes.v1") {
  rpc::RegisterNotes(&house_.door());
  feed_ = journal::ServeJournal(
      {.service = "notes", .door = &house_.door(), .store = &house_.store(), .services = {rpc::kNotes}});
  EXPECT_EQ(house_.door().Check({rpc::kNotes, journal::kJournal}), absl::OkStatus());
  auto server = rpc::Server::Start(
      &house_.door(), {.service = "notes", .services = {rpc::kNotes}, .clock = [this] { return house_.now(); }});
  EXPECT_TRUE(server.ok()) << server.status();
  server_ = *std::move(server);
  std::ofstream(folder_.path() + "/people.textproto")
      << R"(people { person: "olle" display_name: "Olle" } people { person: "anna" display_name: "Anna" })";
  GatewayOptions options = Options();
  options.http = std::move(http);
  auto gateway = Gateway::Start(std::move(options), signer());
  EXPECT_TRUE(gateway.ok()) << gateway.status();
  gateway_ = *std::move(gateway);
  notes::v1::Note note;
  note.set_name("books/a/notes/b");
  note.set_text("först");
  note.set_owner("anna");
  EXPECT_TRUE(house_.Put(note).ok());
}

Edge::~Edge() = default;

GatewayOptions Edge::Options() const {
  GatewayOptions options;
  options.addresses = {{"notes", absl::StrCat("127.0.0.1:", server_->port())}};
  options.people = folder_.path() + "/people.textproto";
  options.schema = NotesSchema();
  options.clock = [this] { return house_.now(); };
  options.metrics = &metrics_;
  options.log = [](absl::string_view) {};
  return options;
}

Answer Edge::Ask(const std::string& request) const {
  Wire wire(port());
  EXPECT_TRUE(wire.Send(request));
  return wire.ReadAnswer();
}

std::vector<std::pair<std::string, std::string>> Edge::Headers(const std::string& cookie, const std::string& type) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"Sec-Fetch-Site", "same-origin"}, {"Connect-Protocol-Version", "1"}, {"Content-Type", type}};
  if (!cookie.empty()) headers.emplace_back("Cookie", absl::StrCat(kSessionCookie, "=", cookie));
  return headers;
}

Answer Edge::Post(const std::string& target, const std::string& json, const std::string& cookie) const {
  return Ask(RequestText("POST", target, Headers(cookie), json));
}

std::string Edge::ActAs(const std::string& person) const {
  const Answer answer = Post("/session/act-as", absl::StrCat(R"({"person":")", person, R"("})"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  const std::string cookie = answer.header("set-cookie");
  const size_t begin = cookie.find('=') + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

}  // namespace krans::gateway

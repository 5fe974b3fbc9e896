#include "clients/example/player.h"

#include <openssl/sha.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/rpc/code.pb.h"
#include "services/cycle/deadline_rules.h"
#include "services/rpc/error.h"
#include "services/rpc/keys.h"

namespace krans::example {
namespace {

using clients::Answer;
using google::protobuf::Message;

constexpr std::chrono::seconds kPatience(60);
constexpr std::chrono::milliseconds kPause(200);

std::string DigestOf(absl::string_view data) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

// Replaces the file as a whole, so that whoever reads it sees the old text or the new.
absl::Status Write(const std::string& path, absl::string_view text) {
  const std::string fresh = path + ".new";
  std::ofstream out(fresh, std::ios::trunc);
  out << text;
  out.close();
  if (!out || std::rename(fresh.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

// The method that takes such a request: every request type belongs to one.
std::string MethodOf(const Message& request) {
  const google::protobuf::FileDescriptor* file = request.GetDescriptor()->file();
  for (int i = 0; i < file->service_count(); ++i) {
    for (int j = 0; j < file->service(i)->method_count(); ++j) {
      const google::protobuf::MethodDescriptor* method = file->service(i)->method(j);
      if (method->input_type() == request.GetDescriptor()) {
        return absl::StrCat(file->service(i)->full_name(), "/", method->name());
      }
    }
  }
  return std::string(request.GetDescriptor()->full_name());
}

bool IsSilence(const Answer& answer) {
  const std::string reason = clients::ReasonOf(answer.status);
  return answer.status.code() == google::rpc::DEADLINE_EXCEEDED ||
         (answer.status.code() == google::rpc::UNAVAILABLE && (reason.empty() || reason == "SOURCE_SILENT"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Player>> Player::Open(const std::string& dir, absl::string_view data) {
  KRANS_ASSIGN(clients::Addresses addresses, clients::ReadAddresses(dir));
  KRANS_ASSIGN(rpc::Signer signer, rpc::LoadSigner(dir + "/keys", rpc::kIssuer));
  std::unique_ptr<Player> player(new Player(dir, DigestOf(data), std::move(addresses), std::move(signer)));
  KRANS_RETURN(player->Recall());
  return player;
}

bool Player::Skip() { return step_++ < done_; }

std::string Player::RequestId() const { return absl::StrFormat("example-%06d", step_); }

absl::Status Player::Change(absl::string_view person, const Message& request, absl::string_view gone) {
  bool repeated = std::exchange(first_, false);
  KRANS_ASSIGN(const Answer answer, Ask(person, request, &repeated));
  const std::string reason = clients::ReasonOf(answer.status);
  const bool went_before = reason == "REQUEST_ID_REUSED" || (repeated && !gone.empty() && reason == gone);
  if (!answer.ok() && !went_before) return Error(person, request, answer);
  return Remember();
}

absl::Status Player::Refused(absl::string_view person, const Message& request, absl::string_view reason) {
  bool repeated = false;
  KRANS_ASSIGN(const Answer answer, Ask(person, request, &repeated));
  if (clients::ReasonOf(answer.status) != reason) {
    return absl::InternalError(absl::StrCat(Error(person, request, answer).message(), "\nmust be refused: ", reason));
  }
  return Remember();
}

absl::Status Player::Recall() {
  std::ifstream in(dir_ + "/played");
  if (!in) return absl::OkStatus();
  std::string digest, done, position;
  std::getline(in, digest);
  std::getline(in, done);
  std::getline(in, position);
  if (digest != digest_) {
    return absl::FailedPreconditionError(
        absl::StrCat(dir_, " was played from other data: play in a new deployment, or with the data of that time"));
  }
  if (!absl::SimpleAtoi(done, &done_)) return absl::FailedPreconditionError(absl::StrCat(dir_, "/played is broken"));
  connection_.set_position(position);
  return absl::OkStatus();
}

absl::Status Player::Remember() {
  done_ = step_;
  return Write(dir_ + "/played", absl::StrCat(digest_, "\n", done_, "\n", connection_.position(), "\n"));
}

absl::Status Player::SetClock() {
  if (clock_ == now_) return absl::OkStatus();
  KRANS_RETURN(Write(dir_ + "/clock", absl::FormatTime(absl::RFC3339_full, now_, cycle::Stockholm()) + "\n"));
  clock_ = now_;
  tokens_.clear();
  return absl::OkStatus();
}

absl::StatusOr<std::string> Player::Token(absl::string_view person) {
  if (person.empty()) return std::string();
  if (const auto known = tokens_.find(person); known != tokens_.end()) return known->second;
  rpc::Claims claims;
  claims.subject = std::string(person);
  claims.audience = std::string(rpc::kEveryService);
  claims.acr = "loa3";
  claims.authenticated = clock_;
  KRANS_ASSIGN(std::string token, rpc::Mint(signer_, claims, clock_));
  tokens_.emplace(person, token);
  return token;
}

absl::StatusOr<std::string> Player::Call(absl::string_view person, const Message& request) {
  bool repeated = false;
  KRANS_ASSIGN(Answer answer, Ask(person, request, &repeated));
  if (!answer.ok()) return Error(person, request, answer);
  return std::move(answer.response);
}

absl::StatusOr<Answer> Player::Ask(absl::string_view person, const Message& request, bool* repeated) {
  KRANS_RETURN(SetClock());
  KRANS_ASSIGN(const std::string token, Token(person));
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    Answer answer = connection_.Call(MethodOf(request), token, request.SerializeAsString(), absl::Seconds(10));
    if (!IsSilence(answer) || std::chrono::steady_clock::now() >= end) return answer;
    *repeated = true;
    std::this_thread::sleep_for(kPause);
  }
}

absl::Status Player::Error(absl::string_view person, const Message& request, const Answer& answer) const {
  return absl::AbortedError(
      absl::StrCat("step ", step_, " at ", absl::FormatTime("%Y-%m-%d %H:%M:%S", now_, cycle::Stockholm()), ", ",
                   person, ", ", MethodOf(request), "\n", request.DebugString(),
                   "answer: ", google::rpc::Code_Name(answer.status.code()), " ", answer.status.DebugString()));
}

}  // namespace krans::example

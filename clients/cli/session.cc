#include "clients/cli/session.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <ostream>
#include <random>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "clients/cli/record.h"
#include "clients/cli/refusal.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/rpc/base64url.h"
#include "services/rpc/error.h"
#include "services/rpc/keys.h"
#include "services/rpc/mint.h"

namespace krans::cli {
namespace {

std::string FirstLine(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

// Whom a token speaks of, whether or not it is valid: the services judge that.
std::string SubjectOf(absl::string_view token) {
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3) return "";
  std::string payload;
  google::protobuf::Struct claims;
  if (!rpc::FromBase64Url(parts[1], &payload)) return "";
  if (!google::protobuf::util::JsonStringToMessage(payload, &claims).ok()) return "";
  const auto subject = claims.fields().find("sub");
  return subject == claims.fields().end() ? "" : subject->second.string_value();
}

absl::StatusOr<std::string> MintFrom(const std::string& data, absl::string_view signer, rpc::Claims claims,
                                     absl::Time now) {
  KRANS_ASSIGN(const rpc::Signer with, rpc::LoadSigner(data + "/keys", signer));
  return rpc::Mint(with, claims, now);
}

}  // namespace

std::string Session::Person() const { return globals_.token.empty() ? globals_.person : SubjectOf(globals_.token); }

absl::StatusOr<absl::Time> Session::Now() const {
  if (globals_.clock.empty()) return absl::Now();
  absl::Time time;
  std::string why;
  const std::string line = FirstLine(globals_.clock);
  if (!absl::ParseTime(absl::RFC3339_full, std::string(absl::StripAsciiWhitespace(line)), &time, &why)) {
    return absl::FailedPreconditionError(
        absl::StrCat(globals_.clock, ": not a time as 2024-05-31T12:00:00+02:00: \"", line, "\""));
  }
  return time;
}

absl::StatusOr<std::string> Session::Token() const {
  if (!globals_.token.empty() || globals_.person.empty()) return globals_.token;
  KRANS_ASSIGN(const absl::Time now, Now());
  rpc::Claims claims;
  claims.subject = globals_.person;
  claims.audience = std::string(rpc::kEveryService);
  claims.acr = "loa3";
  claims.authenticated = now;
  return MintFrom(globals_.data, rpc::kIssuer, std::move(claims), now);
}

absl::StatusOr<std::string> Session::ServiceToken(absl::string_view service) const {
  KRANS_ASSIGN(const absl::Time now, Now());
  rpc::Claims claims;
  claims.subject = absl::StrCat("service:", service);
  claims.audience = std::string(service);
  return MintFrom(globals_.data, service, std::move(claims), now);
}

absl::StatusOr<clients::Addresses> Session::Addresses() const { return clients::ReadAddresses(globals_.data); }

absl::StatusOr<clients::Answer> Session::Call(absl::string_view method, const google::protobuf::Message& request) {
  return CallAt(clients::ServiceOf(method), method, request);
}

absl::StatusOr<clients::Answer> Session::CallAt(absl::string_view service, absl::string_view method,
                                                const google::protobuf::Message& request) {
  if (!connection_.has_value()) {
    KRANS_ASSIGN(clients::Addresses addresses, Addresses());
    KRANS_ASSIGN(token_, Token());
    connection_.emplace(std::move(addresses));
    connection_->set_position(FirstLine(SeenFile()));
  }
  clients::Answer answer = connection_->CallAt(service, method, token_, request.SerializeAsString());
  if (clients::ReasonOf(answer.status) == "MALFORMED" && !connection_->position().empty()) {
    // What was seen in an installation that has new keys by now.
    connection_->set_position("");
    answer = connection_->CallAt(service, method, token_, request.SerializeAsString());
  }
  // Only for the person's own next run: where it cannot be kept, that may see what was so a second ago.
  const std::string path = SeenFile(), fresh = absl::StrCat(path, ".", getpid());
  if (std::ofstream out(fresh); out << connection_->position() << "\n") {
    out.close();
    std::rename(fresh.c_str(), path.c_str());
  }
  return answer;
}

std::string Session::SeenFile() const { return globals_.data + "/seen"; }

void Session::Show(const google::protobuf::Message& message) const {
  if (globals_.json) {
    out_ << ToJson(message);
  } else {
    PrintRecord(message, view_, out_);
  }
}

void Session::Show(const Table& table) const {
  if (globals_.json) {
    out_ << table.ToJson();
  } else {
    table.Print(view_, out_);
  }
}

int Session::Fail(const absl::Status& status) const { return PrintFailure(status, globals_, err_); }

std::string NewRequestId() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) absl::StrAppendFormat(&id, "%08x", random());
  return id;
}

}  // namespace krans::cli

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/messages.h"
#include "clients/cli/operators.h"
#include "clients/cli/refusal.h"
#include "clients/cli/table.h"
#include "grpc/health/v1/health.pb.h"
#include "krans/journal/v1/journal.pb.h"

namespace krans::cli {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

constexpr char kCheck[] = "grpc.health.v1.Health/Check";
constexpr char kHead[] = "krans.journal.v1.Journal/Head";
constexpr char kVerify[] = "krans.journal.v1.Journal/Verify";
constexpr char kCheckpoint[] = "krans.journal.v1.Journal/Checkpoint";
constexpr Text kLost = {
    "The journal of {source} is not the one that {follower} followed, as after a restore; what needs it is refused. "
    "Stop "
    "{follower}, run `krans store follow-again {data}/{follower} {source} --reason WHY`, and start it again.",
    "Journalen för {source} är inte den som {follower} följde, som efter en återläsning; det som behöver den nekas. "
    "Stoppa {follower}, kör `krans store follow-again {data}/{follower} {source} --reason VARFÖR`, och starta den "
    "igen."};
constexpr absl::Duration kPatience = absl::Seconds(5);

// What one service says of itself.
struct Service {
  std::string address;
  std::string token;
  bool answers = false;
  bool serving = false;
  std::string position;  // what whoever saw all of its journal has seen
  journal::v1::HeadResponse where;
  std::vector<std::string> behind;
};

clients::Answer AskHead(const clients::Addresses& addresses, const std::string& name, const Service& service,
                        std::string* position) {
  clients::Connection connection(addresses);
  connection.set_position(*position);
  clients::Answer answer =
      connection.CallAt(name, kHead, service.token, journal::v1::HeadRequest().SerializeAsString(), kPatience);
  *position = connection.position();
  return answer;
}

void Ask(const clients::Addresses& addresses, const std::string& name, Service* service) {
  clients::Connection connection(addresses);
  const clients::Answer health =
      connection.CallAt(name, kCheck, "", HealthCheckRequest().SerializeAsString(), kPatience);
  HealthCheckResponse response;
  service->answers = health.ok() && response.ParseFromString(health.response);
  service->serving = service->answers && response.status() == HealthCheckResponse::SERVING;
  if (!service->serving) return;
  const clients::Answer head = AskHead(addresses, name, *service, &service->position);
  if (head.ok()) service->where.ParseFromString(head.response);
}

// The person's own token where they are named, else the service's for itself.
absl::StatusOr<std::string> TokenFor(const Session& session, const std::string& service) {
  return session.Person().empty() ? session.ServiceToken(service) : session.Token();
}

bool IsLost(const Service& service, const std::string& source) {
  for (const journal::v1::Followed& followed : service.where.following()) {
    if (followed.source() == source) return followed.lost();
  }
  return false;
}

std::string HealthOf(const Service& service, Language language) {
  const bool swedish = language == Language::kSwedish;
  if (!service.answers) return swedish ? "svarar inte" : "no answer";
  if (!service.serving) return swedish ? "tar inte emot" : "not serving";
  if (service.where.head().epoch() == 0) return swedish ? "visar inte journalen" : "keeps its journal";
  return swedish ? "igång" : "serving";
}

}  // namespace

int RunStatus(const Line& line, Session& session) {
  const absl::StatusOr<clients::Addresses> addresses = session.Addresses();
  if (!addresses.ok()) return session.Fail(addresses.status());
  std::map<std::string, Service> services;
  for (const auto& [name, address] : *addresses) {
    absl::StatusOr<std::string> token = TokenFor(session, name);
    if (!token.ok()) return session.Fail(token.status());
    Service& service = services[name];
    service.address = address;
    service.token = *std::move(token);
    Ask(*addresses, name, &service);
  }
  const bool swedish = line.globals.language == Language::kSwedish;
  int exit = kDone;
  std::vector<std::pair<std::string, std::string>> lost;
  Table table({"service", "address", "health", "journal", "behind"});
  for (auto& [name, service] : services) {
    // A service waits for what the caller has seen of those it follows, and says so where it waits in vain.
    for (const auto& [source, upstream] : services) {
      std::string position = upstream.position;
      if (source == name || !service.serving || position.empty()) continue;
      if (IsLost(service, source)) {
        service.behind.push_back(source + (swedish ? " (tappad)" : " (lost)"));
        lost.push_back({name, source});
      } else if (!AskHead(*addresses, name, service, &position).ok()) {
        service.behind.push_back(source);
      }
    }
    if (!service.answers) exit = kSilent;
    if (exit == kDone && (!service.serving || !service.behind.empty())) exit = kRefused;
    table.Add({name, service.address, HealthOf(service, line.globals.language),
               service.serving ? absl::StrCat(service.where.head().position()) : "",
               absl::StrJoin(service.behind, ", ")});
  }
  session.Show(table);
  for (const auto& [follower, source] : lost) {
    session.err() << Say(kLost, line.globals.language,
                         {{"follower", follower}, {"source", source}, {"data", line.globals.data}})
                  << "\n";
  }
  return exit;
}

int RunCheckpoint(const Line& line, Session& session) {
  const absl::StatusOr<clients::Addresses> addresses = session.Addresses();
  if (!addresses.ok()) return session.Fail(addresses.status());
  const absl::StatusOr<absl::Time> now = session.Now();
  if (!now.ok()) return session.Fail(now.status());
  const std::string* named = line.Find("NAME");
  journal::v1::CheckpointRequest request;
  request.set_name(named != nullptr ? *named : absl::FormatTime("%Y%m%d-%H%M%S", *now, absl::UTCTimeZone()));
  clients::Connection connection(*addresses);
  Table table({"service", "folder"});
  for (const auto& [name, address] : *addresses) {
    const absl::StatusOr<std::string> token = session.ServiceToken(name);
    if (!token.ok()) return session.Fail(token.status());
    const clients::Answer answer =
        connection.CallAt(name, kCheckpoint, *token, request.SerializeAsString(), absl::Minutes(10));
    if (!answer.ok()) return PrintRefusal(answer.status, line.globals, session.err());
    journal::v1::CheckpointResponse made;
    if (!made.ParseFromString(answer.response)) {
      return session.Fail(absl::DataLossError("an answer does not parse"));
    }
    table.Add({name, made.dir()});
  }
  session.Show(table);
  return kDone;
}

int RunVerify(const Line& line, Session& session) {
  const bool swedish = line.globals.language == Language::kSwedish;
  const absl::StatusOr<clients::Addresses> addresses = session.Addresses();
  if (!addresses.ok()) return session.Fail(addresses.status());
  clients::Connection connection(*addresses);
  bool silent = false;
  std::vector<std::string> faults;
  Table table({"service", "epoch", "journal", "access log", "records", "payloads", "purged", "result"});
  for (const auto& [name, address] : *addresses) {
    const absl::StatusOr<std::string> token = TokenFor(session, name);
    if (!token.ok()) return session.Fail(token.status());
    const clients::Answer answer =
        connection.CallAt(name, kVerify, *token, journal::v1::VerifyRequest().SerializeAsString(), absl::Minutes(10));
    if (!clients::ReasonOf(answer.status).empty()) return PrintRefusal(answer.status, line.globals, session.err());
    journal::v1::VerifyResponse found;
    if (!answer.ok() || !found.ParseFromString(answer.response)) {
      silent = true;
      table.Add({name, "", "", "", "", "", "", swedish ? "svarar inte" : "no answer"});
      continue;
    }
    for (const std::string& fault : found.faults()) faults.push_back(absl::StrCat(name, ": ", fault));
    const std::string result = found.faults_size() > 0 ? absl::StrCat(found.faults_size(), swedish ? " fel" : " faults")
                                                       : (swedish ? "håller" : "holds");
    table.Add({name, absl::StrCat(found.journal().epoch()), absl::StrCat(found.journal().position()),
               absl::StrCat(found.access_log()), absl::StrCat(found.records()), absl::StrCat(found.payloads()),
               absl::StrCat(found.purged()), result});
  }
  session.Show(table);
  for (const std::string& fault : faults) session.err() << fault << "\n";
  if (!faults.empty()) return kFault;
  return silent ? kSilent : kDone;
}

}  // namespace krans::cli

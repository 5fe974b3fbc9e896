#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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
constexpr absl::Duration kPatience = absl::Seconds(5);

// What one service says of itself.
struct Service {
  std::string address;
  std::string token;
  bool answers = false;
  bool serving = false;
  std::string position;  // what whoever saw all of its journal has seen
  journal::v1::Position head;
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
  journal::v1::HeadResponse where;
  if (head.ok() && where.ParseFromString(head.response)) service->head = where.head();
}

// The person's own token where they are named, else the service's for itself.
absl::StatusOr<std::string> TokenFor(const Session& session, const std::string& service) {
  return session.Person().empty() ? session.ServiceToken(service) : session.Token();
}

std::string HealthOf(const Service& service, Language language) {
  const bool swedish = language == Language::kSwedish;
  if (!service.answers) return swedish ? "svarar inte" : "no answer";
  if (!service.serving) return swedish ? "tar inte emot" : "not serving";
  if (service.head.epoch() == 0) return swedish ? "visar inte journalen" : "keeps its journal";
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
  int exit = kDone;
  Table table({"service", "address", "health", "journal", "behind"});
  for (auto& [name, service] : services) {
    // A service waits for what the caller has seen of those it follows, and says so where it waits in vain.
    for (const auto& [source, upstream] : services) {
      std::string position = upstream.position;
      if (source == name || !service.serving || position.empty()) continue;
      if (!AskHead(*addresses, name, service, &position).ok()) service.behind.push_back(source);
    }
    if (!service.answers) exit = kSilent;
    if (exit == kDone && (!service.serving || !service.behind.empty())) exit = kRefused;
    table.Add({name, service.address, HealthOf(service, line.globals.language),
               service.serving ? absl::StrCat(service.head.position()) : "", absl::StrJoin(service.behind, ", ")});
  }
  session.Show(table);
  return exit;
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

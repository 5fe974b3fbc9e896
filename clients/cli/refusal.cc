#include "clients/cli/refusal.h"

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/cli/hints.h"
#include "clients/cli/messages.h"
#include "clients/cli/names.h"
#include "clients/cli/record.h"
#include "clients/cli/session.h"
#include "clients/cli/values.h"
#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"
#include "krans/access/v1/reason.pb.h"

namespace krans::cli {
namespace {

using access::v1::Reason;
using FieldViolation = google::rpc::BadRequest::FieldViolation;

constexpr Text kSilence = {"No answer from Krans: {why}. `krans status` shows which services are up.",
                           "Inget svar från Krans: {why}. `krans status` visar vilka tjänster som är igång."};
constexpr Text kLeftOut = {"... and {left_out} more.", "... och {left_out} till."};

template <typename T>
T Detail(const google::rpc::Status& status) {
  T detail;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.Is<T>()) any.UnpackTo(&detail);
  }
  return detail;
}

const Text* SentenceOf(absl::string_view name) {
  Reason reason = access::v1::REASON_UNSPECIFIED;
  return access::v1::Reason_Parse(std::string(name), &reason) ? cli::SentenceOf(reason) : nullptr;
}

// The metadata with every name in it shortened, and codes in words.
std::map<std::string, std::string> ValuesOf(const google::rpc::ErrorInfo& info, const Globals& globals) {
  std::map<std::string, std::string> values;
  for (const auto& [key, code] : info.metadata()) {
    const std::string value = InWords(code, globals.language);
    std::vector<std::string> parts;
    for (absl::string_view part : absl::StrSplit(value, ", ")) parts.push_back(Shorten(part, globals.award));
    values[key] = absl::StrJoin(parts, ", ");
  }
  return values;
}

// What gRPC itself refuses has no reason: a message past its size.
google::rpc::Status WithReason(google::rpc::Status status) {
  if (status.code() != google::rpc::RESOURCE_EXHAUSTED || status.details_size() > 0) return status;
  google::rpc::ErrorInfo info;
  info.set_reason(access::v1::Reason_Name(access::v1::TOO_LARGE));
  info.set_domain("krans");
  status.add_details()->PackFrom(info);
  return status;
}

int Print(const google::rpc::Status& given, const Globals& globals,
          const std::function<std::string(const FieldViolation&)>& argument_of, std::ostream& err) {
  const google::rpc::Status status = WithReason(given);
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  const bool silent = info.reason().empty() &&
                      (status.code() == google::rpc::UNAVAILABLE || status.code() == google::rpc::DEADLINE_EXCEEDED ||
                       status.code() == google::rpc::UNIMPLEMENTED);
  const int exit = silent ? kSilent : kRefused;
  if (globals.json) {
    err << ToJson(status);
    return exit;
  }
  const Language language = globals.language;
  if (silent) {
    err << Say(kSilence, language, {{"why", status.message()}}) << "\n";
    return exit;
  }
  const auto values = ValuesOf(info, globals);
  const Text* sentence = SentenceOf(info.reason());
  err << (sentence == nullptr ? status.message() : Say(*sentence, language, values)) << "\n";
  const auto fields = Detail<google::rpc::BadRequest>(status);
  const auto bounds = Detail<access::v1::Bounds>(status);
  int shown = 0;
  for (const auto& violation : fields.field_violations()) {
    const int i = shown++;
    const access::v1::Bound bound = i < bounds.bounds_size() ? bounds.bounds(i) : access::v1::Bound();
    err << "  " << argument_of(violation) << " " << Complaint(violation, bound, language) << "\n";
  }
  if (values.count("left_out") > 0) err << "  " << Say(kLeftOut, language, values) << "\n";
  return exit;
}

}  // namespace

int PrintRefusal(const google::rpc::Status& status, const Line& line, const Request& request, std::ostream& err) {
  return Print(
      status, line.globals, [&](const FieldViolation& violation) { return ArgumentOf(line, request, violation); }, err);
}

int PrintRefusal(const google::rpc::Status& status, const Globals& globals, std::ostream& err) {
  return Print(
      status, globals, [](const FieldViolation& violation) { return violation.field(); }, err);
}

int PrintFailure(const absl::Status& status, const Globals& globals, std::ostream& err) {
  if (globals.json) {
    google::rpc::Status as_rpc;
    as_rpc.set_code(static_cast<int>(status.code()));
    as_rpc.set_message(std::string(status.message()));
    err << ToJson(as_rpc);
  } else {
    err << status.message() << "\n";
  }
  if (absl::IsInvalidArgument(status)) return kUsage;
  return absl::IsNotFound(status) || absl::IsUnavailable(status) ? kSilent : kRefused;
}

}  // namespace krans::cli

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

bool IsSilent(const google::rpc::Status& status) {
  return Detail<google::rpc::ErrorInfo>(status).reason().empty() &&
         (status.code() == google::rpc::UNAVAILABLE || status.code() == google::rpc::DEADLINE_EXCEEDED ||
          status.code() == google::rpc::UNIMPLEMENTED);
}

using NameOf = std::function<std::string(const FieldViolation&)>;

// A line for each field that `argument_of` has a name for.
void PrintFields(const google::rpc::Status& status, const Globals& globals, const NameOf& argument_of,
                 std::ostream& err) {
  const auto fields = Detail<google::rpc::BadRequest>(status);
  const auto bounds = Detail<access::v1::Bounds>(status);
  for (int i = 0; i < fields.field_violations_size(); ++i) {
    const std::string name = argument_of(fields.field_violations(i));
    if (name.empty()) continue;
    const access::v1::Bound bound = i < bounds.bounds_size() ? bounds.bounds(i) : access::v1::Bound();
    err << "  " << name << " " << Complaint(fields.field_violations(i), bound, globals.language) << "\n";
  }
  const auto values = ValuesOf(Detail<google::rpc::ErrorInfo>(status), globals);
  if (values.count("left_out") > 0) err << "  " << Say(kLeftOut, globals.language, values) << "\n";
}

void PrintSentence(const google::rpc::Status& status, const Globals& globals, std::ostream& err) {
  const auto info = Detail<google::rpc::ErrorInfo>(status);
  const Text* sentence = IsSilent(status) ? &kSilence : SentenceOf(info.reason());
  auto values = ValuesOf(info, globals);
  if (IsSilent(status)) values["why"] = status.message();
  err << (sentence == nullptr ? status.message() : Say(*sentence, globals.language, values)) << "\n";
}

int Print(const google::rpc::Status& status, const Globals& globals, const NameOf& argument_of, std::ostream& err) {
  if (globals.json) {
    err << ToJson(status);
  } else {
    PrintSentence(status, globals, err);
    PrintFields(status, globals, argument_of, err);
  }
  return IsSilent(status) ? kSilent : kRefused;
}

// What this side found, then what the service did.
int PrintWrong(const google::rpc::Status& status, const Globals& globals, const std::vector<std::string>& wrong,
               const NameOf& argument_of, std::ostream& err) {
  if (globals.json) {
    google::rpc::Status whole;
    whole.set_code(google::rpc::INVALID_ARGUMENT);
    whole.set_message(absl::StrJoin(wrong, "\n"));
    if (!IsSilent(status)) *whole.mutable_details() = status.details();
    err << ToJson(whole);
    return kUsage;
  }
  err << absl::StrJoin(wrong, "\n") << "\n";
  if (status.code() == google::rpc::OK || IsSilent(status)) return kUsage;
  const std::string reason = Detail<google::rpc::ErrorInfo>(status).reason();
  if (reason != access::v1::Reason_Name(access::v1::FIELD_INVALID)) PrintSentence(status, globals, err);
  PrintFields(status, globals, argument_of, err);
  return kUsage;
}

}  // namespace

int PrintRefusal(const google::rpc::Status& given, const Line& line, const Request& request, std::ostream& err) {
  const google::rpc::Status status = WithReason(given);
  const auto argument_of = [&](const FieldViolation& violation) {
    std::string name = ArgumentOf(line, request, violation);
    return request.at_fault.count(name) > 0 ? "" : name;
  };
  return request.wrong.empty() ? Print(status, line.globals, argument_of, err)
                               : PrintWrong(status, line.globals, request.wrong, argument_of, err);
}

int PrintRefusal(const google::rpc::Status& given, const Globals& globals, std::ostream& err) {
  return Print(
      WithReason(given), globals, [](const FieldViolation& violation) { return violation.field(); }, err);
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

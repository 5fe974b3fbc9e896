#include "services/rpc/error.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"

namespace krans::rpc {
namespace {

using access::v1::Bound;
using access::v1::Bounds;
using access::v1::Reason;
using google::rpc::BadRequest;
using google::rpc::ErrorInfo;

constexpr char kDomain[] = "krans";
constexpr char kInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kBoundsUrl[] = "type.googleapis.com/krans.access.v1.Bounds";
constexpr char kLeftOut[] = "left_out";
constexpr size_t kMostBytes = 4096;
constexpr size_t kMostMetadataBytes = 2048;
constexpr size_t kMostViolations = 200;
constexpr size_t kFraming = 16;  // tags and lengths around one violation or metadata entry, and some to spare

struct Row {
  Reason reason;
  absl::StatusCode code;
  const char* sentence;
};

using Code = absl::StatusCode;
constexpr Row kTable[] = {
    {access::v1::REASON_UNSPECIFIED, Code::kInternal, "Something went wrong here."},
    {access::v1::FIELD_INVALID, Code::kInvalidArgument, "Some fields are not valid."},
    {access::v1::UNAUTHENTICATED, Code::kUnauthenticated, "Sign in first."},
    {access::v1::SIGN_IN_TOO_WEAK, Code::kUnauthenticated, "This needs a stronger or more recent sign-in."},
    {access::v1::NOT_ALLOWED, Code::kPermissionDenied, "You may not do this."},
    {access::v1::NOT_FOUND, Code::kNotFound, "There is no such resource."},
    {access::v1::ALREADY_EXISTS, Code::kAlreadyExists, "The resource exists already."},
    {access::v1::ETAG_MISMATCH, Code::kAborted, "The resource has changed since it was read."},
    {access::v1::REQUEST_ID_REUSED, Code::kAlreadyExists, "The request_id was used with another content."},
    {access::v1::PHASE_CLOSED, Code::kFailedPrecondition, "The phase for this is not open."},
    {access::v1::GATE_CLOSED, Code::kFailedPrecondition, "The gate before this is not open."},
    {access::v1::WRONG_STATE, Code::kFailedPrecondition, "The resource is not in a state that allows this."},
    {access::v1::SOURCE_SILENT, Code::kUnavailable, "Another service has not been heard from; try again shortly."},
    {access::v1::OVERLOADED, Code::kResourceExhausted, "Too much at once; try again shortly."},
    {access::v1::TOO_LARGE, Code::kResourceExhausted, "The request is too large."},
    {access::v1::MALFORMED, Code::kInvalidArgument, "The request cannot be read."},
    {access::v1::INTERNAL, Code::kInternal, "Something went wrong here; the incident number leads to the cause."},
    {access::v1::READ_ONLY, Code::kUnavailable, "The store accepts no changes until it is reopened."},
    {access::v1::POSITION_LOST, Code::kDataLoss, "The position is not in this journal."},
    {access::v1::DEADLINE_PASSED, Code::kFailedPrecondition, "The deadline has passed."},
    {access::v1::UNKNOWN_METHOD, Code::kUnimplemented, "There is no such method."},
    {access::v1::SECOND_PERSON_NEEDED, Code::kFailedPrecondition, "A second person must confirm the same content."},
    {access::v1::GATE_WARNS, Code::kFailedPrecondition, "Done, though a gate before it is not open."},
    {access::v1::STOPPING, Code::kUnavailable, "The server is about to end; try again shortly."},

    {access::v1::NOT_ELIGIBLE, Code::kFailedPrecondition, "The rules of the year do not allow this participation."},
    {access::v1::ALREADY_REGISTERED, Code::kAlreadyExists, "The unit is registered already."},
    {access::v1::ANSWER_MISSING, Code::kFailedPrecondition, "Some questions are not answered."},
    {access::v1::SEALED, Code::kFailedPrecondition, "The submission can no longer be changed."},
    {access::v1::CYCLE_FROZEN, Code::kFailedPrecondition, "The year's rules can no longer be changed."},

    {access::v1::ASSESSMENT_LOCKED, Code::kFailedPrecondition, "The assessment is locked."},
    {access::v1::ASSESSMENT_INCOMPLETE, Code::kFailedPrecondition, "Some criteria are not assessed."},
    {access::v1::CONFLICT_UNDECLARED, Code::kFailedPrecondition, "Declare conflicts of interest first."},
    {access::v1::EXAMINER_NOT_READY, Code::kFailedPrecondition, "The examiner is not ready to be assigned."},
    {access::v1::TEAM_INVALID, Code::kFailedPrecondition, "The team does not meet the rules."},
    {access::v1::DISCUSSION_NOTE_NEEDED, Code::kFailedPrecondition, "A discussion note is needed."},
    {access::v1::NOT_AGREED, Code::kFailedPrecondition, "Some criteria are not agreed on."},
    {access::v1::NOT_SIGNED, Code::kFailedPrecondition, "Some signatures are missing."},
    {access::v1::ISSUES_OPEN, Code::kFailedPrecondition, "Some issues are still open."},
    {access::v1::EVIDENCE_NEEDED, Code::kFailedPrecondition, "A change after the visit needs evidence."},

    {access::v1::NO_QUORUM, Code::kFailedPrecondition, "Too few are present to decide."},
    {access::v1::EMBARGOED, Code::kFailedPrecondition, "This is under embargo."},
    {access::v1::VOTE_OPEN, Code::kFailedPrecondition, "The vote is not closed."},
    {access::v1::DECISION_FINAL, Code::kFailedPrecondition, "The decision is final."},

    {access::v1::FIELD_REQUIRED, Code::kInvalidArgument, "The field is required."},
    {access::v1::FIELD_TOO_LONG, Code::kInvalidArgument, "The field is too long."},
    {access::v1::FIELD_TOO_SHORT, Code::kInvalidArgument, "The field is too short."},
    {access::v1::FIELD_TOO_MANY, Code::kInvalidArgument, "The field has too many elements."},
    {access::v1::FIELD_OUT_OF_RANGE, Code::kInvalidArgument, "The number is out of range."},
    {access::v1::FIELD_PATTERN, Code::kInvalidArgument, "The field does not have the right form."},
    {access::v1::FIELD_OUTPUT_ONLY, Code::kInvalidArgument, "The field is set by the service only."},
    {access::v1::FIELD_IMMUTABLE, Code::kInvalidArgument, "The field cannot be changed."},
    {access::v1::FIELD_UNKNOWN_VALUE, Code::kInvalidArgument, "The value is not known."},
    {access::v1::FIELD_NOT_UTF8, Code::kInvalidArgument, "The text is not UTF-8."},
    {access::v1::FIELD_OFF_GRID, Code::kInvalidArgument, "The score is not on the scheme's step."},
    {access::v1::FIELD_OUTSIDE_BAND, Code::kInvalidArgument, "The score is outside its band."},
    {access::v1::FIELD_COMMENT_NEEDED, Code::kInvalidArgument, "A score needs a comment."},
    {access::v1::FIELD_REFERENCE, Code::kInvalidArgument, "The field names something that does not exist."},
    {access::v1::FIELD_DUPLICATE, Code::kInvalidArgument, "The value occurs more than once."},
    {access::v1::FIELD_NOT_ALLOWED, Code::kInvalidArgument, "The field may not be given here."},
    {access::v1::FIELD_DATE, Code::kInvalidArgument, "The field is not a valid calendar day."},
    {access::v1::FIELD_FILE_KIND, Code::kInvalidArgument,
     "The file is not of a kind that is taken, or not what its name says."},
};

const Row& RowOf(Reason reason) {
  const auto* row =
      std::find_if(std::begin(kTable), std::end(kTable), [&](const Row& r) { return r.reason == reason; });
  return row == std::end(kTable) ? kTable[0] : *row;
}

std::string Serialise(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

template <typename T>
bool ReadPayload(const absl::Status& status, const char* url, T* message) {
  auto payload = status.GetPayload(url);
  return payload.has_value() && message->ParseFromString(std::string(*payload));
}

// Violations, and the bounds of each.
struct Faults {
  BadRequest violations;
  Bounds bounds;

  int size() const { return violations.field_violations_size(); }
  bool bounded() const {
    return std::any_of(bounds.bounds().begin(), bounds.bounds().end(),
                       [](const Bound& bound) { return bound.ByteSizeLong() > 0; });
  }
  void Add(const Faults& from, int i) {
    *violations.add_field_violations() = from.violations.field_violations(i);
    *bounds.add_bounds() = from.bounds.bounds(i);
  }
};

Faults FaultsOf(const absl::Status& status) {
  Faults faults;
  ReadPayload(status, kBadRequestUrl, &faults.violations);
  ReadPayload(status, kBoundsUrl, &faults.bounds);
  while (faults.bounds.bounds_size() < faults.size()) faults.bounds.add_bounds();
  return faults;
}

void SetFaults(const Faults& faults, absl::Status* status) {
  status->SetPayload(kBadRequestUrl, absl::Cord(Serialise(faults.violations)));
  if (faults.bounded()) status->SetPayload(kBoundsUrl, absl::Cord(Serialise(faults.bounds)));
}

// What of `whole`'s metadata and violations fits, and how many do not.
void Fit(const ErrorInfo& whole, const Faults& faults, ErrorInfo* info, Faults* fitting) {
  info->set_reason(whole.reason());
  info->set_domain(whole.domain());
  int64_t left_out = 0;
  size_t used = 0;
  const std::map<std::string, std::string> in_order(whole.metadata().begin(), whole.metadata().end());
  for (const auto& [key, value] : in_order) {
    if (key == kLeftOut) continue;
    const size_t size = key.size() + value.size() + kFraming;
    if (used + size > kMostMetadataBytes) {
      ++left_out;
    } else {
      used += size;
      (*info->mutable_metadata())[key] = value;
    }
  }
  used = info->ByteSizeLong();
  // The rest of the status: the sentence, the details' type names and the count of what is left out.
  constexpr size_t kRest = 320;
  for (int i = 0; i < faults.size(); ++i) {
    const size_t size =
        faults.violations.field_violations(i).ByteSizeLong() + faults.bounds.bounds(i).ByteSizeLong() + kFraming;
    if (used + size + kRest > kMostBytes) {
      ++left_out;
    } else {
      used += size;
      fitting->Add(faults, i);
    }
  }
  if (auto earlier = whole.metadata().find(kLeftOut); earlier != whole.metadata().end()) {
    left_out += std::strtoll(earlier->second.c_str(), nullptr, 10);
  }
  if (left_out > 0) (*info->mutable_metadata())[kLeftOut] = absl::StrCat(left_out);
}

std::string Describe(const Bound& bound, absl::string_view unit) {
  if (!bound.form().empty()) return absl::StrCat("must be a ", bound.form());
  if (bound.step() > 0) return absl::StrCat("in steps of ", bound.step(), " from ", bound.least());
  if (!bound.has_most()) return absl::StrCat("at least ", bound.least(), unit);
  if (!bound.has_least()) return absl::StrCat("at most ", bound.most(), unit);
  return absl::StrCat(bound.least(), " to ", bound.most(), unit);
}

// Whether the field at `inner` is the one at `outer`, or lies in it: "item.comments" holds "item.comments[0].text".
bool Holds(absl::string_view outer, absl::string_view inner) {
  return absl::ConsumePrefix(&inner, outer) && (inner.empty() || inner[0] == '.' || inner[0] == '[');
}

}  // namespace

absl::Status Refuse(Reason reason, Metadata metadata) {
  const Row& row = RowOf(reason);
  absl::Status status(row.code, row.sentence);
  ErrorInfo info;
  info.set_reason(access::v1::Reason_Name(reason));
  info.set_domain(kDomain);
  for (auto& [key, value] : metadata) (*info.mutable_metadata())[key] = std::move(value);
  status.SetPayload(kInfoUrl, absl::Cord(Serialise(info)));
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  ErrorInfo info;
  Reason reason = access::v1::REASON_UNSPECIFIED;
  if (ReadPayload(status, kInfoUrl, &info)) access::v1::Reason_Parse(info.reason(), &reason);
  return reason;
}

Bound AtLeast(int64_t least) {
  Bound bound;
  bound.set_least(least);
  return bound;
}

Bound AtMost(int64_t most) {
  Bound bound;
  bound.set_most(most);
  return bound;
}

Bound Between(int64_t least, int64_t most) {
  Bound bound = AtLeast(least);
  bound.set_most(most);
  return bound;
}

Bound InSteps(int64_t least, int64_t step) {
  Bound bound = AtLeast(least);
  bound.set_step(step);
  return bound;
}

Bound OfForm(absl::string_view form) {
  Bound bound;
  bound.set_form(std::string(form));
  return bound;
}

void Violations::Add(absl::string_view field, Reason reason, absl::string_view description) {
  Keep({std::string(field), reason, std::string(description), {}});
}

void Violations::Add(absl::string_view field, Reason reason, Bound bound) {
  const bool text = reason == access::v1::FIELD_TOO_LONG || reason == access::v1::FIELD_TOO_SHORT;
  Keep({std::string(field), reason, Describe(bound, text ? " characters" : ""), std::move(bound)});
}

void Violations::Keep(Violation violation) {
  if (violations_.size() == kMostViolations) {
    ++left_out_;
  } else {
    violations_.push_back(std::move(violation));
  }
}

void Violations::Under(absl::string_view prefix) {
  for (Violation& violation : violations_) violation.field = absl::StrCat(prefix, ".", violation.field);
}

absl::Status Violations::status() const {
  if (violations_.empty()) return absl::OkStatus();
  Metadata metadata;
  if (left_out_ > 0) metadata.emplace_back(kLeftOut, absl::StrCat(left_out_));
  absl::Status status = Refuse(access::v1::FIELD_INVALID, std::move(metadata));
  Faults faults;
  for (const Violation& violation : violations_) {
    auto* out = faults.violations.add_field_violations();
    out->set_field(violation.field);
    out->set_reason(access::v1::Reason_Name(violation.reason));
    out->set_description(violation.description);
    *faults.bounds.add_bounds() = violation.bound;
  }
  SetFaults(faults, &status);
  return status;
}

absl::Status WithViolations(absl::Status first, const absl::Status& more) {
  const Faults known = FaultsOf(first), added = FaultsOf(more);
  if (added.size() == 0) return first;
  Faults all = known;
  for (int i = 0; i < added.size(); ++i) {
    const std::string& field = added.violations.field_violations(i).field();
    const auto& told = known.violations.field_violations();
    if (std::none_of(told.begin(), told.end(), [&](const BadRequest::FieldViolation& other) {
          return Holds(other.field(), field) || Holds(field, other.field());
        })) {
      all.Add(added, i);
    }
  }
  SetFaults(all, &first);
  return first;
}

google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view incident) {
  google::rpc::Status out;
  if (status.ok()) return out;
  ErrorInfo whole;
  if (!ReadPayload(status, kInfoUrl, &whole)) {
    if (absl::IsCancelled(status)) {
      out.set_code(static_cast<int>(Code::kCancelled));
      out.set_message("The call was cancelled.");
      return out;
    }
    return ToRpcStatus(absl::IsNotFound(status) ? Refuse(access::v1::NOT_FOUND)
                                                : Refuse(access::v1::INTERNAL, {{"incident", std::string(incident)}}),
                       incident);
  }
  ErrorInfo info;
  Faults fitting;
  Fit(whole, FaultsOf(status), &info, &fitting);
  out.set_code(static_cast<int>(status.code()));
  out.set_message(std::string(status.message()));
  auto add = [&out](const char* url, const google::protobuf::Message& detail) {
    google::protobuf::Any* any = out.add_details();
    any->set_type_url(url);
    any->set_value(Serialise(detail));
  };
  add(kInfoUrl, info);
  if (fitting.size() > 0) add(kBadRequestUrl, fitting.violations);
  if (fitting.bounded()) add(kBoundsUrl, fitting.bounds);
  return out;
}

}  // namespace krans::rpc

#ifndef KRANS_SERVICES_RPC_FIELDS_H_
#define KRANS_SERVICES_RPC_FIELDS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/error.h"

namespace krans::rpc {

// Whether `text` has the named form: "slug" ([a-z0-9-]{1,63}), "date" (a calendar day, 2026-05-31), "month" (2026-05),
// "time" (24 hours, 08:30), "sha256" (64 of [0-9a-f]), "person" ([a-z0-9-]{1,64}), "email" (one @ with text on both
// sides, no space).
bool HasForm(absl::string_view form, absl::string_view text);
bool IsForm(absl::string_view form);

// Whether `name` is a resource name of the form given: segments of [a-z0-9-]{1,63} between slashes, a star for any
// segment ("awards/*/cycles/*"). Forms themselves may have capitals in fixed segments ("boardMatters/*").
bool IsNamed(absl::string_view form, absl::string_view name);

// OK, or FIELD_INVALID with every text field of a serialised request that is not UTF-8: why it would not parse.
absl::Status CheckUtf8(const google::protobuf::Descriptor& request, absl::string_view bytes);

// What the schema says of the fields of a request, all levels of it:
//   - (google.api.field_behavior) REQUIRED: text, bytes and lists are not empty, messages are present, an enum is not
//     its zero value; numbers only where they are `optional`. OUTPUT_ONLY: not set, but for the etag of a record that
//     is itself a field of the request.
//   - (krans.access.v1.limits); where there are none, text has at most 200 code points and lists at most 100 elements.
//     Text that is empty and numbers that are zero count as not given, so only REQUIRED ones have a lower bound.
//   - enum values are known ones; text holds no control characters, but for line ends and tabs where it may be longer
//     than 200; REQUIRED text is not all space; `request_id` is 8 to 64 of [A-Za-z0-9-], `page_token` at most
//     1024 long.
// Made once per method, then only read: thread-safe.
class FieldChecks {
 public:
  explicit FieldChecks(const google::protobuf::Descriptor& request);
  ~FieldChecks();

  // OK, or FIELD_INVALID with everything that is wrong, as paths ("item.comments[2].text"). Discards unknown fields,
  // and the value of every field it refuses: what is left of the request is as the schema has it, but for what is
  // missing.
  absl::Status Check(google::protobuf::Message* request) const;

  // What is wrong with the schema itself: a form that does not exist. Empty where nothing is.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  struct Field;
  struct Plan;
  class Walk;
  const Plan* PlanOf(const google::protobuf::Descriptor& type, bool record);

  std::map<std::pair<const google::protobuf::Descriptor*, bool>, std::unique_ptr<Plan>> plans_;
  std::vector<std::string> faults_;
  const Plan* root_;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_FIELDS_H_

#ifndef KRANS_SERVICES_RPC_ERROR_H_
#define KRANS_SERVICES_RPC_ERROR_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "krans/access/v1/reason.pb.h"

namespace krans::rpc {

using Metadata = std::vector<std::pair<std::string, std::string>>;

// A refusal with its reason: the status code and the English sentence follow from the reason, by one table. What
// varies stands in `metadata`, never in the sentence alone.
absl::Status Refuse(access::v1::Reason reason, Metadata metadata = {});

// The reason of a refusal, REASON_UNSPECIFIED where `status` is not one.
access::v1::Reason ReasonOf(const absl::Status& status);

access::v1::Bound AtLeast(int64_t least);
access::v1::Bound AtMost(int64_t most);
access::v1::Bound Between(int64_t least, int64_t most);
access::v1::Bound InSteps(int64_t least, int64_t step);
access::v1::Bound OfForm(absl::string_view form);

// Collects everything that is wrong with the fields of a request, so that one answer names it all.
class Violations {
 public:
  // `field` is the path within the request or record ("item.comments[0].text"), `description` says what would be right.
  void Add(absl::string_view field, access::v1::Reason reason, absl::string_view description);

  // The same where a bound says what would be right, to clients of any language.
  void Add(absl::string_view field, access::v1::Reason reason, access::v1::Bound bound);

  // Puts `prefix` and a dot before every path: for a record inside a request.
  void Under(absl::string_view prefix);

  bool empty() const { return violations_.empty(); }

  // OK where empty, else FIELD_INVALID with all of them.
  absl::Status status() const;

 private:
  struct Violation {
    std::string field;
    access::v1::Reason reason;
    std::string description;
    access::v1::Bound bound;
  };
  void Keep(Violation violation);

  std::vector<Violation> violations_;
  int64_t left_out_ = 0;  // past the first 200
};

// The refusal `first`, naming also the field violations of `more`: all but those of a field that it names already, or
// that lies in one it names or around one. `first` itself where `more` names none.
absl::Status WithViolations(absl::Status first, const absl::Status& more);

// What leaves the service: code, message and details (ErrorInfo always; BadRequest where fields are violated, and
// Bounds where there are any), at most 4 KiB.
// A status that is no refusal becomes INTERNAL with `incident` and nothing else, except NOT_FOUND and CANCELLED.
google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view incident);

}  // namespace krans::rpc

// Assigns the value of a StatusOr, or returns its status.
#define KRANS_CONCAT_INNER(a, b) a##b
#define KRANS_CONCAT(a, b) KRANS_CONCAT_INNER(a, b)
#define KRANS_ASSIGN(declaration, expression) \
  KRANS_ASSIGN_INNER(KRANS_CONCAT(krans_or_, __LINE__), declaration, expression)
#define KRANS_ASSIGN_INNER(temporary, declaration, expression) \
  auto temporary = (expression);                               \
  if (!temporary.ok()) return temporary.status();              \
  declaration = *std::move(temporary)

// Returns the status where it is not OK.
#define KRANS_RETURN(expression)                                                           \
  do {                                                                                     \
    if (absl::Status krans_status = (expression); !krans_status.ok()) return krans_status; \
  } while (false)

#endif  // KRANS_SERVICES_RPC_ERROR_H_

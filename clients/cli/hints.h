#ifndef KRANS_CLIENTS_CLI_HINTS_H_
#define KRANS_CLIENTS_CLI_HINTS_H_

#include <string>

#include "clients/cli/command.h"
#include "google/rpc/error_details.pb.h"
#include "krans/access/v1/reason.pb.h"

namespace krans::cli {

// What is wrong with a field and what would be right, to follow the field's name: "is too long; shorten it to 2000
// characters". What the service says in English of a field is not said in Swedish where there is no Swedish for it.
std::string Complaint(const google::rpc::BadRequest::FieldViolation& violation, const access::v1::Bound& bound,
                      Language language);

// Whether there is Swedish for what a service says of a field.
bool IsTranslatedHint(absl::string_view description);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_HINTS_H_

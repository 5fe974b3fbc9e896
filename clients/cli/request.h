#ifndef KRANS_CLIENTS_CLI_REQUEST_H_
#define KRANS_CLIENTS_CLI_REQUEST_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/arguments.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"

namespace krans::cli {

// A request as a command line fills it.
struct Request {
  std::unique_ptr<google::protobuf::Message> message;
  std::map<std::string, std::string> from;  // the argument that each field came from: "item.comments[1].text"
  std::vector<std::string> wrong;           // sentences for the person: empty where the request may be sent
  std::set<std::string> at_fault;           // the arguments that they are about
};

// The request of the line's command; `person` is the caller's id. Where arguments are missing, or are not what their
// fields take, it says so of all of them, and what would be right, and is filled with the others.
Request MakeRequest(const Line& line, absl::string_view person);

// What the field that a violation is of is called on the command line: the argument that filled it or would fill it,
// those that begin its elements, that part of a name which is at fault; else the field itself.
std::string ArgumentOf(const Line& line, const Request& request,
                       const google::rpc::BadRequest::FieldViolation& violation);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_REQUEST_H_

#ifndef KRANS_CLIENTS_CLI_SCHEMA_H_
#define KRANS_CLIENTS_CLI_SCHEMA_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "clients/cli/command.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace krans::cli {

// What the schemas say, for commands that name methods and fields by text.

// Every RPC service that Krans serves: those of submissions, scoring, sitevisits and jury, and the journal's.
std::vector<const google::protobuf::ServiceDescriptor*> Services();

// "krans.scoring.v1.Teams/GetTeam", or null.
const google::protobuf::MethodDescriptor* FindMethod(absl::string_view method);

// "krans.scoring.v1.Teams/GetTeam" of a method.
std::string NameOf(const google::protobuf::MethodDescriptor& method);

// An empty message of the type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// The field that a path leads to from `type`: "item.comments[].text", "members.person". Null where there is none.
const google::protobuf::FieldDescriptor* FindField(const google::protobuf::Descriptor& type, absl::string_view path);

// The field of the command's request that the argument fills, the element that "^." points at found by the arguments
// before it. Null where it fills none.
const google::protobuf::FieldDescriptor* FieldOf(const Command& command, const Argument& argument);

// A flag that is given without a value.
bool IsSwitch(const Command& command, const Argument& argument);

// What an enum's value is called here: lower case.
std::string ValueName(const google::protobuf::EnumValueDescriptor& value);

// Those of the enum that may be given: all but the zero value.
std::vector<std::string> ValueNames(const google::protobuf::EnumDescriptor& type);

// The field of a list's response that holds the list; null where the message holds none.
const google::protobuf::FieldDescriptor* ListField(const google::protobuf::Descriptor& response);

// The field that takes the etag that a caller has seen: the request's own, or that of the record in it. Empty path
// where it takes none.
std::string EtagPath(const google::protobuf::Descriptor& request);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_SCHEMA_H_

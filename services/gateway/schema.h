#ifndef KRANS_SERVICES_GATEWAY_SCHEMA_H_
#define KRANS_SERVICES_GATEWAY_SCHEMA_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/type_resolver.h"

namespace krans::gateway {

// What may be called from outside, and the translation of its messages, from one descriptor set. A method without an
// access rule, and one that only services may call, does not exist here. Thread-safe.
class Schema {
 public:
  struct Method {
    std::string path;     // "krans.scoring.v1.Teams/GetTeam"
    std::string service;  // whose package it is: "scoring", "journal"
    bool read = false;    // the rule says that it changes nothing
    bool stream = false;  // of responses
    const google::protobuf::MethodDescriptor* descriptor = nullptr;
  };

  // `set`: a serialised google.protobuf.FileDescriptorSet, whole. INVALID_ARGUMENT where it is not.
  static absl::StatusOr<std::unique_ptr<Schema>> Parse(absl::string_view set);

  // The set that this program was built with.
  static absl::string_view BuiltIn();

  // Null where nothing such may be called.
  const Method* Find(absl::string_view path) const;

  // By path.
  const std::map<std::string, Method, std::less<>>& methods() const { return methods_; }

  // A request from JSON, and a response to it. MALFORMED where the JSON is not such a message.
  absl::StatusOr<std::string> RequestFromJson(const Method& method, const std::string& json) const;
  absl::StatusOr<std::string> ResponseToJson(const Method& method, const std::string& response) const;

 private:
  Schema() = default;

  google::protobuf::DescriptorPool pool_;
  std::unique_ptr<google::protobuf::util::TypeResolver> types_;
  std::map<std::string, Method, std::less<>> methods_;
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_SCHEMA_H_

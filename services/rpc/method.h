#ifndef KRANS_SERVICES_RPC_METHOD_H_
#define KRANS_SERVICES_RPC_METHOD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "services/rpc/door.h"
#include "services/rpc/fields.h"
#include "storage/transaction.h"

namespace krans::rpc {

// All that the door knows of one method from its schema, looked up once. Only read after registration: thread-safe.
struct Door::Method {
  Method(absl::string_view name, const google::protobuf::Descriptor& request,
         const google::protobuf::Descriptor& response);

  // What keeps the method from being served; empty where nothing does.
  std::vector<std::string> Faults(const Access& access) const;

  // The name that the rule's resource path leads to; empty where the rule has none.
  std::string Resource(const google::protobuf::Message& request) const;

  // The value of the text field `field` of `message`; empty where `field` is null.
  static std::string Text(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);

  // OK, ETAG_MISMATCH, or an error of the store.
  absl::Status CheckEtag(const google::protobuf::Message& request, const storage::ReadTransaction& state) const;

  const std::string name;
  const google::protobuf::MethodDescriptor* const descriptor;
  const access::v1::Rule* const rule;  // null: a fault
  const google::protobuf::Message* const request;
  const google::protobuf::Message* const response;
  const FieldChecks fields;
  const google::protobuf::FieldDescriptor* request_id = nullptr;
  const google::protobuf::FieldDescriptor* reason = nullptr;
  std::vector<const access::v1::Rule*> get_rules;  // of the methods Get... of the same service

  // One of these at most.
  RawReader reader;
  RawWriter writer;
  RawStreamer streamer;

 private:
  std::vector<const google::protobuf::FieldDescriptor*> resource_;
  const google::protobuf::FieldDescriptor* record_ = nullptr;  // the field of the request that is a record
  const google::protobuf::Message* stored_ = nullptr;          // the type that an etag is compared with, or null
  const google::protobuf::FieldDescriptor* name_ = nullptr;    // of the record, or of the request beside its etag
  const google::protobuf::FieldDescriptor* etag_ = nullptr;
  const google::protobuf::FieldDescriptor* stored_etag_ = nullptr;
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_METHOD_H_

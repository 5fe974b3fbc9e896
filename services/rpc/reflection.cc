#include "services/rpc/reflection.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "services/rpc/error.h"

namespace krans::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

void SetError(absl::StatusCode code, const std::string& message, ServerReflectionResponse* response) {
  response->mutable_error_response()->set_error_code(static_cast<int>(code));
  response->mutable_error_response()->set_error_message(message);
}

// The file and all that it needs, each once, the file itself first.
void AddFiles(const FileDescriptor* file, std::set<const FileDescriptor*>* added, ServerReflectionResponse* response) {
  if (!added->insert(file).second) return;
  google::protobuf::FileDescriptorProto proto;
  file->CopyTo(&proto);
  response->mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
  for (int i = 0; i < file->dependency_count(); ++i) AddFiles(file->dependency(i), added, response);
}

void AnswerFile(const FileDescriptor* file, ServerReflectionResponse* response) {
  if (file == nullptr) return SetError(absl::StatusCode::kNotFound, "no such file or symbol", response);
  std::set<const FileDescriptor*> added;
  AddFiles(file, &added, response);
}

void AnswerExtensions(const std::string& type, ServerReflectionResponse* response) {
  const auto* pool = DescriptorPool::generated_pool();
  const auto* descriptor = pool->FindMessageTypeByName(type);
  if (descriptor == nullptr) return SetError(absl::StatusCode::kNotFound, "no such type", response);
  auto* numbers = response->mutable_all_extension_numbers_response();
  numbers->set_base_type_name(type);
  std::vector<const FieldDescriptor*> extensions;
  pool->FindAllExtensions(descriptor, &extensions);
  for (const FieldDescriptor* extension : extensions) numbers->add_extension_number(extension->number());
}

}  // namespace

OpenMethods ReflectionMethods(std::vector<std::string> services) {
  OpenMethods methods;
  methods["grpc.reflection.v1.ServerReflection/ServerReflectionInfo"].answer =
      [services = std::move(services)](const std::string& bytes) -> absl::StatusOr<std::string> {
    ServerReflectionRequest request;
    if (!request.ParseFromString(bytes)) return Refuse(access::v1::MALFORMED);
    const auto* pool = DescriptorPool::generated_pool();
    ServerReflectionResponse response;
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    switch (request.message_request_case()) {
      case ServerReflectionRequest::kFileByFilename:
        AnswerFile(pool->FindFileByName(request.file_by_filename()), &response);
        break;
      case ServerReflectionRequest::kFileContainingSymbol:
        AnswerFile(pool->FindFileContainingSymbol(request.file_containing_symbol()), &response);
        break;
      case ServerReflectionRequest::kFileContainingExtension: {
        const auto& wanted = request.file_containing_extension();
        const auto* type = pool->FindMessageTypeByName(wanted.containing_type());
        const auto* extension =
            type == nullptr ? nullptr : pool->FindExtensionByNumber(type, wanted.extension_number());
        AnswerFile(extension == nullptr ? nullptr : extension->file(), &response);
        break;
      }
      case ServerReflectionRequest::kAllExtensionNumbersOfType:
        AnswerExtensions(request.all_extension_numbers_of_type(), &response);
        break;
      case ServerReflectionRequest::kListServices:
        for (const std::string& service : services) {
          response.mutable_list_services_response()->add_service()->set_name(service);
        }
        break;
      case ServerReflectionRequest::MESSAGE_REQUEST_NOT_SET:
        SetError(absl::StatusCode::kInvalidArgument, "nothing is asked for", &response);
    }
    return response.SerializeAsString();
  };
  return methods;
}

}  // namespace krans::rpc

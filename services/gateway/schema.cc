#include "services/gateway/schema.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "krans/access/v1/access.pb.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

constexpr char kTypes[] = "type.googleapis.com";

std::string UrlOf(const google::protobuf::Descriptor& type) { return absl::StrCat(kTypes, "/", type.full_name()); }

// Whether anyone but a service may call.
bool IsPublic(const access::v1::Rule& rule) {
  return std::any_of(rule.relations().begin(), rule.relations().end(),
                     [](int relation) { return relation != access::v1::SERVICE; });
}

}  // namespace

absl::StatusOr<std::unique_ptr<Schema>> Schema::Parse(absl::string_view set) {
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromArray(set.data(), static_cast<int>(set.size()))) {
    return absl::InvalidArgumentError("not a descriptor set");
  }
  std::unique_ptr<Schema> schema(new Schema());
  for (const google::protobuf::FileDescriptorProto& proto : files.file()) {
    const google::protobuf::FileDescriptor* file = schema->pool_.BuildFile(proto);
    if (file == nullptr) return absl::InvalidArgumentError(absl::StrCat("descriptor set: ", proto.name()));
    const std::vector<std::string> package = absl::StrSplit(file->package(), '.');
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        const google::protobuf::MethodDescriptor* descriptor = file->service(s)->method(m);
        const access::v1::Rule& rule = descriptor->options().GetExtension(access::v1::rule);
        if (!IsPublic(rule) || descriptor->client_streaming() || package.size() != 3) continue;
        std::string path = absl::StrCat(file->service(s)->full_name(), "/", descriptor->name());
        schema->methods_[path] = {path, package[1], rule.effect() == access::v1::READ, descriptor->server_streaming(),
                                  descriptor};
      }
    }
  }
  schema->types_.reset(google::protobuf::util::NewTypeResolverForDescriptorPool(kTypes, &schema->pool_));
  return schema;
}

const Schema::Method* Schema::Find(absl::string_view path) const {
  const auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

absl::StatusOr<std::string> Schema::RequestFromJson(const Method& method, const std::string& json) const {
  std::string bytes;
  const auto status =
      google::protobuf::util::JsonToBinaryString(types_.get(), UrlOf(*method.descriptor->input_type()), json, &bytes);
  if (status.ok()) return bytes;
  return rpc::Refuse(access::v1::MALFORMED, {{"what", absl::CHexEscape(std::string(status.message().substr(0, 200)))}});
}

absl::StatusOr<std::string> Schema::ResponseToJson(const Method& method, const std::string& response) const {
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(types_.get(), UrlOf(*method.descriptor->output_type()),
                                                                 response, &json);
  if (status.ok()) return json;
  return absl::InternalError("a response does not parse");
}

}  // namespace krans::gateway

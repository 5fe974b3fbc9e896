#include "services/gateway/openapi.h"

#include <cstring>
#include <set>

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace krans::gateway {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;
using testing::HasSubstr;

class OpenApiTest : public testing::Test {
 protected:
  OpenApiTest() { EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(OpenApiJson(*schema_), &document_).ok()); }

  const Struct& At(const Struct& from, const std::string& name) { return from.fields().at(name).struct_value(); }

  // Every "$ref" below the value.
  void References(const Value& value, std::set<std::string>* found) {
    for (const Value& element : value.list_value().values()) References(element, found);
    for (const auto& [name, field] : value.struct_value().fields()) {
      if (name == "$ref") found->insert(field.string_value());
      References(field, found);
    }
  }

  const std::unique_ptr<Schema> schema_ = Schema::Parse(Schema::BuiltIn()).value();
  Struct document_;
};

TEST_F(OpenApiTest, HoldsEveryMethodThatCanBeCalled) {
  EXPECT_EQ(document_.fields().at("openapi").string_value(), "3.1.0");
  const Struct& paths = At(document_, "paths");
  EXPECT_EQ(paths.fields().count("/files/{name}"), 1u);
  EXPECT_EQ(static_cast<size_t>(paths.fields_size()), schema_->methods().size() + 1);
  EXPECT_EQ(paths.fields().count("/{service}/krans.journal.v1.Journal/History"), 1);
  EXPECT_EQ(paths.fields().count("/{service}/krans.journal.v1.Journal/Watch"), 0);
  EXPECT_EQ(At(paths, "/krans.scoring.v1.Teams/GetTeam").fields().count("get"), 1);
  EXPECT_EQ(At(paths, "/krans.submissions.v1.People/SavePerson").fields().count("get"), 0);
}

TEST_F(OpenApiTest, RefersOnlyToWhatItHolds) {
  Value whole;
  *whole.mutable_struct_value() = document_;
  std::set<std::string> found;
  References(whole, &found);
  EXPECT_GT(found.size(), 100);
  const Struct& schemas = At(At(document_, "components"), "schemas");
  for (const std::string& reference : found) {
    EXPECT_EQ(schemas.fields().count(reference.substr(strlen("#/components/schemas/"))), 1) << reference;
  }
}

TEST_F(OpenApiTest, SaysWhatTheSchemaSaysOfAField) {
  const Struct& schemas = At(At(document_, "components"), "schemas");
  const Struct& person = At(schemas, "krans.submissions.v1.Person");
  EXPECT_EQ(person.fields().at("required").list_value().values(0).string_value(), "name");
  EXPECT_EQ(At(At(person, "properties"), "displayName").fields().at("type").string_value(), "string");
  const Struct& role = At(At(schemas, "krans.submissions.v1.Role"), "properties");
  EXPECT_TRUE(At(role, "grantedBy").fields().at("readOnly").bool_value());
}

TEST_F(OpenApiTest, ThePageNeedsNothingThatItsPolicyForbids) {
  const std::string page = OpenApiPage(*schema_);
  EXPECT_THAT(page, HasSubstr("/krans.scoring.v1.Teams/GetTeam"));
  for (const char* inlined : {"<script", "<style", " style=", " onclick="}) {
    EXPECT_THAT(page, testing::Not(HasSubstr(inlined)));
  }
}

}  // namespace
}  // namespace krans::gateway

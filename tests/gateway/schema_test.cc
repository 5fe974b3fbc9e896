#include "services/gateway/schema.h"

#include "gtest/gtest.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

TEST(SchemaTest, HoldsEveryMethodThatPeopleMayCall) {
  const auto schema = Schema::Parse(Schema::BuiltIn()).value();
  const Schema::Method* get = schema->Find("krans.scoring.v1.Teams/GetTeam");
  ASSERT_NE(get, nullptr);
  EXPECT_EQ(get->service, "scoring");
  EXPECT_TRUE(get->read);
  EXPECT_FALSE(get->stream);
  const Schema::Method* save = schema->Find("krans.submissions.v1.People/SavePerson");
  ASSERT_NE(save, nullptr);
  EXPECT_FALSE(save->read);
  EXPECT_NE(schema->Find("krans.journal.v1.Journal/History"), nullptr);
}

TEST(SchemaTest, DeniesWhatHasNoRuleOrIsForServicesAlone) {
  const auto schema = Schema::Parse(Schema::BuiltIn()).value();
  EXPECT_EQ(schema->Find("krans.journal.v1.Journal/Watch"), nullptr);
  EXPECT_EQ(schema->Find("grpc.health.v1.Health/Check"), nullptr);
  EXPECT_EQ(schema->Find("grpc.reflection.v1.ServerReflection/ServerReflectionInfo"), nullptr);
  EXPECT_EQ(schema->Find("krans.scoring.v1.Teams/DropTeam"), nullptr);
  EXPECT_EQ(schema->Find(""), nullptr);
  EXPECT_FALSE(Schema::Parse("garbage").ok());
}

TEST(SchemaTest, TranslatesBothWays) {
  const auto schema = Schema::Parse(Schema::BuiltIn()).value();
  const Schema::Method& get = *schema->Find("krans.submissions.v1.People/GetPerson");
  EXPECT_EQ(schema->RequestFromJson(get, R"({"name":"a"})").value(),
            "\n\x01"
            "a");
  EXPECT_EQ(schema
                ->ResponseToJson(get,
                                 "\n\x01"
                                 "a")
                .value(),
            R"({"name":"a"})");
}

TEST(SchemaTest, RefusesJsonThatIsNoSuchMessage) {
  const auto schema = Schema::Parse(Schema::BuiltIn()).value();
  const Schema::Method& get = *schema->Find("krans.submissions.v1.People/GetPerson");
  std::string deep = R"({"name":)";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  for (const std::string& json :
       {std::string(), std::string("{"), std::string(R"({"name":)"), std::string("[]"), std::string(R"({"nom":"a"})"),
        std::string(R"({"name":1e999})"), std::string(R"({"name":{}})"), std::string("\xff\xfe"), deep}) {
    EXPECT_EQ(rpc::ReasonOf(schema->RequestFromJson(get, json).status()), access::v1::MALFORMED) << json.substr(0, 40);
  }
}

}  // namespace
}  // namespace krans::gateway

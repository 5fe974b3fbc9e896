#include "services/rpc/json_object.h"

#include <string>

#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

std::string Why(absl::string_view json) { return std::string(ReadJsonObject(json).status().message()); }

JsonValue Value(absl::string_view json) {
  const auto object = ReadJsonObject("{\"v\":" + std::string(json) + "}");
  return object.ok() ? object->at("v") : JsonValue("refused: " + std::string(object.status().message()));
}

TEST(JsonObjectTest, ReadsTextNumbersAndTruth) {
  const auto object = ReadJsonObject(" { \"a\" : \"x\" ,\t\"b\":-17,\r\n\"c\":true,\"d\":false} ");
  ASSERT_TRUE(object.ok());
  EXPECT_EQ(*object, (JsonObject{{"a", "x"}, {"b", int64_t{-17}}, {"c", true}, {"d", false}}));
  EXPECT_EQ(*ReadJsonObject("{}"), JsonObject());
}

TEST(JsonObjectTest, ReadsWholeNumbersOf64Bits) {
  EXPECT_EQ(Value("0"), JsonValue(int64_t{0}));
  EXPECT_EQ(Value("9223372036854775807"), JsonValue(INT64_MAX));
  EXPECT_EQ(Value("-9223372036854775808"), JsonValue(INT64_MIN));
}

TEST(JsonObjectTest, KeepsNothingOfOtherValues) {
  for (const char* json :
       {"null", "1.0", "1e3", "-0.5E-7", "9223372036854775808", "[]", "[1,\"x\",[2]]", "{}", "{\"a\":{\"b\":1}}"}) {
    EXPECT_EQ(Value(json), JsonValue()) << json;
  }
}

TEST(JsonObjectTest, UnderstandsEscapes) {
  EXPECT_EQ(Value(R"("\"\\\/\b\f\n\r\t")"), JsonValue("\"\\/\b\f\n\r\t"));
  EXPECT_EQ(Value(R"("\u0041\u00e5\u20AC\ud83c\udF3f")"), JsonValue("A\u00e5\u20ac\U0001F33F"));
  EXPECT_EQ(Value("\"\u00e5\u20ac\U0001F33F\x7F\""), JsonValue("\u00e5\u20ac\U0001F33F\x7F"));
}

TEST(JsonObjectTest, RefusesEscapesThatAreNone) {
  for (const char* json : {R"("\a")", R"("\x41")", R"("\u12")", R"("\u12g4")", R"("\U0041")", R"("\ud800")",
                           R"("\ud800x")", R"("\ud800\u0041")", R"("\udc00")", R"("\u0000")", R"("\)"}) {
    EXPECT_FALSE(ReadJsonObject("{\"v\":" + std::string(json) + "}").ok()) << json;
  }
}

TEST(JsonObjectTest, RefusesWhatIsNotUtf8) {
  for (const char* text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3\x28"}) {
    EXPECT_EQ(Why("{\"v\":\"" + std::string(text) + "\"}"), "not UTF-8");
    EXPECT_EQ(Why("{\"" + std::string(text) + "\":1}"), "not UTF-8");
  }
}

TEST(JsonObjectTest, RefusesANameThatStandsTwice) {
  EXPECT_EQ(Why(R"({"a":1,"a":1})"), "a name stands twice");
  EXPECT_EQ(Why(R"({"a":1,"\u0061":2})"), "a name stands twice");
  EXPECT_EQ(Why(R"({"x":{"a":1,"a":1}})"), "a name stands twice");
  EXPECT_EQ(Why(R"({"x":[{"a":1,"a":1}]})"), "a name stands twice");
  EXPECT_TRUE(ReadJsonObject(R"({"a":1,"A":1,"x":{"a":1}})").ok());
}

TEST(JsonObjectTest, RefusesMoreThanFourLevels) {
  EXPECT_TRUE(ReadJsonObject(R"({"a":{"b":{"c":{}}}})").ok());
  EXPECT_TRUE(ReadJsonObject(R"({"a":[[[1]]]})").ok());
  EXPECT_EQ(Why(R"({"a":{"b":{"c":{"d":{}}}}})"), "nested too deeply");
  EXPECT_EQ(Why(R"({"a":[[[[]]]]})"), "nested too deeply");
  EXPECT_EQ(Why("{\"a\":" + std::string(100'000, '[')), "nested too deeply");
}

TEST(JsonObjectTest, RefusesWhatIsNotOneObject) {
  for (const char* json : {"",
                           " ",
                           "null",
                           "[]",
                           "\"a\"",
                           "1",
                           "{",
                           "}",
                           "{}{}",
                           "{} x",
                           "\xEF\xBB\xBF{}",
                           "{\"a\"}",
                           "{\"a\":}",
                           "{\"a\":1,}",
                           "{,}",
                           "{\"a\":1 \"b\":2}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1",
                           "{\"a\":\"x",
                           "{\"a\":[1,]}",
                           "{\"a\":[1 2]}",
                           "{\"a\":[1",
                           "{\"a\":tru}",
                           "{\"a\":True}",
                           "{\"a\":NaN}",
                           "{\"a\":01}",
                           "{\"a\":-01}",
                           "{\"a\":-}",
                           "{\"a\":+1}",
                           "{\"a\":.5}",
                           "{\"a\":1.}",
                           "{\"a\":1e}",
                           "{\"a\":1e+}",
                           "{\"a\":0x10}",
                           "{\"a\":\"x\ny\"}",
                           "{\"a\":1/**/}",
                           "{1:1}",
                           "{\"a\":1\v}"}) {
    EXPECT_FALSE(ReadJsonObject(json).ok()) << json;
  }
  EXPECT_FALSE(ReadJsonObject(absl::string_view("{}\0", 3)).ok());
  EXPECT_FALSE(ReadJsonObject(absl::string_view("{\"a\":\"\0\"}", 9)).ok());
}

}  // namespace
}  // namespace krans::rpc

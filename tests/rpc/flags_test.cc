#include "services/rpc/flags.h"

#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

TEST(FlagsTest, TakesValuesAndThoseWithoutOne) {
  const auto flags =
      ParseFlags({"--data", "d", "--reflection", "--port", "7100"}, {"--data", "--port"}, {"--reflection"});
  ASSERT_TRUE(flags.ok()) << flags.status();
  EXPECT_EQ(*flags, (Flags{{"--data", "d"}, {"--port", "7100"}, {"--reflection", "yes"}}));
  EXPECT_EQ(PortIn(*flags, "--port", 1).value(), 7100);
  EXPECT_EQ(PortIn(*flags, "--metrics", 1).value(), 1);
}

TEST(FlagsTest, RefusesAnyOther) {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"--data"},
                                                    {"--data", ""},
                                                    {"--data", "d", "--prot", "1"},
                                                    {"--data", "d", "x"},
                                                    {"--data", "d", "--port"},
                                                    {"--port", "1"}}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseFlags(arguments, {"--data", "--port"}).status()));
  }
}

TEST(FlagsTest, APortIsANumberUpTo65535) {
  for (const char* text : {"", "x", "-1", "65536", "1x", "99999999999"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(PortIn({{"--port", text}}, "--port", 1).status())) << text;
  }
  EXPECT_EQ(PortIn({{"--port", "0"}}, "--port", 1).value(), 0);
  EXPECT_EQ(PortIn({{"--port", "65535"}}, "--port", 1).value(), 65535);
}

}  // namespace
}  // namespace krans::rpc

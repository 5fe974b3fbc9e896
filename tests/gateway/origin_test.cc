#include "services/gateway/origin.h"

#include "gtest/gtest.h"

namespace krans::gateway {
namespace {

Request With(std::multimap<std::string, std::string> headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(OriginTest, IsHttpsOrNothing) {
  EXPECT_TRUE(Origin::Parse("").ok());
  EXPECT_TRUE(Origin::Parse("https://krans.example.se").ok());
  EXPECT_TRUE(Origin::Parse("https://krans.example.se:8443").ok());
  for (const char* wrong : {"http://krans.example.se", "krans.example.se", "https://", "https://a/b", "https://a b"}) {
    EXPECT_FALSE(Origin::Parse(wrong).ok()) << wrong;
  }
}

TEST(OriginTest, IsAddressedByItsOwnNameOnly) {
  const Origin origin = Origin::Parse("https://krans.example.se").value();
  EXPECT_TRUE(origin.IsAddressed(With({{"host", "KRANS.example.se"}})));
  EXPECT_FALSE(origin.IsAddressed(With({{"host", "127.0.0.1"}})));
  EXPECT_FALSE(origin.IsAddressed(With({})));
  EXPECT_FALSE(origin.IsAddressed(With({{"host", "krans.example.se"}, {"host", "krans.example.se"}})));

  const Origin loopback = Origin::Parse("").value();
  for (const char* name : {"127.0.0.1:7100", "localhost:5173", "localhost", "[::1]:1"}) {
    EXPECT_TRUE(loopback.IsAddressed(With({{"host", name}}))) << name;
  }
  for (const char* name : {"rebound.example.com:7100", "127.0.0.1.example.com", "localhost:", "localhost:1a", ""}) {
    EXPECT_FALSE(loopback.IsAddressed(With({{"host", name}}))) << name;
  }
}

TEST(OriginTest, KnowsItsOwnPagesByWhatTheBrowserSays) {
  const Origin loopback = Origin::Parse("").value();
  const std::pair<const std::string, std::string> host = {"host", "localhost:7100"};
  EXPECT_TRUE(loopback.IsSameOrigin(With({host, {"sec-fetch-site", "same-origin"}})));
  EXPECT_TRUE(loopback.IsSameOrigin(With({host, {"origin", "http://localhost:7100"}})));
  EXPECT_FALSE(loopback.IsSameOrigin(With({host})));
  EXPECT_FALSE(loopback.IsSameOrigin(With({host, {"origin", "http://localhost:7101"}})));
  EXPECT_FALSE(loopback.IsSameOrigin(With({host, {"origin", "null"}})));
  for (const char* site : {"cross-site", "same-site", "none", ""}) {
    EXPECT_FALSE(loopback.IsSameOrigin(With({host, {"sec-fetch-site", site}, {"origin", "http://localhost:7100"}})))
        << site;
  }
  EXPECT_TRUE(Origin::IsForeign(With({{"sec-fetch-site", "cross-site"}})));
  EXPECT_TRUE(Origin::IsForeign(With({{"sec-fetch-site", "same-site"}})));
  EXPECT_FALSE(Origin::IsForeign(With({{"sec-fetch-site", "none"}})));
  EXPECT_FALSE(Origin::IsForeign(With({})));
}

TEST(OriginTest, AllowsNothingInlineAndNoFrames) {
  for (const char* text : {"", "https://krans.example.se"}) {
    const auto headers = Origin::Parse(text).value().Headers();
    const std::map<std::string, std::string> by_name(headers.begin(), headers.end());
    const std::string& policy = by_name.at("Content-Security-Policy");
    EXPECT_NE(policy.find("default-src 'self'"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_NE(policy.find("require-trusted-types-for 'script'"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(by_name.count("Strict-Transport-Security"), *text == '\0' ? 0 : 1);
    EXPECT_EQ(by_name.at("X-Content-Type-Options"), "nosniff");
  }
}

}  // namespace
}  // namespace krans::gateway

#include "services/rpc/base64url.h"

#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

TEST(Base64UrlTest, GivesBackWhatItWrote) {
  std::string bytes, back;
  for (int i = 0; i < 256; ++i) {
    ASSERT_TRUE(FromBase64Url(Base64Url(bytes), &back));
    ASSERT_EQ(back, bytes);
    bytes.push_back(static_cast<char>(255 - i));
  }
}

TEST(Base64UrlTest, HasOneTextForOneString) {
  std::string bytes;
  EXPECT_TRUE(FromBase64Url("_-8", &bytes));
  EXPECT_EQ(bytes, "\xFF\xEF");
  for (const char* text : {"_-9", "_-8=", "/+8", "_- 8", " _-8", "_-8\n", "_", "_-8A_", "_-8.", "\xC3\xA5"}) {
    EXPECT_FALSE(FromBase64Url(text, &bytes)) << text;
  }
}

}  // namespace
}  // namespace krans::rpc

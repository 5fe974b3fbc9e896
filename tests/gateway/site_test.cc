#include "services/gateway/site.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/rpc/house.h"

namespace krans::gateway {
namespace {

class SiteTest : public testing::Test {
 protected:
  void Write(const std::string& path, const std::string& content) {
    const std::filesystem::path at = folder_.path() + path;
    std::filesystem::create_directories(at.parent_path());
    std::ofstream(at) << content;
  }
  Response Get(const std::string& path, std::multimap<std::string, std::string> headers = {},
               const std::string& method = "GET") {
    Request request;
    request.method = method;
    request.path = path;
    request.headers = std::move(headers);
    return Site::Load(folder_.path()).value().Answer(request);
  }
  static std::string Header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  rpc::TemporaryFolder folder_;
};

TEST_F(SiteTest, APageOfTheClientIsItsIndex) {
  Write("/index.html", "<p>");
  for (const char* path : {"/", "/uppdrag", "/arenden/1/bedomning", "/index.html"}) {
    const Response response = Get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(*response.file, "<p>");
    EXPECT_EQ(Header(response, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(Header(response, "Cache-Control"), "no-cache");
  }
}

TEST_F(SiteTest, NothingOutsideItsFolderIsServed) {
  Write("/index.html", "<p>");
  Write("/.hidden", "x");
  for (const char* path : {"/missing.js", "/../keys/issuer.key", "/..%2fkeys.key", "//etc/pass.wd", "/.hidden.txt"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
  EXPECT_EQ(Get("/", {}, "POST").status, 405);
}

TEST_F(SiteTest, OnlyNamesWithAHashNeverChange) {
  Write("/index.html", "<p>");
  Write("/assets/app-Bx3_-aQ9.js", "a");
  Write("/assets/app.js", "a");
  Write("/service_worker.js", "a");
  EXPECT_THAT(Header(Get("/assets/app-Bx3_-aQ9.js"), "Cache-Control"), testing::HasSubstr("immutable"));
  EXPECT_EQ(Header(Get("/assets/app.js"), "Cache-Control"), "no-cache");
  EXPECT_EQ(Header(Get("/service_worker.js"), "Cache-Control"), "no-cache");
}

TEST_F(SiteTest, WhatIsCompressedIsServedToWhoeverTakesIt) {
  Write("/index.html", "<p>");
  Write("/a.js", "plain");
  Write("/a.js.gz", "gz");
  Write("/a.js.br", "br");
  Response response = Get("/a.js", {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(*response.file, "br");
  EXPECT_EQ(Header(response, "Content-Encoding"), "br");
  EXPECT_EQ(Header(response, "Vary"), "Accept-Encoding");
  response = Get("/a.js", {{"accept-encoding", "gzip;q=0.5, br;q=0"}});
  EXPECT_EQ(*response.file, "gz");
  EXPECT_EQ(Header(response, "Content-Encoding"), "gzip");
  response = Get("/a.js");
  EXPECT_EQ(*response.file, "plain");
  EXPECT_EQ(Header(response, "Content-Encoding"), "");
  EXPECT_EQ(Get("/a.js.gz").status, 404);
}

TEST_F(SiteTest, WhatHasNotChangedIsNotSentAgain) {
  Write("/index.html", "<p>");
  const std::string etag = Header(Get("/"), "ETag");
  const Response response = Get("/", {{"if-none-match", etag}});
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.file, nullptr);
  EXPECT_EQ(Get("/", {{"if-none-match", "\"other\""}}).status, 200);
}

TEST_F(SiteTest, IsNoneWithoutAnIndex) {
  EXPECT_TRUE(absl::IsNotFound(Site::Load(folder_.path()).status()));
  EXPECT_TRUE(absl::IsNotFound(Site::Load(folder_.path() + "/missing").status()));
  Request request;
  request.method = "GET";
  request.path = "/";
  EXPECT_EQ(Site().Answer(request).status, 404);
}

}  // namespace
}  // namespace krans::gateway

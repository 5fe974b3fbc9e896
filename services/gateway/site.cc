#include "services/gateway/site.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/sha.h"

namespace krans::gateway {
namespace {

constexpr char kIndex[] = "/index.html";
constexpr std::pair<const char*, const char*> kCodings[] = {{".br", "br"}, {".gz", "gzip"}};  // the smaller first
constexpr uintmax_t kMostBytes = 64 << 20;
constexpr size_t kEtagBytes = 16;
constexpr size_t kShortestHash = 8;

std::string TypeOf(absl::string_view path) {
  static const auto* const types = new std::map<std::string, std::string>{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".pdf", "application/pdf"},
  };
  const auto found = types->find(std::filesystem::path(std::string(path)).extension().string());
  return found == types->end() ? "application/octet-stream" : found->second;
}

// "assets/app-3f2a9c10.js": Vite's folder, and a hash before the extension.
bool HasHash(absl::string_view path) {
  if (!absl::StartsWith(path, "/assets/")) return false;
  const std::string stem = std::filesystem::path(std::string(path)).stem().string();
  const size_t dash = stem.size() > kShortestHash ? stem.size() - kShortestHash - 1 : std::string::npos;
  return dash != std::string::npos && (stem[dash] == '-' || stem[dash] == '.');
}

std::string EtagOf(const std::string& content) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest);
  return absl::StrCat("\"", absl::BytesToHexString({reinterpret_cast<const char*>(digest), kEtagBytes}), "\"");
}

bool Accepts(const Request& request, absl::string_view coding) {
  for (absl::string_view part : absl::StrSplit(request.header("accept-encoding"), ',')) {
    const size_t end = part.find(';');
    if (absl::StripAsciiWhitespace(part.substr(0, end)) != coding) continue;
    return end == absl::string_view::npos || absl::StripAsciiWhitespace(part.substr(end + 1)) != "q=0";
  }
  return false;
}

}  // namespace

absl::StatusOr<Site> Site::Load(const std::string& dir) {
  namespace fs = std::filesystem;
  Site site;
  std::error_code error;
  uintmax_t bytes = 0;
  std::map<std::string, std::shared_ptr<const std::string>> contents;
  for (fs::recursive_directory_iterator at(dir, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file()) continue;
    bytes += at->file_size();
    if (bytes > kMostBytes) return absl::ResourceExhaustedError(absl::StrCat(dir, " holds more than 64 MiB"));
    std::ifstream in(at->path(), std::ios::binary);
    contents["/" + fs::relative(at->path(), dir).generic_string()] =
        std::make_shared<const std::string>(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    if (!in) return absl::UnavailableError(absl::StrCat(at->path().string(), " cannot be read"));
  }
  if (error) return absl::NotFoundError(absl::StrCat(dir, ": ", error.message()));
  if (contents.count(kIndex) == 0) return absl::NotFoundError(absl::StrCat(dir, " holds no index.html"));
  for (const auto& [path, content] : contents) {
    File file = {TypeOf(path), EtagOf(*content), HasHash(path), content, {}};
    bool variant = false;
    for (const auto& [suffix, coding] : kCodings) {
      absl::string_view original = path;
      variant |= absl::ConsumeSuffix(&original, suffix) && contents.count(std::string(original)) > 0;
      const auto compressed = contents.find(path + suffix);
      if (compressed != contents.end()) file.compressed[coding] = compressed->second;
    }
    if (!variant) site.files_[path] = std::move(file);
  }
  return site;
}

Response Site::Answer(const Request& request) const {
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.headers = {{"Allow", "GET, HEAD"}};
    return response;
  }
  auto found = files_.find(request.path);
  const size_t last = request.path.rfind('/');
  if (found == files_.end() && request.path.find('.', last == std::string::npos ? 0 : last) == std::string::npos) {
    found = files_.find(kIndex);
  }
  if (found == files_.end()) {
    response.status = 404;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
    response.body = "There is nothing here.\n";
    return response;
  }
  const File& file = found->second;
  std::string etag = file.etag;
  std::string coding;
  response.file = file.content;
  for (const auto& [name, compressed] : file.compressed) {
    if (!coding.empty() || !Accepts(request, name)) continue;
    coding = name;
    etag = absl::StrCat("\"", absl::StripPrefix(absl::StripSuffix(etag, "\""), "\""), "-", coding, "\"");
    response.file = compressed;
  }
  response.headers = {{"Content-Type", file.type},
                      {"ETag", etag},
                      {"Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (!file.compressed.empty()) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.header("if-none-match") == etag) {
    response.status = 304;
    response.file = nullptr;
    return response;
  }
  if (!coding.empty()) response.headers.emplace_back("Content-Encoding", coding);
  return response;
}

}  // namespace krans::gateway

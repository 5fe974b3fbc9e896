#ifndef KRANS_SERVICES_GATEWAY_SITE_H_
#define KRANS_SERVICES_GATEWAY_SITE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/gateway/exchange.h"

namespace krans::gateway {

// The built web client, read once and served from memory, so that no path leads outside it. Thread-safe.
class Site {
 public:
  // A site without files: everything is 404.
  Site() = default;

  // All files below `dir`. NAME.br and NAME.gz beside NAME are NAME compressed, and not served by their own names.
  // NOT_FOUND where there is no such folder or no index.html in it, RESOURCE_EXHAUSTED past 64 MiB.
  static absl::StatusOr<Site> Load(const std::string& dir);

  // GET and HEAD of a file. A path that names no file and has no extension is a page of the client: index.html. Names
  // that hold a hash of their content never change and may be kept; the rest is asked for again each time.
  Response Answer(const Request& request) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    bool immutable = false;
    std::shared_ptr<const std::string> content;
    std::map<std::string, std::shared_ptr<const std::string>> compressed;  // by coding: "br", "gzip"
  };

  std::map<std::string, File, std::less<>> files_;  // by path, as "/assets/app-3f2a9c10.js"
};

}  // namespace krans::gateway

#endif  // KRANS_SERVICES_GATEWAY_SITE_H_

#include "services/kransd/data_dir.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/rpc/error.h"
#include "services/rpc/installation.h"
#include "services/rpc/keys.h"
#include "storage/open.h"

namespace krans::kransd {
namespace {

constexpr char kMethod[] = "kransd init";
constexpr int kLastPort = 65535;

absl::Status FileError(const std::string& path) {
  const std::string what = absl::StrCat(path, ": ", std::strerror(errno));
  if (errno == EEXIST || errno == ENOTEMPTY) return absl::AlreadyExistsError(what);
  return errno == ENOENT ? absl::NotFoundError(what) : absl::UnavailableError(what);
}

absl::Status Begin(const std::string& dir, const rpc::ServiceModule& module, const std::string& office,
                   absl::Time now) {
  KRANS_ASSIGN(std::unique_ptr<storage::Store> store, storage::OpenStore(dir, {.package = module.package}, true));
  if (!module.Init) return absl::OkStatus();
  std::promise<absl::Status> done;
  store->Write(
      {"operator", kMethod, now, ""}, [&](storage::WriteTransaction& state) { return module.Init(state, office); },
      [&](absl::Status status, int64_t) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

// A port that nobody has now.
absl::StatusOr<int> FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  const bool got = bind(listener, raw, size) == 0 && getsockname(listener, raw, &size) == 0;
  close(listener);
  if (!got) return absl::UnavailableError("no free port");
  return ntohs(address.sin_port);
}

absl::Status Fill(const std::string& dir, const std::vector<rpc::ServiceModule>& modules, const std::string& office,
                  int port_base, absl::Time now) {
  KRANS_RETURN(rpc::CreateKeys(rpc::KeysIn(dir)));
  // Services that this program does not have run elsewhere: they have addresses, and no stores here.
  std::vector<std::string> services;
  services.reserve(std::size(rpc::kServices));
  for (const rpc::ServiceModule& module : modules) services.push_back(module.name);
  for (absl::string_view service : rpc::kServices) {
    if (!absl::c_linear_search(services, service)) services.emplace_back(service);
  }
  std::ofstream addresses(dir + "/addresses");
  for (const std::string& service : services) {
    int port = port_base;
    if (port > kLastPort) return absl::InvalidArgumentError(absl::StrCat("--port-base: there is no port ", port));
    if (port_base > 0) {
      ++port_base;
    } else {
      KRANS_ASSIGN(port, FreePort());
    }
    addresses << service << " 127.0.0.1:" << port << "\n";
  }
  addresses.close();
  if (!addresses) return absl::UnavailableError(absl::StrCat(dir, "/addresses cannot be written"));
  for (const rpc::ServiceModule& module : modules) {
    const std::string store = StoreIn(dir, module.name);
    if (mkdir(store.c_str(), 0700) != 0) return FileError(store);
    KRANS_RETURN(Begin(store, module, office, now));
  }
  return absl::OkStatus();
}

}  // namespace

std::string StoreIn(const std::string& dir, const std::string& service) { return absl::StrCat(dir, "/", service); }

std::string CheckpointsIn(const std::string& dir) { return dir + "/checkpoints"; }

absl::Status CreateDataDir(const std::string& dir, const std::vector<rpc::ServiceModule>& modules,
                           const std::string& office, int port_base, absl::Time now) {
  const std::string target(absl::StripSuffix(dir, "/"));
  std::string made = target + ".new-XXXXXX";
  if (mkdtemp(made.data()) == nullptr) return FileError(made);
  absl::Status status = Fill(made, modules, office, port_base, now);
  if (status.ok() && rename(made.c_str(), target.c_str()) != 0) status = FileError(target);
  std::error_code ignored;
  if (!status.ok()) std::filesystem::remove_all(made, ignored);
  return status;
}

absl::StatusOr<ServiceLock> ServiceLock::Take(const std::string& dir, const std::string& service) {
  const std::string path = StoreIn(dir, service) + "/lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError(path);
  ServiceLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": another process runs ", service));
  }
  return lock;
}

ServiceLock::ServiceLock(ServiceLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

ServiceLock::~ServiceLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace krans::kransd

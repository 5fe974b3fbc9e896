#include "tests/rpc/house.h"

#include <cstdlib>
#include <future>

#include "absl/strings/str_cat.h"
#include "services/rpc/keys.h"
#include "storage/open.h"

namespace krans::rpc {
namespace {

// What a test cannot do without.
template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    fprintf(stderr, "%s\n", value.status().ToString().c_str());
    abort();
  }
  return *std::move(value);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = std::filesystem::temp_directory_path() / "krans-test-XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) abort();
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

House::House(std::string service, std::string package, Following* following) {
  std::vector<std::string> speakers = {std::string(kPeople), absl::StrCat("service:", service)};
  for (absl::string_view name : kServices) speakers.push_back(absl::StrCat("service:", name));
  std::vector<TrustedKey> trusted;
  for (const std::string& speaker : speakers) {
    PrivateKey key = Must(PrivateKey::Generate());
    trusted.push_back({"krans-test", key.Public().Fingerprint(), speaker, key.Public()});
    signers_.emplace(speaker, Signer{"krans-test", key.Public().Fingerprint(), speaker, key});
  }
  verifier_ = std::make_unique<Verifier>(std::move(trusted), service);
  seal_ = std::make_unique<Seal>(Seal::Key{7});
  store_ = Must(storage::OpenStore(absl::StrCat(folder_.path(), "/", service), {.package = std::move(package)}, true));
  options_.service = std::move(service);
  options_.store = store_.get();
  options_.verifier = verifier_.get();
  options_.seal = seal_.get();
  options_.following = following;
  options_.clock = [this] { return now_; };
  options_.log = [this](absl::string_view line) {
    std::lock_guard<std::mutex> lock(mutex_);
    lines_.emplace_back(line);
  };
  door_ = std::make_unique<Door>(options_);
}

House::~House() { store_.reset(); }

std::string House::Token(const As& as) const {
  if (as.person.empty() && as.service.empty()) return "";
  Claims claims;
  claims.audience = options_.service;
  if (as.service.empty()) {
    claims.subject = as.person;
    claims.session = "session";
    claims.acr = as.acr;
    claims.authenticated = now_ - as.since_sign_in;
    return Must(Mint(signers_.at(std::string(kPeople)), claims, now_));
  }
  claims.subject = absl::StrCat("service:", as.service);
  return Must(Mint(signers_.at(claims.subject), claims, now_));
}

Call House::MakeCall(absl::string_view method, const google::protobuf::Message& request, const As& as) const {
  Call call;
  call.method = std::string(method);
  call.token = Token(as);
  call.position = as.position;
  call.request = request.SerializeAsString();
  call.received = now_;
  return call;
}

Reply House::Send(Call call) {
  std::promise<Reply> reply;
  door_->Answer(std::move(call), [&reply](Reply answer) { reply.set_value(std::move(answer)); });
  return reply.get_future().get();
}

absl::Status House::PutMessage(google::protobuf::Message* record) {
  std::promise<absl::Status> done;
  store_->Write(
      {"test", "test", now_, ""}, [record](storage::WriteTransaction& state) { return state.PutMessage(record); },
      [&done](absl::Status status, int64_t) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

absl::Status House::CopyMessage(absl::string_view source, const google::protobuf::Message& record,
                                const std::string& name) {
  absl::StatusOr<storage::Position> from = store_->Mirrored(source);
  if (!from.ok()) return from.status();
  storage::Position to = *from;
  ++to.position;
  std::promise<absl::Status> done;
  store_->Mirror(std::string(source), *from, to, {{record.GetDescriptor(), name, record.SerializeAsString()}},
                 [&done](absl::Status status) { done.set_value(std::move(status)); });
  return done.get_future().get();
}

std::vector<std::string> House::lines() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return lines_;
}

}  // namespace krans::rpc

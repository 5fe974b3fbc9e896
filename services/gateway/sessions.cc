#include "services/gateway/sessions.h"

#include <algorithm>
#include <utility>

#include "openssl/rand.h"
#include "openssl/sha.h"
#include "services/rpc/assertion.h"
#include "services/rpc/base64url.h"

namespace krans::gateway {
namespace {

constexpr size_t kCookieBytes = 32;
constexpr size_t kIdBytes = 16;
constexpr absl::Duration kMintAgain = absl::Seconds(25);
constexpr absl::Duration kFresh = absl::Minutes(5);  // what SignedIn asks of a FRESH sign-in

// Fails only where the machine has no randomness to give, and then nothing may be signed in.
std::string Random(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(size)) != 1) std::abort();
  return rpc::Base64Url(bytes);
}

std::string Digest(absl::string_view cookie) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(cookie.data()), cookie.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

void Set(absl::Time time, google::protobuf::Timestamp* timestamp) { timestamp->set_seconds(absl::ToUnixSeconds(time)); }

}  // namespace

Sessions::Sessions(rpc::Signer signer, SessionLimits limits, std::function<absl::Time()> wall,
                   std::function<absl::Time()> clock)
    : signer_(std::move(signer)), limits_(limits), wall_(std::move(wall)), clock_(std::move(clock)) {}

absl::Time Sessions::EndOf(const Session& session) const {
  return std::min(session.used + limits_.idle, session.begun + limits_.absolute);
}

Sessions::ByDigest::iterator Sessions::Find(absl::string_view cookie) {
  if (cookie.empty()) return sessions_.end();
  const auto found = sessions_.find(Digest(cookie));
  if (found == sessions_.end() || wall_() < EndOf(found->second)) return found;
  sessions_.erase(found);
  return sessions_.end();
}

std::string Sessions::Add(Session session) {
  const absl::Time now = wall_();
  std::erase_if(sessions_, [&](const auto& entry) { return EndOf(entry.second) <= now; });
  if (sessions_.size() >= limits_.most) {
    sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), [this](const auto& a, const auto& b) {
      return EndOf(a.second) < EndOf(b.second);
    }));
  }
  session.id = Random(kIdBytes);
  session.used = now;
  std::string cookie = Random(kCookieBytes);
  sessions_[Digest(cookie)] = std::move(session);
  return cookie;
}

std::string Sessions::Begin(SignIn sign_in) {
  std::lock_guard lock(mutex_);
  Session session;
  session.sign_in = std::move(sign_in);
  session.begun = wall_();
  return Add(std::move(session));
}

std::optional<std::string> Sessions::Renew(absl::string_view cookie, absl::string_view acr, absl::Time authenticated) {
  std::lock_guard lock(mutex_);
  const auto found = Find(cookie);
  if (found == sessions_.end()) return std::nullopt;
  Session session;
  session.sign_in = found->second.sign_in;
  session.sign_in.acr = std::string(acr);
  session.sign_in.authenticated = authenticated;
  session.begun = found->second.begun;
  session.position = found->second.position;
  sessions_.erase(found);
  return Add(std::move(session));
}

void Sessions::End(absl::string_view cookie) {
  std::lock_guard lock(mutex_);
  sessions_.erase(Digest(cookie));
}

std::optional<v1::Session> Sessions::Look(absl::string_view cookie) {
  std::lock_guard lock(mutex_);
  const auto found = Find(cookie);
  if (found == sessions_.end()) return std::nullopt;
  const SignIn& sign_in = found->second.sign_in;
  v1::Session shown;
  shown.set_signed_in(true);
  shown.set_person(sign_in.person);
  shown.set_display_name(sign_in.display_name);
  Set(EndOf(found->second), shown.mutable_expires());
  rpc::Caller caller;
  caller.person = sign_in.person;
  caller.acr = sign_in.acr;
  caller.authenticated = sign_in.authenticated;
  caller.now = clock_();
  if (rpc::SignedIn(caller, access::v1::FRESH)) Set(sign_in.authenticated + kFresh, shown.mutable_strong_until());
  return shown;
}

std::optional<Sessions::Visit> Sessions::Enter(absl::string_view cookie) {
  std::lock_guard lock(mutex_);
  const auto found = Find(cookie);
  if (found == sessions_.end()) return std::nullopt;
  Session& session = found->second;
  session.used = wall_();
  const absl::Time now = clock_();
  if (now < session.minted || now >= session.minted + kMintAgain) {
    const absl::StatusOr<std::string> token = rpc::Mint(signer_,
                                                        {.subject = session.sign_in.person,
                                                         .audience = std::string(rpc::kEveryService),
                                                         .session = session.id,
                                                         .acr = session.sign_in.acr,
                                                         .authenticated = std::min(session.sign_in.authenticated, now)},
                                                        now);
    if (!token.ok()) return std::nullopt;
    session.token = *token;
    session.minted = now;
  }
  return Visit{session.token, session.position};
}

void Sessions::Saw(absl::string_view cookie, const std::string& position) {
  std::lock_guard lock(mutex_);
  const auto found = Find(cookie);
  if (found != sessions_.end()) found->second.position = position;
}

size_t Sessions::size() const {
  std::lock_guard lock(mutex_);
  return sessions_.size();
}

}  // namespace krans::gateway

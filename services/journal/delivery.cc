#include "services/journal/delivery.h"

#include "google/protobuf/descriptor.h"
#include "krans/journal/v1/record.pb.h"

namespace krans::journal {

v1::Position ToMessage(const storage::Position& position) {
  v1::Position message;
  message.set_epoch(position.epoch);
  message.set_position(position.position);
  message.set_hash(position.hash);
  return message;
}

storage::Position FromMessage(const v1::Position& message) {
  return {message.epoch(), message.position(), message.hash()};
}

bool Delivery::Delivered(const std::string& type) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto [place, fresh] = delivered_.try_emplace(type, false);
  if (fresh) {
    const auto* descriptor = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
    place->second =
        type.empty() || (descriptor != nullptr && descriptor->options().GetExtension(v1::record).delivery() == v1::ALL);
  }
  return place->second;
}

absl::Status Delivery::ToFollower(const storage::StoredEntry& stored, v1::WatchResponse* response) {
  v1::Entry entry;
  if (!entry.ParseFromString(stored.entry)) return absl::DataLossError("a journal entry does not parse");
  v1::Delivered* out = response->add_entries();
  out->set_position(entry.position());
  if (!Delivered(entry.type())) {
    out->set_hash(storage::HashEntry(stored.entry));
    return absl::OkStatus();
  }
  out->set_entry(stored.entry);
  out->set_has_payload(stored.has_payload);
  out->set_salt(stored.salt);
  out->set_payload(stored.payload);
  return absl::OkStatus();
}

}  // namespace krans::journal

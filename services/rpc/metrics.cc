#include "services/rpc/metrics.h"

#include <array>
#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "prometheus/collectable.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace krans::rpc {
namespace {

constexpr int kCodes = 17;

const prometheus::Histogram::BucketBoundaries& Bounds() {
  static const prometheus::Histogram::BucketBoundaries bounds = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05,
                                                                 0.1,    0.25,  0.5,   1,     2.5,  10};
  return bounds;
}

// Gauges whose values are asked for when they are wanted.
class AskedGauges : public prometheus::Collectable {
 public:
  void Add(const std::string& name, const std::string& help, std::vector<prometheus::ClientMetric::Label> labels,
           std::function<double()> figure) {
    std::lock_guard<std::mutex> lock(mutex_);
    Gauges& gauges = families_[name];
    gauges.help = help;
    gauges.asked.emplace_back(std::move(labels), std::move(figure));
  }

  void Forget(absl::string_view service) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (auto& [name, gauges] : families_) {
      std::erase_if(gauges.asked, [&](const auto& asked) { return asked.first.front().value == service; });
    }
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    std::lock_guard<std::mutex> lock(mutex_);
    std::vector<prometheus::MetricFamily> collected;
    for (const auto& [name, gauges] : families_) {
      prometheus::MetricFamily family{name, gauges.help, prometheus::MetricType::Gauge, {}};
      for (const auto& [labels, figure] : gauges.asked) {
        prometheus::ClientMetric& metric = family.metric.emplace_back();
        metric.label = labels;
        metric.gauge.value = figure();
      }
      collected.push_back(std::move(family));
    }
    return collected;
  }

 private:
  struct Gauges {
    std::string help;
    std::vector<std::pair<std::vector<prometheus::ClientMetric::Label>, std::function<double()>>> asked;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Gauges> families_;
};

}  // namespace

class Metrics::Method {
 public:
  std::array<prometheus::Counter*, kCodes> by_code;
  prometheus::Histogram* seconds;
  prometheus::Gauge* in_flight;
};

class Metrics::Figures {
 public:
  Figures()
      : registry(std::make_shared<prometheus::Registry>()),
        asked(std::make_shared<AskedGauges>()),
        calls(prometheus::BuildCounter().Name("krans_calls_total").Help("Calls that ended").Register(*registry)),
        seconds(
            prometheus::BuildHistogram().Name("krans_call_seconds").Help("From arrival to end").Register(*registry)),
        in_flight(
            prometheus::BuildGauge().Name("krans_calls_in_flight").Help("Calls and streams now").Register(*registry)) {}

  const std::shared_ptr<prometheus::Registry> registry;
  const std::shared_ptr<AskedGauges> asked;
  prometheus::Family<prometheus::Counter>& calls;
  prometheus::Family<prometheus::Histogram>& seconds;
  prometheus::Family<prometheus::Gauge>& in_flight;
  std::mutex mutex;
  std::map<std::pair<std::string, std::string>, Method> methods;
  std::unique_ptr<prometheus::Exposer> exposer;  // last: ends before what it asks
};

Metrics::Metrics() : figures_(std::make_unique<Figures>()) {}
Metrics::~Metrics() = default;

Metrics::Method* Metrics::Of(absl::string_view service, absl::string_view method) {
  std::lock_guard<std::mutex> lock(figures_->mutex);
  auto [place, fresh] = figures_->methods.try_emplace({std::string(service), std::string(method)});
  if (fresh) {
    const prometheus::Labels labels = {{"service", std::string(service)}, {"method", std::string(method)}};
    for (int code = 0; code < kCodes; ++code) {
      prometheus::Labels with_code = labels;
      with_code["code"] = absl::StatusCodeToString(static_cast<absl::StatusCode>(code));
      place->second.by_code[static_cast<size_t>(code)] = &figures_->calls.Add(with_code);
    }
    place->second.seconds = &figures_->seconds.Add(labels, Bounds());
    place->second.in_flight = &figures_->in_flight.Add({{"service", std::string(service)}});
  }
  return &place->second;
}

void Metrics::Began(Method* method) { method->in_flight->Increment(); }

void Metrics::Ended(Method* method, int code, double seconds) {
  method->in_flight->Decrement();
  method->by_code[code >= 0 && code < kCodes ? static_cast<size_t>(code) : 2]->Increment();
  method->seconds->Observe(seconds);
}

void Metrics::Ask(const std::string& name, const std::string& help, absl::string_view service,
                  const std::string& source, std::function<double()> figure) {
  std::vector<prometheus::ClientMetric::Label> labels = {{"service", std::string(service)}};
  if (!source.empty()) labels.push_back({"source", source});
  figures_->asked->Add(name, help, std::move(labels), std::move(figure));
}

void Metrics::Forget(absl::string_view service) { figures_->asked->Forget(service); }

absl::StatusOr<int> Metrics::Expose(int port) {
  try {
    figures_->exposer = std::make_unique<prometheus::Exposer>(absl::StrCat("127.0.0.1:", port), 1);
  } catch (const std::exception& thrown) {
    return absl::UnavailableError(absl::StrCat("port ", port, " for metrics: ", thrown.what()));
  }
  figures_->exposer->RegisterCollectable(figures_->registry);
  figures_->exposer->RegisterCollectable(figures_->asked);
  return figures_->exposer->GetListeningPorts().front();
}

}  // namespace krans::rpc

#include "services/rpc/error.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace krans::rpc {
namespace {

google::rpc::ErrorInfo InfoOf(const google::rpc::Status& status) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&info)) break;
  }
  return info;
}

google::rpc::BadRequest BadRequestOf(const google::rpc::Status& status) {
  google::rpc::BadRequest request;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&request)) break;
  }
  return request;
}

TEST(ErrorTest, EveryReasonHasItsOwnCodeAndSentence) {
  const std::string fallback(Refuse(access::v1::REASON_UNSPECIFIED).message());
  const auto* reasons = access::v1::Reason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    const auto reason = static_cast<access::v1::Reason>(reasons->value(i)->number());
    if (reason == access::v1::REASON_UNSPECIFIED) continue;
    const absl::Status status = Refuse(reason);
    EXPECT_FALSE(status.ok()) << reasons->value(i)->name();
    EXPECT_NE(status.message(), fallback) << reasons->value(i)->name();
    EXPECT_EQ(ReasonOf(status), reason);
  }
}

TEST(ErrorTest, TheSchemaCommentOfAReasonSaysItsCode) {
  EXPECT_EQ(Refuse(access::v1::ETAG_MISMATCH).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Refuse(access::v1::SOURCE_SILENT).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Refuse(access::v1::TOO_LARGE).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Refuse(access::v1::POSITION_LOST).code(), absl::StatusCode::kDataLoss);
}

TEST(ErrorTest, CarriesReasonDomainAndMetadata) {
  const auto status = ToRpcStatus(Refuse(access::v1::ETAG_MISMATCH, {{"resource", "books/a"}, {"current", "7"}}), "");
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kAborted));
  const auto info = InfoOf(status);
  EXPECT_EQ(info.reason(), "ETAG_MISMATCH");
  EXPECT_EQ(info.domain(), "krans");
  EXPECT_EQ(info.metadata().at("resource"), "books/a");
  EXPECT_EQ(info.metadata().at("current"), "7");
}

TEST(ErrorTest, NamesEveryViolationUnderItsPath) {
  Violations violations;
  violations.Add("text", access::v1::FIELD_REQUIRED, "must be given");
  violations.Add("lines[2].colour", access::v1::FIELD_UNKNOWN_VALUE, "red or green");
  violations.Under("item");
  const auto request = BadRequestOf(ToRpcStatus(violations.status(), ""));
  ASSERT_EQ(request.field_violations_size(), 2);
  EXPECT_EQ(request.field_violations(0).field(), "item.text");
  EXPECT_EQ(request.field_violations(0).reason(), "FIELD_REQUIRED");
  EXPECT_EQ(request.field_violations(1).field(), "item.lines[2].colour");
  EXPECT_EQ(request.field_violations(1).description(), "red or green");
}

TEST(ErrorTest, EachViolationHasItsBoundAlsoWhenTwoRefusalsAreOne) {
  Violations first, more;
  first.Add("a", access::v1::FIELD_REQUIRED, "must be given");
  first.Add("b", access::v1::FIELD_TOO_LONG, AtMost(200));
  more.Add("b.c", access::v1::FIELD_PATTERN, OfForm("slug"));
  more.Add("d", access::v1::FIELD_OUT_OF_RANGE, Between(0, 9));
  const auto status = ToRpcStatus(WithViolations(first.status(), more.status()), "");
  access::v1::Bounds bounds;
  for (const auto& detail : status.details()) {
    if (detail.Is<access::v1::Bounds>()) detail.UnpackTo(&bounds);
  }
  ASSERT_EQ(BadRequestOf(status).field_violations_size(), 3);
  ASSERT_EQ(bounds.bounds_size(), 3);
  EXPECT_EQ(BadRequestOf(status).field_violations(1).description(), "at most 200 characters");
  EXPECT_FALSE(bounds.bounds(0).has_most());
  EXPECT_EQ(bounds.bounds(1).most(), 200);
  EXPECT_EQ(BadRequestOf(status).field_violations(2).field(), "d");
  EXPECT_EQ(bounds.bounds(2).most(), 9);
}

TEST(ErrorTest, NoViolationsAreOk) { EXPECT_TRUE(Violations().status().ok()); }

TEST(ErrorTest, LeavesOutWholeViolationsPastFourKibibytesAndSaysHowMany) {
  Violations violations;
  for (int i = 0; i < 1000; ++i) {
    violations.Add(absl::StrCat("lines[", i, "].text"), access::v1::FIELD_TOO_LONG, "at most 200 characters");
  }
  const auto status = ToRpcStatus(violations.status(), "");
  EXPECT_LE(status.ByteSizeLong(), 4096u);
  const auto request = BadRequestOf(status);
  EXPECT_GT(request.field_violations_size(), 20);
  EXPECT_EQ(InfoOf(status).metadata().at("left_out"), absl::StrCat(1000 - request.field_violations_size()));
}

TEST(ErrorTest, LeavesOutMetadataThatDoesNotFit) {
  const auto status =
      ToRpcStatus(Refuse(access::v1::NOT_AGREED, {{"criteria", std::string(5000, 'x')}, {"gate", "G3"}}), "");
  EXPECT_LE(status.ByteSizeLong(), 4096u);
  EXPECT_EQ(InfoOf(status).metadata().at("gate"), "G3");
  EXPECT_EQ(InfoOf(status).metadata().at("left_out"), "1");
}

TEST(ErrorTest, AnythingElseIsAnIncidentWithoutItsCause) {
  const auto status = ToRpcStatus(absl::DataLossError("anna-berg's record does not parse"), "f00d");
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kInternal));
  EXPECT_EQ(InfoOf(status).metadata().at("incident"), "f00d");
  EXPECT_THAT(status.SerializeAsString(), testing::Not(testing::HasSubstr("anna-berg")));
}

TEST(ErrorTest, NotFoundSaysNothingMore) {
  EXPECT_EQ(ToRpcStatus(absl::NotFoundError("books/a"), "1").SerializeAsString(),
            ToRpcStatus(Refuse(access::v1::NOT_FOUND), "2").SerializeAsString());
}

TEST(ErrorTest, CancelledStaysCancelled) {
  EXPECT_EQ(ToRpcStatus(absl::CancelledError(), "1").code(), static_cast<int>(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace krans::rpc

#include "services/gateway/connect.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/rpc/error.h"

namespace krans::gateway {
namespace {

TEST(ConnectTest, KnowsItsFourContentTypesAndNoOther) {
  EXPECT_EQ(CodingOf("application/json"), (Coding{Codec::kJson, false}));
  EXPECT_EQ(CodingOf("Application/JSON; charset=utf-8"), (Coding{Codec::kJson, false}));
  EXPECT_EQ(CodingOf("application/proto"), (Coding{Codec::kProto, false}));
  EXPECT_EQ(CodingOf("application/connect+json"), (Coding{Codec::kJson, true}));
  EXPECT_EQ(CodingOf("application/connect+proto"), (Coding{Codec::kProto, true}));
  for (const char* other : {"", "text/plain", "application/grpc", "application/grpc-web+proto", "application/xml",
                            "application/json; charset=latin1", "application/jsonp", "application/connect+xml"}) {
    EXPECT_EQ(CodingOf(other), std::nullopt) << other;
  }
}

TEST(ConnectTest, AnErrorHasItsNameItsSentenceAndItsDetails) {
  const google::rpc::Status status = rpc::ToRpcStatus(rpc::Refuse(access::v1::NOT_FOUND), "");
  EXPECT_EQ(ErrorBody(status), R"({"code":"not_found","message":"There is no such resource.",)"
                               R"("details":[{"type":"google.rpc.ErrorInfo","value":"CglOT1RfRk9VTkQSBWtyYW5z"}]})");
  EXPECT_EQ(HttpStatusOf(status.code()), 404);
  EXPECT_EQ(CodeName(99), "unknown");
  EXPECT_EQ(HttpStatusOf(1), 499);
  EXPECT_EQ(HttpStatusOf(4), 504);
  EXPECT_EQ(HttpStatusOf(16), 401);
}

TEST(ConnectTest, BytesGoIntoAHeaderWithoutPadding) {
  EXPECT_EQ(BinaryValue(""), "");
  EXPECT_EQ(BinaryValue("\xfb\xff"), "+/8");
  EXPECT_EQ(BinaryValue("abc"), "YWJj");
}

TEST(ConnectTest, AStreamEndsWithItsFlagAndItsError) {
  EXPECT_EQ(EndOfStream(google::rpc::Status()), std::string("\x02\0\0\0\x02{}", 7));
  google::rpc::Status status;
  status.set_code(10);
  status.set_message("m");
  const std::string json = R"({"error":{"code":"aborted","message":"m"}})";
  EXPECT_EQ(EndOfStream(status), std::string("\x02\0\0\0", 4) + static_cast<char>(json.size()) + json);
}

TEST(ConnectTest, AnEnvelopeComesBackAsItWas) {
  for (const std::string& message : {std::string(), std::string("a"), std::string(70'000, 'x')}) {
    EXPECT_EQ(OnlyMessage(Envelope(message)).value(), message);
  }
}

TEST(ConnectTest, RefusesEnvelopesThatAreNotExactlyOneMessage) {
  const std::string whole = Envelope("abc");
  for (size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(OnlyMessage(whole.substr(0, size)).ok()) << size;
  EXPECT_FALSE(OnlyMessage(whole + whole).ok());
  EXPECT_FALSE(OnlyMessage(std::string("\x01\0\0\0\x01z", 6)).ok());
  EXPECT_FALSE(OnlyMessage(std::string("\0\xff\xff\xff\xff", 5)).ok());
  EXPECT_EQ(rpc::ReasonOf(OnlyMessage("").status()), access::v1::MALFORMED);
}

TEST(ConnectTest, ATimeoutIsAtMostWhatIsAllowed) {
  EXPECT_EQ(TimeoutOf("", absl::Seconds(30)).value(), absl::Seconds(30));
  EXPECT_EQ(TimeoutOf("250", absl::Seconds(30)).value(), absl::Milliseconds(250));
  EXPECT_EQ(TimeoutOf("0", absl::Seconds(30)).value(), absl::ZeroDuration());
  EXPECT_EQ(TimeoutOf("9999999999", absl::Seconds(30)).value(), absl::Seconds(30));
  for (const char* wrong : {"-1", "1.5", "99999999999", "x", " 1"}) {
    EXPECT_FALSE(TimeoutOf(wrong, absl::Seconds(30)).ok()) << wrong;
  }
}

TEST(ConnectTest, AGetStatesItsCallInAnyOrder) {
  const GetCall call = ParseGet("base64=1&message=AQI_-w&x=y&encoding=proto&connect=v1").value();
  EXPECT_EQ(call.codec, Codec::kProto);
  EXPECT_EQ(call.message, "\x01\x02\x3f\xfb");
  EXPECT_EQ(ParseGet("encoding=proto&base64=1&message=AQI/%2Bw==").value().message, "\x01\x02\x3f\xfb");
  EXPECT_EQ(ParseGet("encoding=json&message=%7B%22name%22%3A%22a+b%22%7D").value().message, R"({"name":"a b"})");
  EXPECT_EQ(ParseGet("encoding=proto&message=").value().message, "");
  for (const char* wrong :
       {"", "encoding=json", "message=x", "encoding=xml&message=x", "encoding=json&message=%7",
        "encoding=json&message=%zz", "encoding=proto&base64=1&message=***", "encoding=json&message=x&connect=v2"}) {
    EXPECT_EQ(rpc::ReasonOf(ParseGet(wrong).status()), access::v1::MALFORMED) << wrong;
  }
  EXPECT_TRUE(absl::IsUnimplemented(ParseGet("encoding=json&message=x&compression=gzip").status()));
}

}  // namespace
}  // namespace krans::gateway

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "krans/submissions/v1/participations.pb.h"
#include "tests/submissions/award.h"

namespace krans::submissions {
namespace {

constexpr char kMatter[] = "awards/k/cycles/2024/boardMatters/m1";
constexpr char kExtract[] = "awards/k/cycles/2024/boardMatters/m1/extract";
constexpr char kPdf[] = "%PDF-1.7 protokoll";

// A matter of Kruton's board, decided on the first of March.
class ExtractsTest : public AwardTest {
 protected:
  ExtractsTest() {
    EXPECT_EQ(
        Call("maja", "Participations/Register", absl::StrCat("name: \"", kKruton, "\" class_code: \"preschool\"")),
        "OK");
    PutMatter("DECIDED");
  }

  void PutMatter(const std::string& state, const std::string& result = "APPROVED") {
    Put<v1::BoardMatter>(absl::StrCat("name: \"", kMatter, "\" body: \"bodies/sodermalm\" act: APPROVAL state: ", state,
                                      " result: ", result, " participations: \"", kKruton, "\""));
  }
  std::string SavePart(const std::string& person, const std::string& content) {
    return Call(person, "Extracts/SaveExtractPart",
                absl::StrCat("name: \"", kExtract, "\" content: \"", absl::CHexEscape(content), "\""));
  }
  // Stores each part and returns its digest.
  std::vector<std::string> Parts(const std::vector<std::string>& contents) {
    std::vector<std::string> digests;
    for (const std::string& content : contents) {
      EXPECT_EQ(SavePart("rut", content), "OK");
      digests.push_back(Answer<v1::SavedPart>().part());
    }
    return digests;
  }
  std::string Save(const std::string& person, const std::vector<std::string>& parts,
                   const std::string& file_name = "protokoll.pdf", const std::string& more = "") {
    return Call(person, "Extracts/SaveExtract",
                absl::StrCat("extract { name: \"", kExtract, "\" file_name: \"", file_name, "\" parts: \"",
                             absl::StrJoin(parts, "\" parts: \""), "\" ", more, " }"));
  }
  std::string Get(const std::string& person) {
    return Call(person, "Extracts/GetExtract", absl::StrCat("name: \"", kExtract, "\""));
  }
  std::string GetPart(const std::string& person, const std::string& part) {
    return Call(person, "Extracts/GetExtractPart", absl::StrCat("name: \"", kExtract, "\" part: \"", part, "\""));
  }
};

TEST_F(ExtractsTest, WhatIsSentInPartsIsReadAsItWasSent) {
  const std::vector<std::string> parts = Parts({kPdf, std::string("\0\xff second", 9)});
  ASSERT_EQ(Save("rut", parts), "OK");
  const auto extract = Answer<v1::Extract>();
  EXPECT_EQ(extract.media_type(), "application/pdf");
  EXPECT_EQ(extract.size(), 27);
  EXPECT_EQ(extract.content_hash(), "6d830f67e7a0dae5b39cd5e05f4b2f1cd2f9ee99a522bb73fcb71dd94c094f52");
  EXPECT_EQ(extract.received_from(), "people/rut");
  EXPECT_EQ(extract.received_time().seconds(), absl::ToUnixSeconds(house_.now()));
  EXPECT_FALSE(extract.late());
  ASSERT_EQ(Get("maja"), "OK");
  EXPECT_EQ(Answer<v1::Extract>().etag(), "1");
  ASSERT_EQ(GetPart("maja", parts[1]), "OK");
  EXPECT_EQ(Answer<v1::ExtractPart>().content(), std::string("\0\xff second", 9));
}

TEST_F(ExtractsTest, OnlyThoseWhomTheMatterConcernsReadItAndOnlyItsRegistrarSendsIt) {
  const std::vector<std::string> parts = Parts({kPdf});
  ASSERT_EQ(Save("rut", parts), "OK");
  for (const auto& [person, reads] : std::vector<std::pair<std::string, bool>>{{"rut", true},
                                                                               {"eva", true},
                                                                               {"alva", true},
                                                                               {"maja", true},
                                                                               {"sam", false},
                                                                               {"nils", false},
                                                                               {"olle", false}}) {
    EXPECT_EQ(Get(person), reads ? "OK" : "NOT_FOUND") << person;
    EXPECT_EQ(GetPart(person, parts[0]), reads ? "OK" : "NOT_FOUND") << person;
    if (person == "rut") continue;
    EXPECT_EQ(SavePart(person, kPdf), reads ? "NOT_ALLOWED" : "NOT_FOUND") << person;
    EXPECT_EQ(Save(person, parts, "protokoll.pdf", "etag: \"1\""), reads ? "NOT_ALLOWED" : "NOT_FOUND") << person;
  }
}

TEST_F(ExtractsTest, AFileOfAnotherKindOrNameIsRefusedWithAllThatIsWrong) {
  const std::string text = Parts({"Protokoll"})[0];
  const std::string pdf = Parts({kPdf})[0];
  EXPECT_EQ(Save("rut", {text}, "protokoll.txt"), "FIELD_INVALID extract.parts:FIELD_FILE_KIND");
  EXPECT_EQ(Save("rut", {pdf}, "protokoll.png"), "FIELD_INVALID extract.file_name:FIELD_FILE_KIND");
  EXPECT_EQ(Save("rut", {pdf}, ".pdf"), "FIELD_INVALID extract.file_name:FIELD_FILE_KIND");
  EXPECT_EQ(Save("rut", {text}, "../protokoll.pdf"),
            "FIELD_INVALID extract.parts:FIELD_FILE_KIND extract.file_name:FIELD_NOT_ALLOWED");
  EXPECT_EQ(Save("rut", {pdf, std::string(64, 'a')}), "FIELD_INVALID extract.parts[1]:FIELD_REFERENCE");
  EXPECT_EQ(Save("rut", std::vector<std::string>(51, pdf)), "FIELD_INVALID extract.parts:FIELD_TOO_MANY");
  EXPECT_EQ(Get("rut"), "NOT_FOUND");
  for (const auto& [content, name, type] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"\x89PNG\r\n\x1a\nbild", "Bild.PNG", "image/png"}, {"\xff\xd8\xff bild", "bild.jpeg", "image/jpeg"}}) {
    ASSERT_EQ(Save("rut", Parts({content}), name, "etag: \"*\""), "OK") << name;
    EXPECT_EQ(Answer<v1::Extract>().media_type(), type);
  }
}

TEST_F(ExtractsTest, APartIsAtMostHalfAMebibyte) {
  EXPECT_EQ(SavePart("rut", std::string((512 << 10) + 1, 'x')), "FIELD_INVALID content:FIELD_TOO_LONG");
  EXPECT_EQ(SavePart("rut", std::string(512 << 10, 'x')), "OK");
}

TEST_F(ExtractsTest, IsSentWhileItsMinutesWaitToBeVerified) {
  const std::vector<std::string> parts = Parts({kPdf});
  for (const auto& [state, result] : std::vector<std::pair<std::string, std::string>>{
           {"PREPARED", "RESULT_UNSPECIFIED"}, {"DECIDED", "POSTPONED"}, {"VERIFIED", "APPROVED"}}) {
    PutMatter(state, result);
    EXPECT_EQ(Save("rut", parts), absl::StrCat("WRONG_STATE needs=DECIDED state=", state));
    EXPECT_EQ(SavePart("rut", kPdf), absl::StrCat("WRONG_STATE needs=DECIDED state=", state));
  }
  PutMatter("DECIDED");
  EXPECT_EQ(Save("rut", parts), "OK");
}

TEST_F(ExtractsTest, AnotherTakesItsPlaceAndThePartsOfTheFirstCannotBeReadAnyMore) {
  const std::vector<std::string> first = Parts({kPdf});
  const std::vector<std::string> second = Parts({"%PDF-1.7 another"});
  ASSERT_EQ(Save("rut", first), "OK");
  EXPECT_EQ(Save("rut", second), absl::StrCat("ETAG_MISMATCH resource=", kExtract));
  ASSERT_EQ(Save("rut", second, "rättat.pdf", "etag: \"1\""), "OK");
  EXPECT_EQ(GetPart("eva", first[0]), "NOT_FOUND");
  ASSERT_EQ(GetPart("eva", second[0]), "OK");
}

TEST_F(ExtractsTest, IsLateAfterTheDayForEvidence) {
  Put<v1::Calendar>(
      absl::StrCat("name: \"", kYear, "/calendar\" milestones { kind: BOARD_EVIDENCE due: \"2024-06-28\" }"));
  const std::vector<std::string> parts = Parts({kPdf});
  MoveTo("2024-06-28 23:59:59");
  ASSERT_EQ(Save("rut", parts), "OK");
  EXPECT_FALSE(Answer<v1::Extract>().late());
  MoveTo("2024-06-29 00:00:00");
  ASSERT_EQ(Save("rut", parts, "protokoll.pdf", "etag: \"1\""), "OK");
  EXPECT_TRUE(Answer<v1::Extract>().late());
}

}  // namespace
}  // namespace krans::submissions

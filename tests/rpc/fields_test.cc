#include "services/rpc/fields.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "tests/rpc/misruled.pb.h"
#include "tests/rpc/notes.pb.h"

namespace krans::rpc {
namespace {

using notes::v1::Form;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Form Good() {
  Form form;
  form.set_title("Kransen");
  form.set_colour(Form::RED);
  form.set_weight(3);
  form.add_needed("x");
  return form;
}

// What is wrong, as "path REASON".
std::vector<std::string> Wrong(Form form) {
  static const FieldChecks checks(*Form::descriptor());
  std::vector<std::string> wrong;
  google::rpc::Status status = ToRpcStatus(checks.Check(&form), "");
  google::rpc::BadRequest request;
  for (const auto& detail : status.details()) detail.UnpackTo(&request);
  for (const auto& violation : request.field_violations()) {
    wrong.push_back(absl::StrCat(violation.field(), " ", violation.reason()));
  }
  return wrong;
}

TEST(FieldsTest, PassesWhatTheSchemaAllows) { EXPECT_THAT(Wrong(Good()), IsEmpty()); }

TEST(FieldsTest, NamesEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Wrong(Form()), UnorderedElementsAre("title FIELD_REQUIRED", "colour FIELD_UNKNOWN_VALUE",
                                                  "weight FIELD_REQUIRED", "needed FIELD_REQUIRED"));
}

TEST(FieldsTest, CountsTextInCodePoints) {
  Form form = Good();
  std::string title;
  for (int i = 0; i < 200; ++i) title += "å";
  form.set_title(title);
  EXPECT_THAT(Wrong(form), IsEmpty());
  form.set_title(title + "ä");
  EXPECT_THAT(Wrong(form), ElementsAre("title FIELD_TOO_LONG"));
}

TEST(FieldsTest, CountsBytesInBytes) {
  Form form = Good();
  form.set_blob("1234");
  EXPECT_THAT(Wrong(form), IsEmpty());
  form.set_blob("12345");
  EXPECT_THAT(Wrong(form), ElementsAre("blob FIELD_TOO_LONG"));
}

TEST(FieldsTest, NamesNestedAndRepeatedFieldsByTheirPath) {
  Form form = Good();
  form.add_lines()->set_text("abc");
  auto* line = form.add_lines();
  line->set_text("x");
  line->mutable_deeper()->set_text("too long");
  line->mutable_deeper()->set_colour(static_cast<Form::Colour>(77));
  line->mutable_seen()->set_seconds(1);
  EXPECT_THAT(Wrong(form),
              UnorderedElementsAre("lines[1].text FIELD_TOO_SHORT", "lines[1].deeper.text FIELD_TOO_LONG",
                                   "lines[1].deeper.colour FIELD_UNKNOWN_VALUE", "lines[1].seen FIELD_OUTPUT_ONLY"));
}

TEST(FieldsTest, RefusesTooManyElements) {
  Form form = Good();
  for (int i = 0; i < 4; ++i) form.add_lines()->set_text("abc");
  EXPECT_THAT(Wrong(form), ElementsAre("lines FIELD_TOO_MANY"));
}

TEST(FieldsTest, ListsHoldAHundredWhereNothingElseIsSaid) {
  Form form = Good();
  for (int i = 0; i < 100; ++i) form.add_colours(Form::RED);
  EXPECT_THAT(Wrong(form), IsEmpty());
  form.add_colours(Form::GREEN);
  EXPECT_THAT(Wrong(form), ElementsAre("colours FIELD_TOO_MANY"));
}

TEST(FieldsTest, HoldsNumbersToTheirRange) {
  Form form = Good();
  form.set_score(101);
  form.set_weight(0);
  EXPECT_THAT(Wrong(form), UnorderedElementsAre("score FIELD_OUT_OF_RANGE", "weight FIELD_OUT_OF_RANGE"));
  form = Good();
  form.set_score(4);
  EXPECT_THAT(Wrong(form), ElementsAre("score FIELD_OUT_OF_RANGE"));
}

TEST(FieldsTest, RefusesUnknownAndUnspecifiedEnumValuesInLists) {
  Form form = Good();
  form.add_colours(Form::RED);
  form.add_colours(Form::COLOUR_UNSPECIFIED);
  form.add_colours(static_cast<Form::Colour>(9));
  EXPECT_THAT(Wrong(form), ElementsAre("colours[1] FIELD_UNKNOWN_VALUE", "colours[2] FIELD_UNKNOWN_VALUE"));
}

TEST(FieldsTest, ChecksDaysAgainstTheCalendar) {
  Form form = Good();
  form.set_day("2028-02-29");
  EXPECT_THAT(Wrong(form), IsEmpty());
  for (const char* day : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026-1-1", "2026-01-01 "}) {
    form.set_day(day);
    EXPECT_THAT(Wrong(form), ElementsAre("day FIELD_DATE")) << day;
  }
}

TEST(FieldsTest, HoldsResourceNamesToTheirForm) {
  Form form = Good();
  form.set_book("books/war-and-peace");
  EXPECT_THAT(Wrong(form), IsEmpty());
  for (const std::string& name : {std::string("books/"), std::string("books/A"), std::string("books/a/b"),
                                  std::string("shelves/a"), "books/" + std::string(64, 'a'), std::string("/books/a")}) {
    form.set_book(name);
    EXPECT_THAT(Wrong(form), ElementsAre("book FIELD_PATTERN")) << name;
  }
}

TEST(FieldsTest, AnEmptyElementIsNoName) {
  Form form = Good();
  form.add_books("books/a");
  form.add_books("");
  EXPECT_THAT(Wrong(form), ElementsAre("books[1] FIELD_PATTERN"));
}

TEST(FieldsTest, RefusesEscapesAndLineEndsInALine) {
  for (const char* title : {"a\x1b[2J", "two\nlines", "del\x7f", "c1 \u009b", "tab\t"}) {
    Form form = Good();
    form.set_title(title);
    EXPECT_THAT(Wrong(form), ElementsAre("title FIELD_PATTERN")) << title;
  }
}

TEST(FieldsTest, SpaceAloneIsNotGiven) {
  for (const char* title : {"   ", "\u00a0"}) {
    Form form = Good();
    form.set_title(title);
    EXPECT_THAT(Wrong(form), ElementsAre("title FIELD_REQUIRED")) << title;
  }
}

TEST(FieldsTest, TakesOutWhatItRefuses) {
  const FieldChecks checks(*Form::descriptor());
  Form form = Good();
  form.set_title("bad\x1b");
  form.add_lines()->set_text("good");
  form.add_lines()->set_text("far too long");
  EXPECT_FALSE(checks.Check(&form).ok());
  EXPECT_EQ(form.title(), "");
  EXPECT_EQ(form.lines(0).text(), "good");
  EXPECT_EQ(form.lines(1).text(), "");
  EXPECT_EQ(form.weight(), 3);
}

TEST(FieldsTest, RefusesAZeroCharacterInText) {
  Form form = Good();
  form.set_title(std::string("a\0b", 3));
  EXPECT_THAT(Wrong(form), ElementsAre("title FIELD_PATTERN"));
}

TEST(FieldsTest, HoldsRequestIdsToTheirForm) {
  Form form = Good();
  form.set_request_id("0b1f6c1e-5d7a");
  EXPECT_THAT(Wrong(form), IsEmpty());
  for (const std::string& id : {std::string("1234567"), std::string(65, 'a'), std::string("12345 78")}) {
    form.set_request_id(id);
    EXPECT_THAT(Wrong(form), ElementsAre("request_id FIELD_PATTERN")) << id;
  }
}

TEST(FieldsTest, PageTokensMayBeLong) {
  Form form = Good();
  form.set_page_token(std::string(1000, 'x'));
  EXPECT_THAT(Wrong(form), IsEmpty());
}

TEST(FieldsTest, TheEtagOfARecordMayBeGivenItsOtherOutputsNot) {
  Form form = Good();
  form.mutable_note()->set_name("books/a/notes/b");
  form.mutable_note()->set_text("text");
  form.mutable_note()->set_etag("3");
  EXPECT_THAT(Wrong(form), IsEmpty());
  form.mutable_note()->set_state(notes::v1::Note::LOCKED);
  EXPECT_THAT(Wrong(form), ElementsAre("note.state FIELD_OUTPUT_ONLY"));
}

TEST(FieldsTest, DiscardsUnknownFieldsAtAllLevels) {
  Form form = Good();
  form.add_lines()->set_text("abc");
  Form plain = form;
  form.GetReflection()->MutableUnknownFields(&form)->AddVarint(999, 1);
  auto* line = form.mutable_lines(0);
  line->GetReflection()->MutableUnknownFields(line)->AddLengthDelimited(998, "hidden");
  ASSERT_TRUE(FieldChecks(*Form::descriptor()).Check(&form).ok());
  EXPECT_EQ(form.SerializeAsString(), plain.SerializeAsString());
}

TEST(FieldsTest, AnUnknownPatternIsAFaultOfTheSchema) {
  EXPECT_THAT(FieldChecks(*misruled::v1::Patterned::descriptor()).faults(), testing::SizeIs(1));
  EXPECT_THAT(FieldChecks(*Form::descriptor()).faults(), IsEmpty());
}

TEST(FieldsTest, KnowsItsForms) {
  EXPECT_TRUE(HasForm("slug", "award-2026"));
  EXPECT_FALSE(HasForm("slug", ""));
  EXPECT_TRUE(HasForm("sha256", std::string(64, 'a')));
  EXPECT_FALSE(HasForm("sha256", std::string(64, 'A')));
  EXPECT_TRUE(HasForm("month", "2026-12"));
  EXPECT_FALSE(HasForm("month", "2026-13"));
  EXPECT_TRUE(HasForm("time", "23:59"));
  EXPECT_FALSE(HasForm("time", "24:00"));
  EXPECT_TRUE(HasForm("email", "anna.berg@stockholm.se"));
  EXPECT_FALSE(HasForm("email", "anna@berg@stockholm.se"));
  EXPECT_FALSE(HasForm("email", "anna berg@stockholm.se"));
  EXPECT_FALSE(HasForm("no such form", "x"));
}

}  // namespace
}  // namespace krans::rpc

#include "services/rpc/door.h"

#include <future>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "krans/journal/v1/entry.pb.h"
#include "services/rpc/positions.h"
#include "services/rpc/seal.h"
#include "tests/rpc/house.h"
#include "tests/rpc/misruled.pb.h"
#include "tests/rpc/notes.h"

namespace krans::rpc {
namespace {

using notes::v1::CountNotesRequest;
using notes::v1::CountNotesResponse;
using notes::v1::CreateNoteRequest;
using notes::v1::GetNoteRequest;
using notes::v1::ListNotesRequest;
using notes::v1::ListNotesResponse;
using notes::v1::LockNoteRequest;
using notes::v1::Note;
using notes::v1::SaveNoteRequest;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Sources that say what the test wants.
class Sources : public Following {
 public:
  bool Fresh(absl::string_view source) const override { return silent.count(std::string(source)) == 0; }
  void WhenReached(absl::string_view source, const Seen& seen, absl::Duration at_most,
                   std::function<void(bool)> then) override {
    asked.push_back(absl::StrCat(source, " ", seen.epoch, ":", seen.position));
    then(Fresh(source));
  }

  std::set<std::string> silent;
  std::vector<std::string> asked;
};

class DoorTest : public testing::Test {
 protected:
  DoorTest() : house_("notes", "krans.notes.v1", &sources_) {
    RegisterNotes(&house_.door());
    checked_ = house_.door().Check({kNotes});
    Note note;
    note.set_name("books/a/notes/b");
    note.set_text("first");
    note.set_owner("anna");
    EXPECT_TRUE(house_.Put(note).ok());
  }

  absl::StatusOr<Note> Get(const As& as, const std::string& name = "books/a/notes/b",
                           const std::string& method = "GetNote") {
    GetNoteRequest request;
    request.set_name(name);
    return house_.Ask<Note>(NotesMethod(method), request, as);
  }

  absl::StatusOr<Note> Save(const As& as, const std::string& etag, const std::string& text = "second",
                            const std::string& request_id = "", const std::string& name = "books/a/notes/b") {
    SaveNoteRequest request;
    request.mutable_note()->set_name(name);
    request.mutable_note()->set_etag(etag);
    request.mutable_note()->set_text(text);
    request.set_request_id(request_id);
    return house_.Ask<Note>(NotesMethod("SaveNote"), request, as);
  }

  absl::StatusOr<Note> Lock(const std::string& method, const std::string& etag, const As& as = {.person = "olle"}) {
    LockNoteRequest request;
    request.set_name("books/a/notes/b");
    request.set_etag(etag);
    request.set_reason("decision 7");
    return house_.Ask<Note>(NotesMethod(method), request, as);
  }

  // The reason of the warning that comes with a saved note.
  std::string WarningOf(const std::string& text, const std::string& etag, const std::string& request_id) {
    SaveNoteRequest request;
    request.mutable_note()->set_name("books/a/notes/b");
    request.mutable_note()->set_etag(etag);
    request.mutable_note()->set_text(text);
    request.set_request_id(request_id);
    const Reply reply = house_.Send(house_.MakeCall(NotesMethod("SaveNote"), request, anna_));
    EXPECT_TRUE(reply.status.ok()) << reply.status;
    google::rpc::Status warning;
    EXPECT_TRUE(warning.ParseFromString(reply.warning));
    google::rpc::ErrorInfo info;
    if (warning.details_size() > 0) warning.details(0).UnpackTo(&info);
    return info.reason();
  }

  int64_t AccessLogSize() {
    auto entries = house_.store().ReadAccessLog(0, 100);
    return entries.ok() ? static_cast<int64_t>(entries->size()) : -1;
  }

  Sources sources_;
  House house_;
  absl::Status checked_;
  const As anna_ = {.person = "anna"};
  const As olle_ = {.person = "olle"};
};

TEST_F(DoorTest, StartsWhereEveryMethodHasRuleAndHandler) { EXPECT_EQ(checked_, absl::OkStatus()); }

TEST_F(DoorTest, AnswersTheOwner) {
  absl::StatusOr<Note> note = Get(anna_);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text(), "first");
  EXPECT_EQ(note->etag(), "1");
}

TEST_F(DoorTest, AsksForAnAssertion) {
  EXPECT_EQ(ReasonOf(Get({}).status()), access::v1::UNAUTHENTICATED);
  EXPECT_TRUE(Get({}, "books/a/notes/b", "PeekNote").ok());
}

TEST_F(DoorTest, ABadAssertionIsRefusedEvenWhereNoneIsNeeded) {
  GetNoteRequest request;
  request.set_name("books/a/notes/b");
  Call call = house_.MakeCall(NotesMethod("PeekNote"), request, {});
  call.token = "forged";
  EXPECT_EQ(ReasonOf(house_.Send(std::move(call)).status), access::v1::UNAUTHENTICATED);
}

TEST_F(DoorTest, AnExpiredAssertionIsRefused) {
  Call call = house_.MakeCall(NotesMethod("GetNote"), GetNoteRequest(), anna_);
  house_.Wait(absl::Minutes(3));
  EXPECT_EQ(ReasonOf(house_.Send(std::move(call)).status), access::v1::UNAUTHENTICATED);
}

TEST_F(DoorTest, HiddenAndMissingAreTheSameToTheByte) {
  const absl::Status hidden = Get({.person = "nisse"}).status();
  const absl::Status missing = Get({.person = "nisse"}, "books/a/notes/none").status();
  const absl::Status gone = Get(olle_, "books/a/notes/none").status();
  EXPECT_EQ(ReasonOf(hidden), access::v1::NOT_FOUND);
  EXPECT_EQ(ToRpcStatus(hidden, "").SerializeAsString(), ToRpcStatus(missing, "").SerializeAsString());
  EXPECT_EQ(ToRpcStatus(hidden, "").SerializeAsString(), ToRpcStatus(gone, "").SerializeAsString());
}

TEST_F(DoorTest, WhoMayKnowTheResourceIsToldThatTheyMayNot) {
  EXPECT_EQ(ReasonOf(Lock("LockNote", "", anna_).status()), access::v1::NOT_ALLOWED);
  EXPECT_EQ(ReasonOf(Lock("LockNote", "", {.person = "nisse"}).status()), access::v1::NOT_FOUND);
}

TEST_F(DoorTest, WhereNoResourceIsNamedTheAnswerIsNotAllowed) {
  EXPECT_EQ(house_.Ask<CountNotesResponse>(NotesMethod("CountNotes"), CountNotesRequest(), olle_)->count(), 1);
  EXPECT_EQ(ReasonOf(house_.Ask<CountNotesResponse>(NotesMethod("CountNotes"), CountNotesRequest(), anna_).status()),
            access::v1::NOT_ALLOWED);
}

TEST_F(DoorTest, WhoIsBarredFindsNothing) {
  EXPECT_EQ(ReasonOf(Get({.person = "bertil"}, "books/a/notes/b", "PeekNote").status()), access::v1::NOT_FOUND);
}

TEST_F(DoorTest, ChecksAccessBeforePhaseAndPhaseBeforeEtag) {
  Note note;
  note.set_name("books/closed/notes/b");
  note.set_text("first");
  note.set_owner("anna");
  ASSERT_TRUE(house_.Put(note).ok());
  const std::string name = note.name();
  EXPECT_EQ(ReasonOf(Save({.person = "nisse"}, "9", "x", "", name).status()), access::v1::NOT_FOUND);
  EXPECT_EQ(ReasonOf(Save(anna_, "9", "x", "", name).status()), access::v1::PHASE_CLOSED);
}

TEST_F(DoorTest, ARecordMustComeWithItsStoredEtag) {
  EXPECT_EQ(ReasonOf(Save(anna_, "").status()), access::v1::ETAG_MISMATCH);
  EXPECT_EQ(ReasonOf(Save(anna_, "2").status()), access::v1::ETAG_MISMATCH);
  absl::StatusOr<Note> saved = Save(anna_, "1");
  ASSERT_TRUE(saved.ok()) << saved.status();
  EXPECT_EQ(saved->etag(), "2");
  EXPECT_EQ(Save(anna_, "*", "third")->etag(), "3");
  EXPECT_THAT(ToRpcStatus(Save(anna_, "1").status(), "").SerializeAsString(), HasSubstr("current"));
}

TEST_F(DoorTest, TheEtagBesideANameIsOptional) {
  EXPECT_EQ(ReasonOf(Lock("LockNote", "7").status()), access::v1::ETAG_MISMATCH);
  EXPECT_TRUE(Lock("LockNote", "").ok());
  EXPECT_TRUE(Lock("LockNote", "2").ok());
}

TEST_F(DoorTest, TheHandlersRefusalLeavesAsItIs) {
  ASSERT_TRUE(Lock("LockNote", "").ok());
  EXPECT_EQ(ReasonOf(Save(anna_, "2").status()), access::v1::WRONG_STATE);
}

TEST_F(DoorTest, ARepeatedRequestIsAnsweredOnceMoreAndDoneOnce) {
  ASSERT_EQ(Save(anna_, "1", "second", "request-1")->etag(), "2");
  const int64_t head = house_.store().Head().position;
  absl::StatusOr<Note> again = Save(anna_, "1", "second", "request-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), "2");
  EXPECT_EQ(house_.store().Head().position, head);
}

TEST_F(DoorTest, ARepeatedRequestReadsTodaysRecord) {
  ASSERT_TRUE(Save(anna_, "1", "second", "request-1").ok());
  ASSERT_TRUE(Save(anna_, "2", "third").ok());
  EXPECT_EQ(Save(anna_, "1", "second", "request-1")->text(), "third");
}

TEST_F(DoorTest, ARepeatedRequestOfOneWhoLostAccessIsNotAnswered) {
  ASSERT_TRUE(Save(anna_, "1", "second", "request-1").ok());
  Note note;
  note.set_name("books/a/notes/b");
  note.set_text("third");
  note.set_owner("britta");
  ASSERT_TRUE(house_.Put(note).ok());
  EXPECT_EQ(ReasonOf(Save(anna_, "1", "second", "request-1").status()), access::v1::NOT_FOUND);
}

TEST_F(DoorTest, WhatIsRedactedIsSoInEveryAnswerAlsoToARepeatedRequest) {
  for (int i = 0; i < 2; ++i) {
    const absl::StatusOr<Note> saved = Save(anna_, "1", "for Olle", "request-1");
    ASSERT_TRUE(saved.ok()) << saved.status();
    EXPECT_EQ(saved->etag(), "2");
    EXPECT_EQ(saved->text(), "");
  }
  EXPECT_EQ(Get(anna_)->text(), "");
  EXPECT_EQ(Get(olle_)->text(), "for Olle");
  ListNotesRequest request;
  request.set_parent("books/a");
  EXPECT_EQ(house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, anna_)->notes(0).text(), "");
}

TEST_F(DoorTest, AWarningLeavesWithTheAnswerAndWithItsRepetition) {
  EXPECT_EQ(WarningOf("second", "1", "request-1"), "");
  EXPECT_EQ(WarningOf("warn", "2", "request-2"), "GATE_WARNS");
  EXPECT_EQ(WarningOf("warn", "2", "request-2"), "GATE_WARNS");
}

TEST_F(DoorTest, ARequestIdIsGoodForOneContentOnly) {
  ASSERT_TRUE(Save(anna_, "1", "second", "request-1").ok());
  EXPECT_EQ(ReasonOf(Save(anna_, "2", "third", "request-1").status()), access::v1::REQUEST_ID_REUSED);
}

TEST_F(DoorTest, ARefusedRequestMayBeRepeatedWithItsId) {
  ASSERT_FALSE(Save(anna_, "7", "second", "request-1").ok());
  EXPECT_TRUE(Save(anna_, "1", "second", "request-1").ok());
}

TEST_F(DoorTest, RequestIdsOfDifferentPeopleDoNotMeet) {
  CreateNoteRequest request;
  request.set_parent("books/a");
  request.set_text("c");
  request.set_request_id("request-1");
  ASSERT_TRUE(Save(anna_, "1", "second", "request-1").ok());
  EXPECT_TRUE(house_.Ask<Note>(NotesMethod("CreateNote"), request, olle_).ok());
}

TEST_F(DoorTest, AFreshSignInIsAskedForWhereTheRuleSaysSo) {
  EXPECT_EQ(ReasonOf(Lock("DestroyNote", "", {.person = "olle", .acr = "loa2"}).status()),
            access::v1::SIGN_IN_TOO_WEAK);
  EXPECT_EQ(ReasonOf(Lock("DestroyNote", "", {.person = "olle", .since_sign_in = absl::Minutes(6)}).status()),
            access::v1::SIGN_IN_TOO_WEAK);
  EXPECT_TRUE(Lock("DestroyNote", "").ok());
}

TEST_F(DoorTest, JournalsWhoWhenWhichMethodAndWhy) {
  ASSERT_TRUE(Lock("DestroyNote", "").ok());
  auto entries = house_.store().ReadFrom(1, 10);
  ASSERT_TRUE(entries.ok() && !entries->empty());
  journal::v1::Entry entry;
  ASSERT_TRUE(entry.ParseFromString(entries->front().entry));
  EXPECT_EQ(entry.actor(), "olle");
  EXPECT_EQ(entry.method(), "krans.notes.v1.Notes/DestroyNote");
  EXPECT_EQ(entry.time().seconds(), absl::ToUnixSeconds(house_.now()));
  journal::v1::Entry last;
  ASSERT_TRUE(last.ParseFromString(entries->back().entry));
  EXPECT_EQ(last.reason(), "decision 7");
}

TEST_F(DoorTest, EntersReadsThatAreAuditedAndNoOthers) {
  ASSERT_TRUE(Get(anna_).ok());
  EXPECT_EQ(AccessLogSize(), 0);
  ASSERT_TRUE(Get(anna_, "books/a/notes/b", "OpenNote").ok());
  EXPECT_EQ(AccessLogSize(), 1);
  ASSERT_FALSE(Get({.person = "nisse"}, "books/a/notes/b", "OpenNote").ok());
  EXPECT_EQ(AccessLogSize(), 1);
}

TEST_F(DoorTest, ASilentSourceClosesWhatNeedsItAndNothingElse) {
  EXPECT_TRUE(Get({.person = "jonna"}, "books/a/notes/b", "JudgeNote").ok());
  sources_.silent.insert("jury");
  EXPECT_EQ(ReasonOf(Get({.person = "jonna"}, "books/a/notes/b", "JudgeNote").status()), access::v1::SOURCE_SILENT);
  EXPECT_TRUE(Get(anna_).ok());
}

TEST_F(DoorTest, AReplyBringsWhatTheCallBroughtAndWhereThisServiceIs) {
  SaveNoteRequest request;
  request.mutable_note()->set_name("books/a/notes/b");
  request.mutable_note()->set_etag("*");
  request.mutable_note()->set_text("x");
  As anna = anna_;
  anna.position =
      *house_.door().seal().Close(Purpose::kPosition, *EncodePositions({{"jury", {1, 5}}, {"notes", {1, 99}}}), "");
  Reply reply = house_.Send(house_.MakeCall(NotesMethod("SaveNote"), request, anna));
  ASSERT_TRUE(reply.status.ok()) << reply.status;
  EXPECT_THAT(sources_.asked, testing::ElementsAre("jury 1:5"));
  const Positions seen = *DecodePositions(*house_.door().seal().Open(Purpose::kPosition, reply.position, ""));
  EXPECT_EQ(seen.at("jury"), (Seen{1, 5}));
  EXPECT_EQ(seen.at("notes"), (Seen{1, 2}));
}

TEST_F(DoorTest, AReadAlsoSaysWhereThisServiceIs) {
  GetNoteRequest request;
  request.set_name("books/a/notes/b");
  Reply reply = house_.Send(house_.MakeCall(NotesMethod("GetNote"), request, anna_));
  const Positions seen = *DecodePositions(*house_.door().seal().Open(Purpose::kPosition, reply.position, ""));
  EXPECT_EQ(seen.at("notes"), (Seen{1, 1}));
}

TEST_F(DoorTest, APositionThatIsNotReachedInTimeIsASilentSource) {
  sources_.silent.insert("jury");
  As anna = anna_;
  anna.position = *house_.door().seal().Close(Purpose::kPosition, *EncodePositions({{"jury", {1, 5}}}), "");
  EXPECT_EQ(ReasonOf(Get(anna).status()), access::v1::SOURCE_SILENT);
  anna.position = "garbage";
  EXPECT_EQ(ReasonOf(Get(anna).status()), access::v1::MALFORMED);
}

TEST_F(DoorTest, RefusesWhatIsNoMessageOrTooLargeOrUnknown) {
  Call call = house_.MakeCall(NotesMethod("GetNote"), GetNoteRequest(), anna_);
  call.request = "\xff\xff\xff";
  EXPECT_EQ(ReasonOf(house_.Send(call).status), access::v1::MALFORMED);
  call.request = std::string((1 << 20) + 1, 'x');
  EXPECT_EQ(ReasonOf(house_.Send(call).status), access::v1::TOO_LARGE);
  call.method = "krans.notes.v1.Notes/NoSuchMethod";
  EXPECT_EQ(ReasonOf(house_.Send(call).status), access::v1::UNKNOWN_METHOD);
  call.method = NotesMethod("StreamNotes");
  call.request = "";
  EXPECT_EQ(ReasonOf(house_.Send(call).status), access::v1::UNKNOWN_METHOD);
}

TEST_F(DoorTest, WhatAHandlerThrowsIsAnIncident) {
  absl::Status status = Save(anna_, "1", "throw").status();
  EXPECT_EQ(ReasonOf(status), access::v1::INTERNAL);
  EXPECT_THAT(house_.lines().back(), HasSubstr("\"cause\":\"INTERNAL: thrown over (name)\""));
  EXPECT_EQ(Get(anna_)->text(), "first");
}

TEST_F(DoorTest, ACallThatWasGivenUpIsNotBegun) {
  GetNoteRequest request;
  request.set_name("books/a/notes/b");
  Call call = house_.MakeCall(NotesMethod("OpenNote"), request, anna_);
  call.cancelled = [] { return true; };
  EXPECT_TRUE(absl::IsCancelled(house_.Send(std::move(call)).status));
  EXPECT_EQ(AccessLogSize(), 0);
}

TEST_F(DoorTest, LogsEveryCallWithoutPeopleAndNames) {
  ASSERT_TRUE(Get(anna_).ok());
  ASSERT_FALSE(Get({.person = "nisse"}).ok());
  ASSERT_EQ(house_.lines().size(), 2u);
  EXPECT_THAT(house_.lines()[0], HasSubstr("\"method\":\"krans.notes.v1.Notes/GetNote\",\"code\":\"OK\""));
  EXPECT_THAT(house_.lines()[1], HasSubstr("\"reason\":\"NOT_FOUND\""));
  for (const std::string& line : house_.lines()) {
    for (const char* word : {"anna", "nisse", "books", "first"}) EXPECT_THAT(line, Not(HasSubstr(word)));
  }
}

TEST_F(DoorTest, ListsOnlyWhatMayBeReadAndGoesOnWhereItStopped) {
  for (const char* name : {"c", "d", "e"}) {
    Note note;
    note.set_name(absl::StrCat("books/a/notes/", name));
    note.set_text("x");
    note.set_owner(*name == 'd' ? "britta" : "anna");
    ASSERT_TRUE(house_.Put(note).ok());
  }
  ListNotesRequest request;
  request.set_parent("books/a");
  request.set_page_size(2);
  auto first = house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, anna_);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->notes_size(), 2);
  EXPECT_EQ(first->notes(1).name(), "books/a/notes/c");
  request.set_page_token(first->next_page_token());
  auto second = house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, anna_);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_EQ(second->notes_size(), 1);
  EXPECT_EQ(second->notes(0).name(), "books/a/notes/e");
  EXPECT_THAT(second->next_page_token(), IsEmpty());
}

TEST_F(DoorTest, APageTokenIsItsOwnersAlone) {
  ListNotesRequest request;
  request.set_parent("books/a");
  request.set_page_size(1);
  Note note;
  note.set_name("books/a/notes/c");
  note.set_text("x");
  ASSERT_TRUE(house_.Put(note).ok());
  auto first = house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, olle_);
  ASSERT_TRUE(first.ok()) << first.status();
  request.set_page_token(first->next_page_token());
  EXPECT_TRUE(house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, olle_).ok());
  EXPECT_EQ(ReasonOf(house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, anna_).status()),
            access::v1::FIELD_INVALID);
  request.set_parent("books/b");
  EXPECT_EQ(ReasonOf(house_.Ask<ListNotesResponse>(NotesMethod("ListNotes"), request, olle_).status()),
            access::v1::FIELD_INVALID);
}

TEST_F(DoorTest, OpensAStreamForThoseWhoMay) {
  ListNotesRequest request;
  request.set_parent("books/a");
  auto open = [&](const As& as) {
    std::promise<absl::StatusOr<std::shared_ptr<Source>>> opened;
    house_.door().Open(house_.MakeCall(NotesMethod("StreamNotes"), request, as),
                       [&](absl::StatusOr<std::shared_ptr<Source>> source) { opened.set_value(std::move(source)); });
    return opened.get_future().get();
  };
  EXPECT_TRUE(house_.door().IsStream(NotesMethod("StreamNotes")));
  auto source = open(olle_);
  ASSERT_TRUE(source.ok()) << source.status();
  int messages = 0;
  for (bool more = true; more;) {
    (*source)->Next([&](absl::StatusOr<std::optional<std::string>> message) {
      more = message.ok() && message->has_value();
      messages += more;
    });
  }
  EXPECT_EQ(messages, 3);
  EXPECT_EQ(ReasonOf(open({.person = "nisse"}).status()), access::v1::NOT_FOUND);
}

TEST(DoorCheckTest, SaysEverythingThatKeepsAServiceFromStarting) {
  House house("misruled", "krans.misruled.v1");
  using misruled::v1::Ask;
  using misruled::v1::Thing;
  Door& door = house.door();
  const std::string service = "krans.misruled.v1.Misruled";
  auto read = [](const Caller&, const storage::ReadTransaction&, const Ask&) -> absl::StatusOr<Thing> {
    return Thing();
  };
  for (const char* method : {"NoRule", "NoEffect", "NoRelations", "NoSuchResource", "NoResource", "NoPhases"}) {
    door.Read<Ask, Thing>(absl::StrCat(service, "/", method), read);
  }
  door.Read<Ask, Thing>(absl::StrCat(service, "/ChangeByAnyone"), read);
  door.Write<Ask, misruled::v1::Answer>(
      absl::StrCat(service, "/NoRecord"),
      [](const Caller&, storage::WriteTransaction&, const Ask&) -> absl::StatusOr<misruled::v1::Answer> {
        return misruled::v1::Answer();
      });
  door.Read<Ask, Thing>(absl::StrCat(service, "/NoSuchPattern"), read);
  EXPECT_THAT(std::string(door.Check({service}).message()), HasSubstr("NoPhases: phases are not defined"));
  RegisterNotes(&house.door());
  const std::string faults(door.Check({service, "krans.misruled.v1.NoService"}).message());
  for (const char* fault :
       {"NoRule: no rule", "NoEffect: the rule has no effect", "NoRelations: the rule has no relations",
        "NoSuchResource: the rule's resource is not a text field of the request",
        "NoResource: undefined relation TEAM_LEAD", "NoResource: a relation to a resource, and none is named",
        "ChangeByAnyone: a change by anyone", "ChangeByAnyone: no handler of its kind",
        "NoRecord: a request_id, and the response is no record", "NoSuchPattern: the handler is for other messages",
        "NoHandler: no handler", "krans.misruled.v1.NoService: no such service in the schema",
        "krans.notes.v1.Notes/GetNote: a handler, and the service is not served"}) {
    EXPECT_THAT(faults, HasSubstr(fault));
  }
}

}  // namespace
}  // namespace krans::rpc

#include "services/sitevisits/identity_number_rules.h"

#include "gtest/gtest.h"

namespace krans::sitevisits {
namespace {

// Numbers made up for the test, with the right last digit.
TEST(IdentityNumber, IsFoundInBothItsForms) {
  for (const char* text : {"19900116-2388", "900116-2388", "möte med 19900116-2388, kl 10", "x900116-2388.",
                           "900116-2388900116", "tel 08-1234, 900116+2388", "199001162388", "(199001162388)"}) {
    EXPECT_EQ(HoldsIdentityNumber(text), std::string(text) != "900116-2388900116") << text;
  }
}

TEST(IdentityNumber, MayBeACoordinationNumber) {
  EXPECT_TRUE(HoldsIdentityNumber("701063-2391"));
  EXPECT_FALSE(HoldsIdentityNumber("701099-2399"));
}

TEST(IdentityNumber, NeedsItsLuhnDigit) {
  for (int last = 0; last < 10; ++last) {
    EXPECT_EQ(HoldsIdentityNumber("900116-238" + std::to_string(last)), last == 8) << last;
  }
}

TEST(IdentityNumber, NeedsADateOfTheCalendar) {
  EXPECT_FALSE(HoldsIdentityNumber("556000-4615"));    // an organisation's number
  EXPECT_FALSE(HoldsIdentityNumber("17900116-2388"));  // nobody alive
  EXPECT_TRUE(HoldsIdentityNumber("000229-2381"));     // 2000 had the day
  EXPECT_FALSE(HoldsIdentityNumber("19000229-2381"));  // 1900 had not
}

TEST(IdentityNumber, IsNoPartOfALongerNumber) {
  for (const char* text : {"1900116-2388", "900116-23881", "0199001162388", "9001162388", "900116 2388", "900116--2388",
                           "2024-05-17", "", "-", "900116-"}) {
    EXPECT_FALSE(HoldsIdentityNumber(text)) << text;
  }
}

TEST(IdentityNumber, IsFoundAfterOtherNumbers) {
  EXPECT_TRUE(HoldsIdentityNumber("123456-900116-2388"));
  EXPECT_TRUE(HoldsIdentityNumber("51 procent, 12 barn, 900116-2388"));
}

}  // namespace
}  // namespace krans::sitevisits

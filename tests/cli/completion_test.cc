// Completion as the client computes it and as bash shows it.

#include "clients/cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace krans::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(CompletionTest, OffersTheWordsThatMayFollow) {
  EXPECT_THAT(Complete({"annou"}), ElementsAre("announce"));
  EXPECT_THAT(Complete({"announce", ""}), ElementsAre("confirm", "propose", "show"));
  EXPECT_THAT(Complete({"--as", "olga", "opening", "c"}), ElementsAre("confirm"));
}

TEST(CompletionTest, OffersFlagsOfTheCommandAndThoseOfAll) {
  EXPECT_THAT(Complete({"register", "2024/u", "--c"}), ElementsAre("--class", "--clock"));
  EXPECT_THAT(Complete({"cycles", "--js"}), ElementsAre("--json"));
}

TEST(CompletionTest, OffersValuesWhereThereAreAFew) {
  EXPECT_THAT(Complete({"conflict", "declare", "2024/u", "n"}), ElementsAre("none"));
  EXPECT_THAT(Complete({"unit", "save", "u", "--kind", "s"}), ElementsAre("school", "social_services"));
  EXPECT_THAT(Complete({"explain", "u", "--city-financed", ""}), ElementsAre("no", "yes"));
  EXPECT_THAT(Complete({"register", "2024/u", "--class", ""}), IsEmpty());
}

TEST(CompletionTest, GoesOnAfterASwitch) {
  EXPECT_THAT(Complete({"withdraw", "--deferred", "2024/u", "--r"}), Contains("--reason"));
}

// What bash offers for a line, with the program itself in its path.
std::vector<std::string> Bash(const std::string& line) {
  const std::string folder = std::filesystem::path(KRANS).parent_path();
  const std::string path = testing::TempDir() + "/complete.bash";
  std::ofstream(path) << "PATH=" << folder << ":$PATH\n"
                      << "source <(krans completion bash)\n"
                      << "COMP_WORDS=(" << line << ")\n"
                      << "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                      << "_krans\n"
                      << "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
  FILE* pipe = popen(absl::StrCat("bash ", path).c_str(), "r");
  std::string output;
  for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) output.push_back(static_cast<char>(c));
  EXPECT_EQ(pclose(pipe), 0);
  return absl::StrSplit(output, '\n', absl::SkipEmpty());
}

TEST(CompletionTest, WhatCannotBePrintedIsNoSuccess) {
  const std::string command = absl::StrCat(KRANS, " completion bash 2>/dev/null >");
  EXPECT_EQ(WEXITSTATUS(std::system((command + "/dev/null").c_str())), 0);
  EXPECT_EQ(WEXITSTATUS(std::system((command + "/dev/full").c_str())), 1);
}

TEST(CompletionTest, BashOffersTheSame) {
  EXPECT_THAT(Bash("krans score"), ElementsAre("score", "scorebook"));
  EXPECT_THAT(Bash("krans scorebook ''"), ElementsAre("close", "deliver", "show", "sign"));
  EXPECT_THAT(Bash("krans board decide 2024/soc-1 app"), ElementsAre("approved"));
}

}  // namespace
}  // namespace krans::cli

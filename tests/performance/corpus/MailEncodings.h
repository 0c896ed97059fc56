// SPDX-License-Identifier: GPL-3.0-or-later
//
// What mail needs to be ASCII: encoded words (RFC 2047), quoted-printable and base64 (RFC 2045), dates.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

bool isAscii(std::string_view text);
std::string base64(std::string_view octets);
// Lines of 76 letters, each with CR LF.
std::string base64Lines(std::string_view octets);
std::string quotedPrintable(std::string_view text);
// The text as it stands, or as encoded words of UTF-8, folded.
std::string headerText(std::string_view text);
std::string latin1(std::string_view utf8);
std::string mailDate(std::int64_t seconds, int hoursEast);

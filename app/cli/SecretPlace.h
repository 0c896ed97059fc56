// SPDX-License-Identifier: GPL-3.0-or-later
//
// SecretPlace is the choice of where a new password is kept: in the system's keychain, or, with
// --store-password-in-file, in a file of the profile. Main thread.
#pragma once

#include "ProfileSecrets.h"

class QCommandLineParser;

namespace secretPlace
{
void addOption(QCommandLineParser &parser);
// Also for parsers that do not know the option.
ProfileSecrets::NewSecrets chosenIn(const QCommandLineParser &parser);
// What to say where there is no keychain: there is a way out.
QString noKeychainSentence();
} // namespace secretPlace

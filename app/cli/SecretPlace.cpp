// SPDX-License-Identifier: GPL-3.0-or-later
#include "SecretPlace.h"

#include <QCommandLineParser>

namespace
{
QString optionName()
{
    return QStringLiteral("store-password-in-file");
}
} // namespace

void secretPlace::addOption(QCommandLineParser &parser)
{
    parser.addOption(
        {optionName(), QStringLiteral("Keeps the password in a file of the profile that only its owner may "
                                      "read, and not in the keychain.")});
}

ProfileSecrets::NewSecrets secretPlace::chosenIn(const QCommandLineParser &parser)
{
    return parser.optionNames().contains(optionName()) ? ProfileSecrets::NewSecrets::ToFile
                                                       : ProfileSecrets::NewSecrets::ToKeychain;
}

QString secretPlace::noKeychainSentence()
{
    return QStringLiteral("There is no keychain here that could keep the password. Say "
                          "--store-password-in-file to keep it in a file of the profile that only you can "
                          "read.");
}

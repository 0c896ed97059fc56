// SPDX-License-Identifier: GPL-3.0-or-later
//
// errorSentence() is the window's ErrorText with the next steps of the command line, in one line. Main
// thread.
#pragma once

#include "Error.h"

#include <QString>

// `server` is named in the sentence; empty gives "The server".
QString errorSentence(const Error &error, const QString &server = {});

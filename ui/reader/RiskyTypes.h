// SPDX-License-Identifier: GPL-3.0-or-later
//
// RiskyTypes knows which attachments can do something when they are opened. What counts is what the system
// would do with the file, which goes by the end of its name, by what is in it and by its type, whichever is
// worse. Pure; GUI thread (translations).
#pragma once

#include "Attachment.h"

#include <QString>

// What the file really is, in words ("a Windows program"); empty for what may be opened without asking.
QString riskyTypeName(const Attachment &attachment);
// That the name promises something else than what is in the file, in a sentence; empty where it does not.
QString contentLie(const Attachment &attachment);

// SPDX-License-Identifier: GPL-3.0-or-later
//
// AttachmentLook is how an attachment appears before anybody has looked into it: by its name, by the type
// that the sender says, and by what its first bytes give away. Pure.
#pragma once

#include "Attachment.h"

#include <QString>

// The name of one of resources/icons.
QString iconOf(const Attachment &attachment);
// Whether it says that it is a picture of a kind that Poplar can show.
bool isCalledPicture(const Attachment &attachment);

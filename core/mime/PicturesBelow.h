// SPDX-License-Identifier: GPL-3.0-or-later
//
// PicturesBelow finds the pictures that are part of what a message says without being in its HTML: those that
// the sender put inline or that stand, without a name, among its texts. They are shown below the text, and
// listed as well. Bounded in number, bytes and pixels; any thread.
#pragma once

#include "AttachmentReader.h"

#include <vector>

struct PictureBelow {
    int part = -1;
    QByteArray bytes;
};

// In the order of the message; `shown` are the parts that the HTML shows.
std::vector<PictureBelow> picturesBelow(const PartTree &tree, const BodyChoice &choice,
                                        const AttachmentReader &reader, const std::vector<int> &shown);

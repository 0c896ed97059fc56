// SPDX-License-Identifier: GPL-3.0-or-later
//
// BodyChoice decides which parts of a message are its text, which its HTML and which are listed as
// attachments: the algorithm of RFC 8621 §4.1.4 with what real mail adds to it. Each part is shown, listed,
// or hidden for one of three reasons: it is the lesser alternative of one that is shown (the text of
// winmail.dat is, where the message has one of its own), a detached signature, or structure.
#pragma once

#include "PartTree.h"

#include <vector>

struct BodyChoice {
    std::vector<int> plain; // what the text view shows, in order: text parts, HTML where there is no text
    std::vector<int> html;  // what the HTML view shows, in order
    std::vector<int>
        attachments; // listed; pictures that the HTML shows are among them, and shown texts with a name

    bool isShown(int part) const;
};

BodyChoice chooseBody(const PartTree &tree);

// True where `image` may be shown by the HTML part `html`: both are in the same multipart/related.
bool mayShow(const PartTree &tree, int html, int image);

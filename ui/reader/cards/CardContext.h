// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardContext is where the message of a card is: what a card needs that reads more of it.
#pragma once

#include "Identifiers.h"
#include "MessageLook.h"

class MailSession;

struct CardContext {
    MailSession *session = nullptr; // null: there is no more than the card says
    MessageId message = 0;
    int level = 1;         // 1: a card of the message itself, 2: of one within it
    MessageLook look = {}; // of the page that it is on
};

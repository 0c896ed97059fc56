// SPDX-License-Identifier: GPL-3.0-or-later
//
// BounceCardView says what became of a message, for each recipient, in words for people who do not know what
// a server is. What is delayed has not failed, and looks different. It does not say "your message": anybody
// can write such a report. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class BounceCardView : public CardFrame
{
    Q_OBJECT
public:
    static constexpr size_t mostShown = 10;

    BounceCardView(const BounceCard &card, QWidget *parent);

private:
    void addRecipient(const BounceRecipient &recipient);
};

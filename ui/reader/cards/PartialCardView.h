// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartialCardView says that the message is a piece of a larger one, and which. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class PartialCardView : public CardFrame
{
    Q_OBJECT
public:
    PartialCardView(const PartialCard &card, QWidget *parent);

Q_SIGNALS:
    void saveWanted();
};

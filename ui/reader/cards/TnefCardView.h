// SPDX-License-Identifier: GPL-3.0-or-later
//
// TnefCardView says that Outlook packed attachments in a way of its own, that they are listed below like any
// others, or what of them could not be read. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class TnefCardView : public CardFrame
{
    Q_OBJECT
public:
    TnefCardView(const TnefCard &card, QWidget *parent);

Q_SIGNALS:
    void saveWanted();
};

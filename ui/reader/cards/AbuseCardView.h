// SPDX-License-Identifier: GPL-3.0-or-later
//
// AbuseCardView says that somebody complains about a message: as what, who sent it and from where. GUI
// thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class AbuseCardView : public CardFrame
{
    Q_OBJECT
public:
    AbuseCardView(const AbuseCard &card, QWidget *parent);
};

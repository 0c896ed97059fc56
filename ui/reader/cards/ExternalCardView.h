// SPDX-License-Identifier: GPL-3.0-or-later
//
// ExternalCardView says where content lies that is not in the message. It fetches nothing and offers no link:
// whoever wants it knows best how. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class ExternalCardView : public CardFrame
{
    Q_OBJECT
public:
    ExternalCardView(const ExternalCard &card, QWidget *parent);
};

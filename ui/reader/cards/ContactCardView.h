// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContactCardView shows a person's card: name, addresses, telephones. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class ContactCardView : public CardFrame
{
    Q_OBJECT
public:
    ContactCardView(const ContactCard &card, QWidget *parent);

Q_SIGNALS:
    void openWanted();
    void saveWanted();
};

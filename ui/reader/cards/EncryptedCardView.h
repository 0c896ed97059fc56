// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncryptedCardView is the locked box: content that only the owner of a key can read, to be saved for a
// program that has it. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class EncryptedCardView : public CardFrame
{
    Q_OBJECT
public:
    EncryptedCardView(const EncryptedCard &card, QWidget *parent);

Q_SIGNALS:
    void saveWanted();
};

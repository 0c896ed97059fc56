// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReceiptCardView says what a recipient's program told about a message: displayed,
// deleted, refused to tell. Poplar never sends such receipts itself. GUI thread.
#pragma once

#include "CardFrame.h"
#include "MessageCard.h"

class ReceiptCardView : public CardFrame
{
    Q_OBJECT
public:
    ReceiptCardView(const ReceiptCard &card, QWidget *parent);
};

// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartialCardView says that the message is a piece of a larger one, which pieces are here, and offers the
// whole message when none is missing. It looks for them when it is made, and again when mail has come. GUI
// thread; the session searches.
#pragma once

#include "CardContext.h"
#include "CardFrame.h"
#include "FoundPieces.h"
#include "MessageCard.h"
#include "Result.h"

#include <QTimer>

class PartialCardView : public CardFrame
{
    Q_OBJECT
public:
    PartialCardView(const PartialCard &card, const CardContext &context, QWidget *parent);

Q_SIGNALS:
    void saveWanted(); // this piece
    void wholeWanted();
    void saveWholeWanted();

private:
    void offerWhole();
    void look();
    void take(const Result<FoundPieces> &found);

    const CardContext m_context;
    const QString m_part;
    QPushButton *m_open = nullptr; // these two where others can be looked for
    QPushButton *m_saveWhole = nullptr;
    bool m_isWhole = false;
    QTimer m_lookAgain;
};

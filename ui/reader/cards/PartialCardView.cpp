// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialCardView.h"

#include "ErrorText.h"
#include "MailReading.h"
#include "MailSession.h"

#include <QCoreApplication>
#include <QPushButton>

namespace
{
constexpr size_t mostNumbers = 10;
constexpr int mailRests = 1000; // ms without new mail

struct PartialWords {
    Q_DECLARE_TR_FUNCTIONS(PartialCardView)
};

QString pieceTitle(const PartialCard &card)
{
    if (card.number > 0 && card.total > 0)
        return PartialWords::tr("Part %1 of %2 of a message").arg(card.number).arg(card.total);
    return card.number > 0 ? PartialWords::tr("Part %1 of a message").arg(card.number)
                           : PartialWords::tr("A part of a message");
}

// "2, 3 and 5".
QString listed(const std::vector<int> &numbers)
{
    QStringList texts;
    for (size_t i = 0; i < std::min(numbers.size(), mostNumbers); ++i)
        texts += QString::number(numbers[i]);
    if (numbers.size() > mostNumbers)
        texts += PartialWords::tr("more", "further parts");
    const QString last = texts.takeLast();
    const QString others = texts.join(QStringLiteral(", "));
    return others.isEmpty() ? last : PartialWords::tr("%1 and %2", "numbers").arg(others, last);
}

QString missingWords(const FoundPieces &found)
{
    const std::vector<int> missing = found.missing(mostNumbers + 1);
    QStringList words;
    if (missing.size() == 1)
        words += PartialWords::tr("part %1 is missing").arg(missing.front());
    else if (!missing.empty())
        words += PartialWords::tr("parts %1 are missing").arg(listed(missing));
    if (!found.cutShort.empty())
        words += PartialWords::tr("only the beginning is here of %1").arg(listed(found.cutShort));
    return words.join(QStringLiteral("; "));
}

QString statusWords(const FoundPieces &found)
{
    const int here = int(found.here.size());
    if (found.here.empty() && found.cutShort.empty())
        return PartialWords::tr("This part does not say where it belongs.");
    if (found.total == 0)
        return PartialWords::tr("How many parts there are is not told by those that are here (%1).")
            .arg(listed(found.here.empty() ? found.cutShort : found.here));
    if (found.canBeJoined())
        return PartialWords::tr("All %1 parts are here.").arg(found.total);
    if (found.isWhole())
        return PartialWords::tr("All %1 parts are here, but they are too large or too many to be put "
                                "together here. Each can be saved.")
            .arg(found.total);
    const QString sentence = here == 1 ? PartialWords::tr("%1 of %2 parts is here; %3.")
                                       : PartialWords::tr("%1 of %2 parts are here; %3.");
    return sentence.arg(here).arg(found.total).arg(missingWords(found));
}
} // namespace

PartialCardView::PartialCardView(const PartialCard &card, const CardContext &context, QWidget *parent)
    : CardFrame(QStringLiteral("layers"), Mood::Neutral, pieceTitle(card), parent), m_context(context),
      m_part(card.part)
{
    addText(tr("The sender’s program cut a large message into parts and sent each as a message of its own."));
    addRow(tr("Message ID"), card.id);
    // A piece within another message has the others there, where they are not looked for.
    if (context.session && context.message != 0 && context.level == 1 && !m_part.contains(QLatin1Char('/')))
        offerWhole();
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save this part…"), tr("Save this part as a file"));
    connect(save, &QPushButton::clicked, this, &PartialCardView::saveWanted);
}

void PartialCardView::offerWhole()
{
    look();
    m_open = addButton(QStringLiteral("layers"), tr("Put together"),
                       tr("Put the message together and open it in a window"));
    m_saveWhole = addButton(QStringLiteral("save"), tr("Save whole message…"),
                            tr("Put the message together and save it as a file"));
    m_open->setEnabled(false);
    m_saveWhole->setEnabled(false);
    connect(m_open, &QPushButton::clicked, this, &PartialCardView::wholeWanted);
    connect(m_saveWhole, &QPushButton::clicked, this, &PartialCardView::saveWholeWanted);
    m_lookAgain.setSingleShot(true);
    m_lookAgain.setInterval(mailRests);
    connect(&m_lookAgain, &QTimer::timeout, this, &PartialCardView::look);
    connect(m_context.session, &MailSession::messagesAdded, this, [this] {
        if (!m_isWhole)
            m_lookAgain.start();
    });
}

void PartialCardView::look()
{
    setStatus(tr("Looking for the other parts…"));
    m_context.session->reading().findPieces(m_context.message, m_part, this,
                                            [this](const Result<FoundPieces> &found) { take(found); });
}

void PartialCardView::take(const Result<FoundPieces> &found)
{
    m_isWhole = found && found->isWhole();
    setStatus(found ? statusWords(*found) : errorLine(found.error()));
    const bool canBeJoined = found && found->canBeJoined();
    m_open->setEnabled(canBeJoined);
    m_saveWhole->setEnabled(canBeJoined);
}
